// Writes a table as CSV or XLSX. Any feature's export calls these; the report's own XLSX does too.
// Every cell is text from a user and comes out as text: no formula, no markup, no broken UTF-8.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace rimlig::report {

enum class ColumnKind {
  text,
  number,  // digits, comma or point; written as a number where the format has them
  date,    // 2018-12-31; a partial date (2018, 2018-12) stays text
  status,  // short words
};

struct Column {
  std::string title;
  int width = 20;  // characters; other formats take the proportions
  ColumnKind kind = ColumnKind::text;
};

/// Fills `cells` with the next row and says true, or says false when there are no more. A row with
/// fewer cells than columns is filled with empty ones; more is a ModelError.
using RowSource = std::function<bool(std::vector<std::string>& cells)>;

/// UTF-8 with byte order mark, `;`, CRLF, every value quoted: what Swedish Excel opens with a double
/// click. A value that a spreadsheet could take for a formula gets a leading apostrophe.
std::string write_csv(std::vector<Column> const& columns, RowSource const& next_row);

struct Sheet {
  std::string name;   // at most 31 characters, made by us; unfit characters are taken out
  std::string title;  // the table's caption, kept as the header of printed pages
  std::vector<Column> columns;
  RowSource next_row;
  std::size_t row_count = 0;  // rows to come: decides between a table object and constant memory
};

struct WorkbookInfo {
  std::string title;
  std::string author;
  std::string created_at;  // ISO instant: the same data gives the same bytes
};

/// A table object with filter up to 20 000 rows in all; above that constant memory with a plain filter.
std::string write_xlsx(WorkbookInfo const& info, std::vector<Sheet> const& sheets);

}  // namespace rimlig::report
