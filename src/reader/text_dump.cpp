#include "reader/text_dump.hpp"

#include <algorithm>

namespace rimlig::reader::text_dump {

namespace {

/// Calls `use(line, number)` for every line, whatever ends it.
template <class Use>
void each_line(std::string_view text, Use use) {
  std::uint32_t number = 1;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t const end = std::min(text.find_first_of("\r\n", at), text.size());
    use(text.substr(at, end - at), number++);
    at = end;
    if (at < text.size() && text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
    ++at;
  }
}

bool blank(std::string_view line) { return line.find_first_not_of(" \t\f\v") == std::string_view::npos; }

}  // namespace

bool looks_like_dump(std::string_view text) {
  std::size_t with_tabs = 0, quoted = 0, lines = 0;
  each_line(text.substr(0, 1 << 20), [&](std::string_view line, std::uint32_t) {
    if (blank(line)) return;
    ++lines;
    if (line.find('\t') == std::string_view::npos) return;
    ++with_tabs;
    if (line.find("\t\"") != std::string_view::npos || line.front() == '"') ++quoted;
  });
  return with_tabs >= 2 && quoted * 4 < with_tabs && with_tabs * 2 >= lines / 2;
}

void parse(std::string_view text, Sink& sink, Limits const& limits) {
  bool in_table = false, after_row = false;
  std::uint32_t page = text.find('\f') == std::string_view::npos ? 0 : 1, rows = 0;  // pages are known only from form feeds
  each_line(text, [&](std::string_view line, std::uint32_t number) {
    while (!line.empty() && line.front() == '\f') {
      ++page;
      line.remove_prefix(1);
    }
    bool const tabbed = line.find('\t') != std::string_view::npos;
    if (!tabbed && after_row && !blank(line) && line.front() != '#') {
      // Straight under a row and without a tab: the rest of its last cell, wrapped by the program.
      Row row;
      row.number = number;
      row.page = page;
      row.continues = true;
      row.fields = 1;
      row.cells.emplace_back().text = line;
      sink.row(std::move(row));
      return;
    }
    after_row = tabbed;
    if (!tabbed) {
      Paragraph paragraph;
      paragraph.line = number;
      paragraph.page = page;
      paragraph.text = line;
      // "## Title" is how a dump marks the heading above a table.
      std::size_t const marks = line.find_first_not_of('#');
      if (marks != std::string_view::npos && marks > 0 && marks <= 6 && line[marks] == ' ') {
        paragraph.heading = static_cast<std::uint8_t>(marks);
        paragraph.text = line.substr(marks + 1);
      }
      if (paragraph.heading) in_table = false;
      sink.paragraph(std::move(paragraph));
      return;
    }
    if (!in_table) sink.table("", false);
    in_table = true;
    if (++rows > limits.rows) throw Refusal("too_many_rows", "Filen har fler än " + std::to_string(limits.rows) + " rader. Dela upp den.");
    Row row;
    row.number = number;
    row.page = page;
    std::uint32_t column = 0;
    for (std::size_t at = 0; at <= line.size(); ++column) {
      std::size_t const end = std::min(line.find('\t', at), line.size());
      if (column >= limits.columns)
        throw Refusal("too_many_columns", "Rad " + std::to_string(number) + " har fler än " + std::to_string(limits.columns) + " kolumner.");
      if (end > at) {
        Cell cell;
        cell.column = column;
        cell.text = line.substr(at, end - at);
        row.cells.push_back(std::move(cell));
      }
      at = end + 1;
    }
    row.fields = column;
    sink.row(std::move(row));
  });
}

}  // namespace rimlig::reader::text_dump
