// Rows of a document table with row and column spans, from HTML, DOCX and ODT alike: puts each cell in
// its column and marks what is covered by a cell above.
#pragma once
#include <cstdint>
#include <map>

#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader {

class TableBuilder {
public:
  TableBuilder(Sink& sink, Limits const& limits) : sink_(sink), limits_(limits) {}

  void begin_row(std::uint32_t page = 0);
  /// Adds the next cell; columns covered from above are stepped over first.
  void cell(std::string text, std::uint32_t column_span, std::uint32_t row_span, bool header, CellKind kind = CellKind::text);
  /// A column that the format itself says is covered (ODT covered-table-cell, w:vMerge without restart).
  void covered(std::uint32_t column_span);
  /// `line` is the row's place in the source; 0 = the row's ordinal.
  void end_row(std::uint32_t line = 0);
  void skip_rows(std::uint32_t count) { ordinal_ += count; }

private:
  void step_over_covered();
  void check_column() const;

  Sink& sink_;
  Limits const& limits_;
  Row row_;
  std::uint32_t column_ = 0;
  std::uint32_t ordinal_ = 0;
  std::map<std::uint32_t, std::uint32_t> covered_rows_;  // column → rows still covered from above
};

}  // namespace rimlig::reader
