#include "reader/xml_events.hpp"

#include <expat.h>

#include <cstring>
#include <exception>
#include <memory>

namespace rimlig::reader {

namespace {

constexpr char separator = '\n';  // cannot occur in a namespace or a name

XmlName split(char const* name) {
  std::string_view const whole = name;
  auto const at = whole.rfind(separator);
  if (at == std::string_view::npos) return {{}, whole};
  return {whole.substr(0, at), whole.substr(at + 1)};
}

class Parser {
public:
  Parser(XmlHandler& handler, std::string_view part, Limits const& limits)
      : handler_(handler), part_(part), limits_(limits), parser_(XML_ParserCreateNS(nullptr, separator)) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &Parser::on_begin, &Parser::on_end);
    XML_SetCharacterDataHandler(parser_.get(), &Parser::on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &Parser::on_doctype);
  }

  bool feed(std::string_view piece, bool last) {
    auto const status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), last);
    // Exceptions must not pass through the C library: they are kept and thrown again here.
    if (error_) std::rethrow_exception(error_);
    if (status == XML_STATUS_ERROR)
      throw Refusal("damaged_xml", "Filen är skadad: delen \"" + std::string(part_) + "\" kan inte läsas från rad " +
                                       std::to_string(XML_GetCurrentLineNumber(parser_.get())) +
                                       ". Öppna filen i programmet den kommer från och spara den på nytt.");
    return true;
  }

private:
  template <class Work>
  static void guarded(void* self, Work work) {
    auto& parser = *static_cast<Parser*>(self);
    if (parser.error_) return;
    try {
      work(parser);
    } catch (...) {
      parser.error_ = std::current_exception();
      XML_StopParser(parser.parser_.get(), XML_FALSE);
    }
  }
  static void on_begin(void* self, char const* name, char const** attributes) {
    guarded(self, [&](Parser& parser) {
      if (++parser.depth_ > parser.limits_.xml_depth)
        throw Refusal("too_deep", "Delen \"" + std::string(parser.part_) + "\" är nästlad i för många nivåer och läses inte.");
      parser.handler_.begin(split(name), XmlAttributes(attributes));
    });
  }
  static void on_end(void* self, char const* name) {
    guarded(self, [&](Parser& parser) {
      --parser.depth_;
      parser.handler_.end(split(name));
    });
  }
  static void on_text(void* self, char const* text, int length) {
    guarded(self, [&](Parser& parser) { parser.handler_.text({text, static_cast<std::size_t>(length)}); });
  }
  static void on_doctype(void* self, char const*, char const*, char const*, int) {
    guarded(self, [](Parser& parser) {
      throw Refusal("doctype", "Delen \"" + std::string(parser.part_) +
                                   "\" har en dokumenttyp (DOCTYPE). Sådana filer läses inte, för de kan hämta in andra filer. Spara om dokumentet i ett vanligt kontorsprogram.");
    });
  }

  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  XmlHandler& handler_;
  std::string_view part_;
  Limits const& limits_;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
  std::exception_ptr error_;
  std::uint32_t depth_ = 0;
};

}  // namespace

std::string_view XmlAttributes::get(std::string_view local) const {
  for (auto pair = pairs_; *pair; pair += 2)
    if (split(*pair).local == local) return pair[1];
  return {};
}

bool XmlAttributes::has(std::string_view local) const {
  for (auto pair = pairs_; *pair; pair += 2)
    if (split(*pair).local == local) return true;
  return false;
}

void parse_xml_member(ZipMembers& archive, std::string_view part, XmlHandler& handler, Limits const& limits) {
  Parser parser(handler, part, limits);
  archive.read(part, [&](std::string_view piece, bool last) { return parser.feed(piece, last); });
}

void parse_xml(std::string_view bytes, std::string_view part, XmlHandler& handler, Limits const& limits) {
  Parser parser(handler, part, limits);
  constexpr std::size_t piece = 1 << 20;
  for (std::size_t at = 0; at < bytes.size(); at += piece) parser.feed(bytes.substr(at, piece), false);
  parser.feed({}, true);
}

}  // namespace rimlig::reader
