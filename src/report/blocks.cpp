#include "report/blocks.hpp"

#include <algorithm>
#include <charconv>

#include "report/text.hpp"

namespace rimlig::report {

namespace {

void clean(std::string& text) { text = clean_text(text); }

void check_runs(Runs const& runs) {
  for (auto const& run : runs)
    if (!run.link.empty() && !run.link.starts_with("https://") && !run.link.starts_with("mailto:"))
      throw ModelError("a link must be https: or mailto:");
}

void check_table(Table const& table) {
  if (table.caption.empty()) throw ModelError("a table needs a caption");
  if (table.columns.empty()) throw ModelError("a table needs columns");
  if (table.row_header >= static_cast<int>(table.columns.size())) throw ModelError("the row header column does not exist");
  for (auto const& column : table.columns)
    if (column.title.empty() || column.width < 1) throw ModelError("a column needs a title and a width");
  for (auto const& row : table.rows)
    if (row.cells.size() != table.columns.size()) throw ModelError("a row has another number of cells than the table has columns");
}

void check_chart(Chart const& chart) {
  check_table(chart.data);
  if (code_point_count(chart.alt) < 20) throw ModelError("a chart needs an alternative text that says what it shows");
  for (auto const* ending : {".png", ".svg", ".jpg"})
    if (chart.alt.ends_with(ending)) throw ModelError("the name of a file is not an alternative text");
  if (chart.data.row_header != 0) throw ModelError("the first column of a chart's table names its bars");
  if (chart.data.rows.empty()) throw ModelError("a chart without numbers");
  if (chart.parts.empty()) throw ModelError("a chart without parts");
  for (auto const& part : chart.parts) {
    if (part.column < 1 || part.column >= static_cast<int>(chart.data.columns.size())) throw ModelError("a chart's part has no column");
    for (auto const& row : chart.data.rows)
      if (count_of(row.cells[static_cast<std::size_t>(part.column)]) < 0) throw ModelError("a chart's part below zero");
  }
}

}  // namespace

std::int64_t count_of(Cell const& cell) {
  std::int64_t value = 0;
  auto const* end = cell.text.data() + cell.text.size();
  auto const result = std::from_chars(cell.text.data(), end, value);
  if (result.ec != std::errc{} || result.ptr != end) throw ModelError("a chart's number is not a whole number: " + cell.text);
  return value;
}

Document::Document(DocumentInfo info) : info_(std::move(info)) {
  for (auto* text : {&info_.title, &info_.subtitle, &info_.author}) {
    clean(*text);
    std::replace(text->begin(), text->end(), '\n', ' ');
  }
  if (info_.title.empty()) throw ModelError("a report needs a title");
  if (info_.created_at.size() < 19) throw ModelError("a report needs the instant of its data");
}

Document& Document::heading(int level, std::string text) {
  if (level < 1 || level > 4) throw ModelError("heading levels are 1 to 4");
  if (level > level_ + 1) throw ModelError("a heading skips a level");
  clean(text);
  std::replace(text.begin(), text.end(), '\n', ' ');
  if (text.empty()) throw ModelError("an empty heading");
  level_ = level;
  blocks_.emplace_back(Heading{level, std::move(text)});
  return *this;
}

Document& Document::paragraph(Runs runs) {
  check_runs(runs);
  for (auto& run : runs) clean(run.text);
  blocks_.emplace_back(Paragraph{std::move(runs)});
  return *this;
}

Document& Document::paragraph(std::string text) { return paragraph(Runs{{.text = std::move(text)}}); }

Document& Document::list(bool ordered, std::vector<Runs> items) {
  if (items.empty()) throw ModelError("an empty list");
  for (auto& item : items) {
    check_runs(item);
    for (auto& run : item) clean(run.text);
  }
  blocks_.emplace_back(List{ordered, std::move(items)});
  return *this;
}

Document& Document::table(Table table) {
  check_table(table);
  visit_texts(table, clean);
  blocks_.emplace_back(std::move(table));
  return *this;
}

Document& Document::chart(Chart chart) {
  check_chart(chart);
  clean(chart.alt);
  visit_texts(chart.data, clean);
  blocks_.emplace_back(std::move(chart));
  return *this;
}

Document& Document::page_break() {
  blocks_.emplace_back(PageBreak{});
  return *this;
}

Document& Document::orientation(bool landscape) {
  blocks_.emplace_back(Orientation{landscape});
  return *this;
}

Document& Document::contents(std::string title) {
  blocks_.emplace_back(Contents{clean_text(title)});
  return *this;
}

}  // namespace rimlig::report
