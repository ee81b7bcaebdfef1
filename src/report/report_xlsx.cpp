#include "report/report_xlsx.hpp"

#include <algorithm>

namespace rimlig::report {

namespace {

/// Marks stand in a column of their own, so that the cells hold the units' words and nothing else.
Sheet sheet_of(Table const& table) {
  std::size_t rows = 0;
  bool marked = false;
  for (auto const& row : table.rows) {
    rows += !row.total;  // a sum row would be counted twice by everyone who sums the column
    for (auto const& cell : row.cells) marked = marked || !cell.mark.empty();
  }
  Sheet sheet{.name = table.caption, .title = table.caption, .columns = table.columns, .next_row = {}, .row_count = rows};
  if (marked) sheet.columns.push_back({"Märkning", 20, ColumnKind::text});
  sheet.next_row = [&table, marked, n = std::size_t{0}](std::vector<std::string>& cells) mutable {
    while (n < table.rows.size() && table.rows[n].total) ++n;
    if (n == table.rows.size()) return false;
    std::string marks;
    for (auto const& cell : table.rows[n].cells) {
      cells.push_back(cell.text);
      if (!cell.mark.empty()) marks += (marks.empty() ? "" : "; ") + cell.mark;
    }
    if (marked) cells.push_back(marks);
    ++n;
    return true;
  };
  return sheet;
}

std::string words_of(Runs const& runs) {
  std::string out;
  for (auto const& run : runs) out += run.text;
  return out;
}

/// Heading and text side by side: what the other formats say outside their tables.
std::vector<std::vector<std::string>> prose(Document const& document) {
  std::vector<std::vector<std::string>> rows{{"Rapport", document.info().title}, {"Avser", document.info().subtitle}};
  std::string heading = "Rapport";
  for (auto const& block : document.blocks()) {
    if (auto const* found = std::get_if<Heading>(&block)) heading = found->text;
    if (auto const* found = std::get_if<Paragraph>(&block)) rows.push_back({heading, words_of(found->runs)});
    if (auto const* found = std::get_if<List>(&block))
      for (auto const& item : found->items) rows.push_back({heading, words_of(item)});
    if (auto const* found = std::get_if<Table>(&block))
      for (auto const& note : found->notes) rows.push_back({heading, note});
    if (auto const* found = std::get_if<Chart>(&block))
      for (auto const& note : found->data.notes) rows.push_back({heading, note});
  }
  return rows;
}

}  // namespace

std::string report_xlsx(Document const& document) {
  std::vector<Sheet> sheets;
  for (auto const& block : document.blocks()) {
    if (auto const* table = std::get_if<Table>(&block)) sheets.push_back(sheet_of(*table));
    if (auto const* chart = std::get_if<Chart>(&block)) sheets.push_back(sheet_of(chart->data));
  }
  auto const words = prose(document);
  Sheet last{.name = "Om rapporten", .title = document.info().title, .columns = {{"Avsnitt", 32, ColumnKind::text}, {"Text", 80, ColumnKind::text}}, .next_row = {}, .row_count = words.size()};
  last.next_row = [&words, n = std::size_t{0}](std::vector<std::string>& cells) mutable {
    if (n == words.size()) return false;
    cells = words[n++];
    return true;
  };
  sheets.push_back(std::move(last));
  auto const& info = document.info();
  return write_xlsx({info.title, info.author, info.created_at}, sheets);
}

}  // namespace rimlig::report
