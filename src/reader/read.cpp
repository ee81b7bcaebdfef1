#include "reader/read.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "reader/checking_sink.hpp"
#include "reader/csv.hpp"
#include "reader/docx.hpp"
#include "reader/encoding.hpp"
#include "reader/html.hpp"
#include "reader/office_parts.hpp"
#include "reader/opendocument.hpp"
#include "reader/pdf.hpp"
#include "reader/text_dump.hpp"
#include "reader/utf8.hpp"
#include "reader/xlsx.hpp"

namespace rimlig::reader {

namespace {

using namespace std::string_view_literals;

std::string extension_of(std::string_view name) {
  auto const dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 8) return {};
  std::string out(name.substr(dot + 1));
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool starts_with(std::string_view bytes, std::string_view mark) { return bytes.substr(0, mark.size()) == mark; }

// What is certainly not for us, by its first bytes, named so that the person knows what she has.
void refuse_foreign(std::string_view bytes) {
  struct Foreign {
    std::string_view mark, what;
  };
  constexpr std::array<Foreign, 12> foreign = {{{"\x1F\x8B"sv, "en komprimerad fil (gzip)"},
                                                {"7z\xBC\xAF\x27\x1C"sv, "ett 7-Zip-arkiv"},
                                                {"Rar!"sv, "ett RAR-arkiv"},
                                                {"\x89PNG"sv, "en bild (PNG)"},
                                                {"\xFF\xD8\xFF"sv, "en bild (JPEG)"},
                                                {"GIF8"sv, "en bild (GIF)"},
                                                {"II*\0"sv, "en inskannad bild (TIFF)"},
                                                {"MM\0*"sv, "en inskannad bild (TIFF)"},
                                                {"{\\rtf"sv, "ett RTF-dokument"},
                                                {"SQLite format 3"sv, "en databasfil"},
                                                {"\x7F" "ELF"sv, "ett program"},
                                                {"MZ\x90"sv, "ett program"}}};
  if (starts_with(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv))
    throw Refusal("old_office", "Filen är en gammal Excel- eller Wordfil (.xls, .doc) eller en lösenordsskyddad arbetsbok. Öppna den och spara den som .xlsx eller .docx utan lösenord.");
  for (auto const& one : foreign)
    if (starts_with(bytes, one.mark))
      throw Refusal("foreign", "Filen är " + std::string(one.what) + " och kan inte läsas in. Ladda upp en tabell eller ett dokument (Excel, Word, OpenDocument, PDF, HTML, CSV eller text).");
}

// A saved error or login page has no table and hardly any text.
class PageProbe final : public Sink {
public:
  explicit PageProbe(Sink& next) : next_(next) {}
  void source(Format format, std::string_view encoding, bool wrapped) override { next_.source(format, encoding, wrapped); }
  void table(std::string_view name, bool hidden) override { ++tables; next_.table(name, hidden); }
  void row(Row&& row) override { next_.row(std::move(row)); }
  void merged(MergedRange const& range) override { next_.merged(range); }
  void paragraph(Paragraph&& paragraph) override { letters += paragraph.text.size(); next_.paragraph(std::move(paragraph)); }
  void warning(Warning&& warning) override { next_.warning(std::move(warning)); }
  std::size_t tables = 0, letters = 0;

private:
  Sink& next_;
};

void read_html(std::string_view bytes, std::string const& extension, Sink& sink, Limits const& limits) {
  PageProbe probe(sink);
  html::parse(bytes, probe, limits);
  bool const meant_as_page = extension == "html" || extension == "htm" || extension.empty();
  if (probe.tables == 0 && (!meant_as_page || probe.letters < 200))
    throw Refusal("web_page", "Filen är en webbsida, inte en tabell eller ett dokument. Troligen sparades ett felmeddelande eller en inloggningssida i stället för filen. Hämta filen på nytt.");
  if (extension == "xls" || extension == "xlsx")
    sink.warning({"html_as_excel", "Filen heter ." + extension + " men är en webbsida (HTML). Den läses som en sådan.", 0, 0});
  else if (!meant_as_page)
    sink.warning({"other_format", "Filen heter ." + extension + " men är en webbsida (HTML). Den läses som en sådan.", 0, 0});
}

void warn_other(std::string const& extension, std::string_view is, std::initializer_list<std::string_view> usual, Sink& sink) {
  if (extension.empty() || std::find(usual.begin(), usual.end(), extension) != usual.end()) return;
  sink.warning({"other_format", "Filen heter ." + extension + " men innehåller " + std::string(is) + ". Innehållet avgör hur den läses.", 0, 0});
}

void read_zip(std::string_view bytes, std::string const& extension, Sink& sink, Limits const& limits) {
  ZipMembers archive(bytes, limits);
  if (archive.has("content.xml")) {
    auto const kind = archive.has("mimetype") ? archive.text("mimetype", 1000) : std::string();
    bool const sheet = kind.find("spreadsheet") != std::string::npos || (kind.empty() && extension == "ods");
    warn_other(extension, sheet ? "ett OpenDocument-kalkylblad" : "en OpenDocument-text", {"ods", "odt", "ots", "ott", "fods", "fodt"}, sink);
    opendocument::parse(archive, sheet ? Format::ods : Format::odt, sink, limits);
    return;
  }
  auto const part = main_part(archive, limits);
  if (part.rfind("xl/", 0) == 0 || archive.has("xl/workbook.xml")) {
    if (archive.has("xl/workbook.bin")) throw Refusal("binary_workbook", "Filen är en binär Excelbok (.xlsb). Spara om den som .xlsx.");
    warn_other(extension, "en Excelbok", {"xlsx", "xlsm", "xltx"}, sink);
    xlsx::parse(archive, sink, limits);
  } else if (part.rfind("word/", 0) == 0 || archive.has("word/document.xml")) {
    warn_other(extension, "ett Worddokument", {"docx", "docm", "dotx"}, sink);
    docx::parse(archive, sink, limits);
  } else if (archive.has("xl/workbook.bin")) {
    throw Refusal("binary_workbook", "Filen är en binär Excelbok (.xlsb). Spara om den som .xlsx.");
  } else {
    // A sheet without its workbook is still inflated far enough to tell a bomb from a broken file.
    for (auto const& name : archive.names()) archive.read(name, [](std::string_view, bool) { return true; });
    throw Refusal("unknown_zip", "Filen är ett zip-arkiv men varken Excel, Word eller OpenDocument. Packa upp den och läs in filerna var för sig.");
  }
}

void read_text(std::string_view bytes, std::string const& extension, Sink& sink, Limits const& limits) {
  auto const decoded = decode(bytes);
  if (auto const nul = decoded.view.find('\0'); nul != std::string_view::npos) {
    auto const line = 1 + std::count(decoded.view.begin(), decoded.view.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
    throw Refusal("nul", "Filen har nolltecken på rad " + std::to_string(line) + " och är alltså skadad eller inte en textfil. Hämta den på nytt ur systemet den kommer från.");
  }
  if (decoded.view.find_first_not_of(" \t\r\n") == std::string_view::npos)
    throw Refusal("empty", "Filen är tom. Kontrollera att rätt fil valdes.");
  bool const table_extension = extension == "csv" || extension == "tsv" || extension == "skv";
  bool csv = false;
  if (!text_dump::looks_like_dump(decoded.view)) {
    auto const delimiter = csv::guess_delimiter(decoded.view);
    bool const named = table_extension || starts_with(decoded.view, "sep=");
    // Running text has commas too; a table has the same number of fields in nearly every row.
    csv = named || (delimiter != 0 && delimiter != ',' && csv::is_even(decoded.view, delimiter));
  } else {
    csv = extension == "csv";
  }
  sink.source(csv ? Format::csv : Format::text, decoded.encoding, false);
  if (!decoded.sure)
    sink.warning({"encoding_unsure", "Teckenkodningen är osäker: filen har tecken utanför a-z men inget å, ä eller ö. Den läses som " + decoded.encoding + ".", 0, 0});
  if (csv) csv::parse(decoded.view, sink, limits);
  else text_dump::parse(decoded.view, sink, limits);
}

}  // namespace

void read(std::string_view bytes, std::string_view name, Sink& collector, Limits const& limits) {
  if (bytes.empty()) throw Refusal("empty", "Filen är tom. Kontrollera att rätt fil valdes.");
  if (bytes.size() > limits.file_bytes)
    throw Refusal("too_large", "Filen är större än " + std::to_string(limits.file_bytes >> 20) + " MB. Dela upp den.");
  auto const extension = extension_of(name);
  CheckingSink sink(collector, limits);
  refuse_foreign(bytes);
  if (starts_with(bytes, "PK\x03\x04") || starts_with(bytes, "PK\x05\x06")) return read_zip(bytes, extension, sink, limits);
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) {
    warn_other(extension, "ett PDF-dokument", {"pdf"}, sink);
    return pdf::parse(bytes, sink, limits);
  }
  if (html::looks_like_html(bytes)) return read_html(bytes, extension, sink, limits);
  if (starts_with(bytes, "<?xml")) throw Refusal("xml", "Filen är XML av en sort som inte kan läsas in här. Exportera den som Excel, CSV eller dokument.");
  read_text(bytes, extension, sink, limits);
}

Document read(std::string_view bytes, std::string_view name, Limits const& limits) {
  DocumentSink sink;
  read(bytes, name, sink, limits);
  return std::move(sink.document);
}

std::string clean_file_name(std::string_view name) {
  name = name.substr(name.find_last_of("/\\") + 1);
  std::string out;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < name.size() && characters < 200;) {
    auto const point = decode_utf8(name, at);
    at += point.length ? point.length : 1;
    auto const value = point.value;
    bool const control = value < 0x20 || (value >= 0x7F && value < 0xA0) || (value >= 0x200B && value <= 0x200F) || (value >= 0x2028 && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069) || value == 0xFEFF;
    if (point.length == 0 || control) continue;
    append_utf8(out, value);
    ++characters;
  }
  return out.empty() ? "fil" : out;
}

}  // namespace rimlig::reader
