#include "reader/table_builder.hpp"

#include <algorithm>

namespace rimlig::reader {

void TableBuilder::begin_row(std::uint32_t page) {
  row_ = Row{};
  row_.page = page;
  column_ = 0;
  ++ordinal_;
}

void TableBuilder::check_column() const {
  if (column_ >= limits_.columns)
    throw Refusal("too_many_columns", "En tabellrad har fler än " + std::to_string(limits_.columns) + " kolumner.");
}

void TableBuilder::step_over_covered() {
  for (auto found = covered_rows_.find(column_); found != covered_rows_.end(); found = covered_rows_.find(column_)) {
    check_column();
    Cell cell;
    cell.column = column_++;
    cell.covered_above = true;
    row_.cells.push_back(std::move(cell));
    if (--found->second == 0) covered_rows_.erase(found);
  }
}

void TableBuilder::cell(std::string text, std::uint32_t column_span, std::uint32_t row_span, bool header, CellKind kind) {
  step_over_covered();
  check_column();
  column_span = std::clamp<std::uint32_t>(column_span, 1, std::min<std::uint32_t>(1000, limits_.columns));
  row_span = std::clamp<std::uint32_t>(row_span, 1, 65534);
  if (!text.empty()) {
    Cell cell;
    cell.column = column_;
    cell.column_span = static_cast<std::uint16_t>(column_span);
    cell.header = header;
    cell.kind = kind;
    cell.text = std::move(text);
    row_.cells.push_back(std::move(cell));
  }
  for (std::uint32_t k = 0; k < column_span && row_span > 1; ++k) covered_rows_[column_ + k] = row_span - 1;
  column_ += column_span;
}

void TableBuilder::covered(std::uint32_t column_span) {
  step_over_covered();
  check_column();
  Cell cell;
  cell.column = column_;
  cell.covered_above = true;
  row_.cells.push_back(std::move(cell));
  column_ += std::clamp<std::uint32_t>(column_span, 1, 1000);
}

void TableBuilder::end_row(std::uint32_t line) {
  step_over_covered();
  row_.number = line ? line : ordinal_;
  bool const says_something =
      std::any_of(row_.cells.begin(), row_.cells.end(), [](Cell const& cell) { return !cell.text.empty(); });
  if (says_something) sink_.row(std::move(row_));
}

}  // namespace rimlig::reader
