// From the rows of a layout to the rows of a table: page headings taken away, rows that a page break or
// a line wrap has cut put together again, sums left out.
#pragma once
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "import/columns.hpp"
#include "import/reading.hpp"
#include "reader/document.hpp"

namespace rimlig::import {

struct LogicalRow {
  std::array<std::string, column_kinds> cells;
  std::vector<std::pair<std::string, std::string>> other;
  std::vector<std::uint32_t> lines, pages;
  std::string source_text;
  bool control_covered = false, event_covered = false;
  std::vector<Join> joins;
  std::vector<Repair> repairs;
  std::vector<Doubt> doubts;

  [[nodiscard]] std::string const& text(Column column) const { return cells[static_cast<std::size_t>(column)]; }
  [[nodiscard]] std::string& text(Column column) { return cells[static_cast<std::size_t>(column)]; }
};

struct LogicalRows {
  std::vector<LogicalRow> rows;
  std::string title;  // from a title row above the headings
  std::uint32_t first_table = 0;
};

/// Repairs and doubts about the document as a whole go to `reading`. Throws reader::Refusal when no
/// table has an action column.
LogicalRows logical_rows(reader::Document const& document, Reading& reading);

/// Text without <p>, <br>, &nbsp; and other leftovers of HTML, trimmed; paragraphs become lines.
std::string without_markup(std::string_view text);

}  // namespace rimlig::import
