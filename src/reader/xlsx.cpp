#include "reader/xlsx.hpp"

#include <charconv>
#include <map>

#include "reader/office_parts.hpp"
#include "reader/sheet_values.hpp"
#include "reader/xml_events.hpp"

namespace rimlig::reader::xlsx {

namespace {

template <class Number>
bool to_number(std::string_view text, Number& value) {
  auto const end = text.data() + text.size();
  auto const [at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && at == end && !text.empty();
}

bool is_sheet_space(std::string_view space) { return space.size() >= 5 && space.substr(space.size() - 5) == "/main" && space.find("spreadsheetml") != std::string_view::npos; }

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// All shared strings in one buffer: a string each would cost three times the memory.
class SharedStrings final : public XmlHandler {
public:
  void begin(XmlName name, XmlAttributes const&) override {
    if (!is_sheet_space(name.space)) return;
    if (name.local == "rPh") ++phonetic_;
    in_text_ = name.local == "t" && phonetic_ == 0;
  }
  void end(XmlName name) override {
    if (!is_sheet_space(name.space)) return;
    in_text_ = false;
    if (name.local == "rPh") --phonetic_;
    if (name.local == "si") ends_.push_back(all_.size());
  }
  void text(std::string_view text) override {
    if (in_text_) all_.append(text);
  }
  [[nodiscard]] bool has(std::size_t index) const { return index < ends_.size(); }
  [[nodiscard]] std::string_view at(std::size_t index) const {
    std::size_t const begin = index ? ends_[index - 1] : 0;
    return std::string_view(all_).substr(begin, ends_[index] - begin);
  }

private:
  std::string all_;
  std::vector<std::size_t> ends_;
  int phonetic_ = 0;
  bool in_text_ = false;
};

class Styles final : public XmlHandler {
public:
  void begin(XmlName name, XmlAttributes const& attributes) override {
    if (name.local == "cellXfs") in_cell_formats_ = true;
    unsigned id = 0;
    if (name.local == "numFmt" && to_number(attributes.get("numFmtId"), id)) custom_[id] = style_of_format(attributes.get("formatCode"));
    if (name.local == "xf" && in_cell_formats_) {
      to_number(attributes.get("numFmtId"), id);
      auto const own = custom_.find(id);
      by_cell_format_.push_back(own != custom_.end() ? own->second : style_of_builtin(id));
    }
  }
  void end(XmlName name) override {
    if (name.local == "cellXfs") in_cell_formats_ = false;
  }
  void text(std::string_view) override {}
  [[nodiscard]] NumberStyle of(std::size_t cell_format) const {
    return cell_format < by_cell_format_.size() ? by_cell_format_[cell_format] : NumberStyle::plain;
  }

private:
  std::map<unsigned, NumberStyle> custom_;
  std::vector<NumberStyle> by_cell_format_;
  bool in_cell_formats_ = false;
};

struct Sheet {
  std::string name, relation;
  bool hidden = false;
};

class Workbook final : public XmlHandler {
public:
  void begin(XmlName name, XmlAttributes const& attributes) override {
    if (name.local == "workbookPr") from_1904 = attributes.get("date1904") == "1" || attributes.get("date1904") == "true";
    if (name.local != "sheet") return;
    auto const state = trimmed(attributes.get("state"));
    sheets.push_back({std::string(attributes.get("name")), std::string(attributes.get("id")), state == "hidden" || state == "veryHidden"});
  }
  void end(XmlName) override {}
  void text(std::string_view) override {}
  std::vector<Sheet> sheets;
  bool from_1904 = false;
};

/// "BC12" → column 54 and row 12; parts that are missing or out of range stay 0.
void split_reference(std::string_view reference, std::uint64_t& column, std::uint64_t& row) {
  column = row = 0;
  std::size_t at = 0;
  for (; at < reference.size() && reference[at] >= 'A' && reference[at] <= 'Z' && column < 1'000'000; ++at)
    column = column * 26 + static_cast<unsigned>(reference[at] - 'A' + 1);
  to_number(reference.substr(at), row);
}

class SheetReader final : public XmlHandler {
public:
  SheetReader(SharedStrings const& strings, Styles const& styles, bool from_1904, Sink& sink, Limits const& limits)
      : strings_(strings), styles_(styles), from_1904_(from_1904), sink_(sink), limits_(limits) {}

  void begin(XmlName name, XmlAttributes const& attributes) override {
    if (!is_sheet_space(name.space)) return;
    auto const local = name.local;
    if (local == "row") begin_row(attributes);
    else if (local == "c") begin_cell(attributes);
    else if (local == "v" || local == "t") in_text_ = phonetic_ == 0;
    else if (local == "f") has_formula_ = true;
    else if (local == "rPh") ++phonetic_;
    else if (local == "mergeCell") merge(attributes.get("ref"));
  }

  void end(XmlName name) override {
    if (!is_sheet_space(name.space)) return;
    auto const local = name.local;
    if (local == "v" || local == "t") in_text_ = false;
    else if (local == "rPh") --phonetic_;
    else if (local == "c") end_cell();
    else if (local == "row" && !row_.cells.empty()) sink_.row(std::move(row_));
  }

  void text(std::string_view text) override {
    if (in_text_) value_.append(text);
    if (value_.size() > limits_.cell_bytes) throw Refusal("text_too_long", "En cell på rad " + std::to_string(row_number_) + " har mer än en miljon tecken.");
  }

private:
  void begin_row(XmlAttributes const& attributes) {
    std::uint64_t number = row_number_ + 1;
    if (attributes.has("r") && (!to_number(attributes.get("r"), number) || number <= row_number_)) number = limits_.rows + 1ull;
    row_ = Row{};
    row_.hidden = attributes.get("hidden") == "1" || attributes.get("hidden") == "true";
    skipping_ = number > limits_.rows;
    if (skipping_) {
      warn_once("Bladet har rader eller kolumner utanför vad ett kalkylblad kan ha. De läses inte.");
      return;
    }
    row_number_ = static_cast<std::uint32_t>(number);
    row_.number = row_number_;
    column_ = 0;
  }

  void begin_cell(XmlAttributes const& attributes) {
    std::uint64_t column = column_ + 1, row = 0;
    if (attributes.has("r")) split_reference(attributes.get("r"), column, row);
    cell_skipped_ = skipping_ || column == 0 || column > limits_.columns || column <= column_;
    if (cell_skipped_ && !skipping_) warn_once("Bladet har rader eller kolumner utanför vad ett kalkylblad kan ha. De läses inte.");
    if (!cell_skipped_) column_ = static_cast<std::uint32_t>(column);
    type_ = attributes.get("t");
    style_ = 0;
    to_number(attributes.get("s"), style_);
    value_.clear();
    has_formula_ = false;
  }

  void end_cell() {
    if (cell_skipped_) return;
    Cell cell;
    cell.column = column_ - 1;
    cell.from_formula = has_formula_;
    if (has_formula_ && value_.empty()) {
      cell.kind = CellKind::error;
      warn("formula_without_value", "Cellen har en formel utan sparat värde. Öppna filen i kalkylprogrammet och spara den, så följer värdet med.");
      row_.cells.push_back(std::move(cell));
      return;
    }
    if (type_ == "s") {
      std::size_t index = 0;
      if (!to_number(value_, index) || !strings_.has(index)) {
        warn("missing_string", "Cellen hänvisar till en text som saknas i filen.");
        return;
      }
      cell.text = trimmed(unescape_sheet_text(strings_.at(index)));
    } else if (type_ == "inlineStr" || type_ == "str") {
      cell.text = trimmed(unescape_sheet_text(value_));
    } else if (type_ == "b") {
      cell.kind = CellKind::boolean;
      cell.text = value_ == "1" || value_ == "true" ? "true" : "false";
    } else if (type_ == "e") {
      cell.kind = CellKind::error;
      cell.text = value_;
      warn("cell_error", "Cellen visar felet " + value_ + " i kalkylprogrammet.");
    } else if (type_ == "d") {
      cell.kind = CellKind::date;
      cell.text = value_;
      if (cell.text.size() > 10 && cell.text.substr(10, 9) == "T00:00:00") cell.text.resize(10);
    } else if (!value_.empty()) {
      auto value = value_of(trimmed(value_), styles_.of(style_), from_1904_);
      cell.kind = value.kind;
      cell.text = std::move(value.text);
      if (!value.warning.empty()) warn("number", value.warning);
    }
    if (!cell.text.empty()) row_.cells.push_back(std::move(cell));
  }

  void merge(std::string_view reference) {
    auto const colon = reference.find(':');
    if (colon == std::string_view::npos) return;
    std::uint64_t first_column, first_row, last_column, last_row;
    split_reference(reference.substr(0, colon), first_column, first_row);
    split_reference(reference.substr(colon + 1), last_column, last_row);
    if (!first_column || !first_row || last_column > limits_.columns || last_row > limits_.rows || last_column < first_column || last_row < first_row) return;
    sink_.merged({static_cast<std::uint32_t>(first_row), static_cast<std::uint32_t>(last_row), static_cast<std::uint32_t>(first_column - 1), static_cast<std::uint32_t>(last_column - 1)});
  }

  void warn(std::string code, std::string text) { sink_.warning({std::move(code), std::move(text), row_number_, column_}); }
  void warn_once(std::string text) {
    if (warned_range_) return;
    warned_range_ = true;
    sink_.warning({"out_of_range", std::move(text), 0, 0});
  }

  SharedStrings const& strings_;
  Styles const& styles_;
  bool from_1904_;
  Sink& sink_;
  Limits const& limits_;
  Row row_;
  std::uint32_t row_number_ = 0, column_ = 0;
  std::string type_, value_;
  std::size_t style_ = 0;
  int phonetic_ = 0;
  bool in_text_ = false, has_formula_ = false, skipping_ = false, cell_skipped_ = false, warned_range_ = false;
};

void warn_about_parts(ZipMembers const& archive, Sink& sink) {
  bool macro = false, external = false;
  for (auto const& name : archive.names()) {
    macro |= name.find("vbaProject") != std::string::npos;
    external |= name.find("/externalLinks/") != std::string::npos || name.find("/connections") != std::string::npos || name.find("/queryTables/") != std::string::npos;
  }
  if (macro) sink.warning({"macro", "Filen innehåller makron. De läses inte och körs aldrig.", 0, 0});
  if (external) sink.warning({"external_link", "Filen hänvisar till andra filer eller datakällor. De hämtas inte.", 0, 0});
}

}  // namespace

void parse(ZipMembers& archive, Sink& sink, Limits const& limits) {
  auto const workbook_part = main_part(archive, limits);
  if (workbook_part.empty()) throw Refusal("no_content", "Filen är inte en hel Excelbok: arbetsboken saknas i den. Spara om den i Excel.");
  sink.source(Format::xlsx, "", false);
  warn_about_parts(archive, sink);
  Workbook workbook;
  parse_xml_member(archive, workbook_part, workbook, limits);
  auto const relations = relations_of(archive, workbook_part, limits);
  SharedStrings strings;
  Styles styles;
  for (auto const& [id, relation] : relations) {
    if (!archive.has(relation.target)) continue;
    if (relation.type == "sharedStrings") parse_xml_member(archive, relation.target, strings, limits);
    if (relation.type == "styles") parse_xml_member(archive, relation.target, styles, limits);
  }
  for (auto const& sheet : workbook.sheets) {
    auto const relation = relations.find(sheet.relation);
    if (relation == relations.end() || relation->second.type != "worksheet" || !archive.has(relation->second.target)) continue;
    sink.table(sheet.name, sheet.hidden);
    SheetReader reader(strings, styles, workbook.from_1904, sink, limits);
    parse_xml_member(archive, relation->second.target, reader, limits);
  }
}

}  // namespace rimlig::reader::xlsx
