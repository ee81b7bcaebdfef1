#include "reader/docx.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "reader/office_parts.hpp"
#include "reader/table_builder.hpp"
#include "reader/xml_events.hpp"

namespace rimlig::reader::docx {

namespace {

bool is_word(std::string_view space) { return space.find("wordprocessingml") != std::string_view::npos && space.size() > 5 && space.substr(space.size() - 5) == "/main"; }

bool is_on(XmlAttributes const& attributes) {
  auto const value = attributes.get("val");
  return value != "false" && value != "0" && value != "off";
}

std::uint32_t number_of(std::string_view text, std::uint32_t otherwise) {
  std::uint32_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Style id → heading level, from the outline level or the style's built-in name.
class Styles final : public XmlHandler {
public:
  void begin(XmlName name, XmlAttributes const& attributes) override {
    if (name.local == "style") style_ = attributes.get("styleId");
    if (name.local == "outlineLvl") set(number_of(attributes.get("val"), 9) + 1);
    if (name.local == "name") {
      std::string built_in(attributes.get("val"));
      std::transform(built_in.begin(), built_in.end(), built_in.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
      if (built_in.rfind("heading ", 0) == 0) set(number_of(std::string_view(built_in).substr(8), 1));
      if (built_in == "title") set(1);
    }
  }
  void end(XmlName) override {}
  void text(std::string_view) override {}
  [[nodiscard]] std::uint8_t level(std::string_view style) const {
    auto const found = levels_.find(std::string(style));
    return found == levels_.end() ? 0 : found->second;
  }

private:
  void set(std::uint32_t level) {
    if (level >= 1 && level <= 9) levels_[style_] = static_cast<std::uint8_t>(level);
  }
  std::string style_;
  std::map<std::string, std::uint8_t> levels_;
};

struct OpenCell {
  std::string text;
  bool any = false;
  std::uint32_t span = 1;
  bool goes_on = false;  // w:vMerge without restart
};

class Body final : public XmlHandler {
public:
  Body(Styles const& styles, Sink& sink, Limits const& limits) : styles_(styles), sink_(sink), limits_(limits) {}

  void begin(XmlName name, XmlAttributes const& attributes) override {
    if (name.local == "Fallback") ++ignored_;  // the same content again, for older programs
    if (ignored_ || !is_word(name.space)) return;
    auto const local = name.local;
    if (local == "tbl") {
      if (++table_depth_ == 1) {
        sink_.table("", false);
        builders_.emplace_back(sink_, limits_);
      }
    } else if (local == "p") {
      if (paragraph_depth_++ == 0) {
        text_.clear();
        heading_ = 0;
        list_item_ = false;
      } else {
        text_.push_back('\n');  // a text box inside a paragraph
      }
    } else if (local == "t") {
      in_text_ = true;
    } else if (local == "br" || local == "cr") {
      text_.push_back('\n');
    } else if (local == "tab" && in_run_) {
      text_.push_back('\t');
    } else if (local == "noBreakHyphen") {
      text_.push_back('-');
    } else if (local == "r") {
      in_run_ = true;
    } else if (local == "pStyle") {
      heading_ = styles_.level(attributes.get("val"));
    } else if (local == "numPr") {
      list_item_ = true;
    } else if (table_depth_ == 1) {
      begin_table_part(local, attributes);
    }
  }

  void end(XmlName name) override {
    if (name.local == "Fallback" && ignored_) --ignored_;
    if (ignored_ || !is_word(name.space)) return;
    auto const local = name.local;
    if (local == "t") in_text_ = false;
    else if (local == "r") in_run_ = false;
    else if (local == "p") end_paragraph();
    else if (local == "tbl") {
      if (--table_depth_ == 0) builders_.clear();
    } else if (table_depth_ == 1 && local == "tc" && !builders_.empty()) {
      if (cell_.goes_on) builders_.back().covered(cell_.span);
      else builders_.back().cell(std::move(cell_.text), cell_.span, 1, header_row_);
      cell_ = OpenCell{};
    } else if (table_depth_ == 1 && local == "tr" && !builders_.empty()) {
      builders_.back().end_row();
    }
  }

  void text(std::string_view text) override {
    if (!in_text_ || ignored_ || paragraph_depth_ == 0) return;
    text_.append(text);
    if (text_.size() > limits_.cell_bytes) throw Refusal("text_too_long", "Ett stycke i dokumentet har mer än en miljon tecken.");
  }

private:
  void begin_table_part(std::string_view local, XmlAttributes const& attributes) {
    if (local == "tr") {
      builders_.back().begin_row();
      header_row_ = false;
    } else if (local == "tc") {
      cell_ = OpenCell{};
    } else if (local == "tblHeader") {
      header_row_ = is_on(attributes);
    } else if (local == "gridSpan") {
      cell_.span = number_of(attributes.get("val"), 1);
    } else if (local == "vMerge") {
      cell_.goes_on = attributes.get("val") != "restart";
    } else if (local == "gridBefore") {
      for (auto left = std::min<std::uint32_t>(number_of(attributes.get("val"), 0), 100); left > 0; --left) builders_.back().cell("", 1, 1, false);
    }
  }

  void end_paragraph() {
    if (paragraph_depth_ == 0 || --paragraph_depth_ > 0) return;
    if (table_depth_ > 0) {
      if (cell_.any) cell_.text.push_back('\n');
      cell_.any = true;
      cell_.text += text_;
      while (!cell_.text.empty() && (cell_.text.back() == '\n' || cell_.text.back() == ' ') && text_.empty()) cell_.text.pop_back();
      if (cell_.text.empty()) cell_.any = false;
      if (cell_.text.size() > limits_.cell_bytes) throw Refusal("text_too_long", "En tabellcell i dokumentet har mer än en miljon tecken.");
      return;
    }
    ++line_;
    if (text_.empty()) return;
    Paragraph paragraph;
    paragraph.line = line_;
    paragraph.heading = heading_;
    paragraph.list_item = list_item_;
    paragraph.text = std::move(text_);
    sink_.paragraph(std::move(paragraph));
  }

  Styles const& styles_;
  Sink& sink_;
  Limits const& limits_;
  std::vector<TableBuilder> builders_;
  OpenCell cell_;
  std::string text_;
  std::uint32_t line_ = 0;
  int table_depth_ = 0, paragraph_depth_ = 0, ignored_ = 0;
  std::uint8_t heading_ = 0;
  bool in_text_ = false, in_run_ = false, list_item_ = false, header_row_ = false;
};

}  // namespace

void parse(ZipMembers& archive, Sink& sink, Limits const& limits) {
  auto const part = main_part(archive, limits);
  if (part.empty()) throw Refusal("no_content", "Filen är inte ett helt Worddokument: texten saknas i den. Spara om den i Word.");
  sink.source(Format::docx, "", false);
  for (auto const& name : archive.names())
    if (name.find("vbaProject") != std::string::npos) sink.warning({"macro", "Filen innehåller makron. De läses inte och körs aldrig.", 0, 0});
  Styles styles;
  for (auto const& [id, relation] : relations_of(archive, part, limits))
    if (relation.type == "styles" && archive.has(relation.target)) parse_xml_member(archive, relation.target, styles, limits);
  Body body(styles, sink, limits);
  parse_xml_member(archive, part, body, limits);
}

}  // namespace rimlig::reader::docx
