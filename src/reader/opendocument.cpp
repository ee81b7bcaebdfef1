#include "reader/opendocument.hpp"

#include <algorithm>
#include <charconv>

#include "reader/table_builder.hpp"
#include "reader/xml_events.hpp"

namespace rimlig::reader::opendocument {

namespace {

std::uint32_t count_of(std::string_view text) {
  std::uint32_t value = 1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return std::max<std::uint32_t>(1, value);
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}
bool is_table(std::string_view space) { return ends_with(space, "xmlns:table:1.0"); }
bool is_text(std::string_view space) { return ends_with(space, "xmlns:text:1.0"); }

struct PendingCell {
  std::string text;
  CellKind kind = CellKind::text;
  std::uint32_t repeated = 1, column_span = 1, row_span = 1;
  bool covered = false, formula = false;
  bool paragraphs = false;  // has had one
};

class Content final : public XmlHandler {
public:
  Content(Format format, Sink& sink, Limits const& limits) : format_(format), sink_(sink), limits_(limits) {}

  void begin(XmlName name, XmlAttributes const& attributes) override {
    if (name.local == "annotation" || name.local == "tracked-changes" || name.local == "note") ++ignored_;
    if (ignored_) return;
    if (is_table(name.space)) begin_table_part(name.local, attributes);
    else if (is_text(name.space)) begin_text_part(name.local, attributes);
    else if (name.local == "body") in_body_ = true;
  }

  void end(XmlName name) override {
    if (name.local == "annotation" || name.local == "tracked-changes" || name.local == "note") {
      if (ignored_) --ignored_;
      return;
    }
    if (ignored_) return;
    if (is_text(name.space)) {
      if (name.local == "list") --list_depth_;
      if (name.local == "p" || name.local == "h") end_paragraph();
      return;
    }
    if (!is_table(name.space)) return;
    if (name.local == "table") {
      if (--table_depth_ == 0) builders_.clear();
    } else if (table_depth_ == 1) {
      if (name.local == "table-cell" || name.local == "covered-table-cell") end_cell();
      else if (name.local == "table-row") end_row();
      else if (name.local == "table-header-rows") header_ = false;
    }
  }

  void text(std::string_view text) override {
    if (ignored_ || paragraph_depth_ == 0) return;
    text_.append(text);
    if (text_.size() > limits_.cell_bytes) throw Refusal("text_too_long", "Ett stycke i dokumentet har mer än en miljon tecken.");
  }

private:
  void begin_table_part(std::string_view local, XmlAttributes const& attributes) {
    if (local == "table") {
      if (++table_depth_ > 1) return;
      auto const name = attributes.get("name");
      sink_.table(format_ == Format::ods ? name : std::string_view(), attributes.get("display") == "false");
      builders_.emplace_back(sink_, limits_);
    } else if (table_depth_ != 1) {
      return;
    } else if (local == "table-header-rows") {
      header_ = true;
    } else if (local == "table-row") {
      row_repeated_ = count_of(attributes.get("number-rows-repeated"));
      cells_.clear();
    } else if (local == "table-cell" || local == "covered-table-cell") {
      PendingCell cell;
      cell.covered = local == "covered-table-cell";
      cell.repeated = count_of(attributes.get("number-columns-repeated"));
      cell.column_span = count_of(attributes.get("number-columns-spanned"));
      cell.row_span = count_of(attributes.get("number-rows-spanned"));
      cell.formula = attributes.has("formula");
      auto const type = attributes.get("value-type");
      if (type == "date") {
        cell.kind = CellKind::date;
        cell.text = attributes.get("date-value");
        if (ends_with(cell.text, "T00:00:00")) cell.text.resize(cell.text.size() - 9);
      } else if (type == "boolean") {
        cell.kind = CellKind::boolean;
        cell.text = attributes.get("boolean-value");
      } else if (type == "float" || type == "currency") {
        cell.kind = CellKind::number;
        cell.text = attributes.get("value");
      } else if (type == "percentage") {
        cell.kind = CellKind::number;
      }
      has_value_ = !cell.text.empty();
      cells_.push_back(std::move(cell));
    }
  }

  void begin_text_part(std::string_view local, XmlAttributes const& attributes) {
    if (local == "list") ++list_depth_;
    if (local == "p" || local == "h") {
      if (paragraph_depth_++ == 0) {
        text_.clear();
        heading_ = local == "h" ? static_cast<std::uint8_t>(std::min<std::uint32_t>(9, count_of(attributes.get("outline-level")))) : 0;
        auto const style = attributes.get("style-name");
        if (heading_ == 0 && style == "Title") heading_ = 1;
      }
    } else if (local == "s") {
      text_.append(std::min<std::uint32_t>(count_of(attributes.get("c")), 1000), ' ');
    } else if (local == "tab") {
      text_.push_back('\t');
    } else if (local == "line-break") {
      text_.push_back('\n');
    }
  }

  void end_paragraph() {
    if (paragraph_depth_ == 0 || --paragraph_depth_ > 0) return;
    if (table_depth_ > 0) {
      // A cell with a value of its own repeats it as text in the reader's language: the value counts.
      if (cells_.empty() || has_value_ || text_.empty()) return;
      auto& cell = cells_.back();
      if (cell.paragraphs) cell.text.push_back('\n');
      cell.paragraphs = true;
      cell.text += text_;
      if (cell.text.size() > limits_.cell_bytes) throw Refusal("text_too_long", "En tabellcell i dokumentet har mer än en miljon tecken.");
      return;
    }
    if (!in_body_ || text_.empty()) return;
    Paragraph paragraph;
    paragraph.line = ++line_;
    paragraph.heading = heading_;
    paragraph.list_item = list_depth_ > 0;
    paragraph.text = std::move(text_);
    sink_.paragraph(std::move(paragraph));
  }

  void end_cell() {
    auto& cell = cells_.back();
    auto const begin = cell.text.find_first_not_of(" \n\t");
    cell.text = begin == std::string::npos ? std::string() : cell.text.substr(begin, cell.text.find_last_not_of(" \n\t") - begin + 1);
    has_value_ = false;
  }

  void end_row() {
    while (!cells_.empty() && cells_.back().text.empty() && !cells_.back().covered) cells_.pop_back();
    bool const empty = std::all_of(cells_.begin(), cells_.end(), [](PendingCell const& cell) { return cell.text.empty(); });
    auto& builder = builders_.back();
    if (empty) {
      builder.skip_rows(row_repeated_);
      return;
    }
    auto const times = std::min<std::uint32_t>(row_repeated_, limits_.rows);
    for (std::uint32_t time = 0; time < times; ++time) {
      builder.begin_row();
      for (auto const& cell : cells_) {
        for (std::uint32_t k = 0; k < cell.repeated; ++k) {
          if (cell.covered) builder.covered(1);
          else builder.cell(cell.text, 1, 1, header_, cell.kind);
        }
      }
      builder.end_row();
    }
  }

  Format format_;
  Sink& sink_;
  Limits const& limits_;
  std::vector<TableBuilder> builders_;
  std::vector<PendingCell> cells_;
  std::string text_;
  std::uint32_t row_repeated_ = 1, line_ = 0;
  int table_depth_ = 0, paragraph_depth_ = 0, list_depth_ = 0, ignored_ = 0;
  std::uint8_t heading_ = 0;
  bool header_ = false, in_body_ = false, has_value_ = false;
};

class Manifest final : public XmlHandler {
public:
  void begin(XmlName name, XmlAttributes const&) override { encrypted |= name.local == "encryption-data"; }
  void end(XmlName) override {}
  void text(std::string_view) override {}
  bool encrypted = false;
};

}  // namespace

void parse(ZipMembers& archive, Format format, Sink& sink, Limits const& limits) {
  Manifest manifest;
  if (archive.has("META-INF/manifest.xml")) parse_xml_member(archive, "META-INF/manifest.xml", manifest, limits);
  if (manifest.encrypted) throw Refusal("encrypted", "Filen är lösenordsskyddad. Ta bort lösenordet och läs in den igen.");
  sink.source(format, "", false);
  for (auto const& name : archive.names())
    if (name.rfind("Basic/", 0) == 0 || name.rfind("Scripts/", 0) == 0) {
      sink.warning({"macro", "Filen innehåller makron. De läses inte och körs aldrig.", 0, 0});
      break;
    }
  Content content(format, sink, limits);
  parse_xml_member(archive, "content.xml", content, limits);
}

}  // namespace rimlig::reader::opendocument
