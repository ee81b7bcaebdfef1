#include "reader/document.hpp"

#include <algorithm>

namespace rimlig::reader {

namespace {
constexpr std::size_t most_warnings = 1000;
}

std::string_view name_of(Format format) {
  switch (format) {
    case Format::text: return "text";
    case Format::csv: return "csv";
    case Format::xlsx: return "xlsx";
    case Format::ods: return "ods";
    case Format::html: return "html";
    case Format::docx: return "docx";
    case Format::odt: return "odt";
    case Format::pdf: return "pdf";
  }
  return "text";
}

Cell const* Row::cell(std::uint32_t column) const {
  auto const found = std::lower_bound(cells.begin(), cells.end(), column,
                                      [](Cell const& cell, std::uint32_t wanted) { return cell.column < wanted; });
  return found != cells.end() && found->column == column ? &*found : nullptr;
}

std::string_view Row::text(std::uint32_t column) const {
  auto const* found = cell(column);
  return found ? std::string_view(found->text) : std::string_view();
}

std::uint32_t Row::width() const {
  return cells.empty() ? 0 : cells.back().column + std::max<std::uint32_t>(1, cells.back().column_span);
}

void DocumentSink::source(Format format, std::string_view encoding, bool lines_wrapped) {
  document.format = format;
  document.encoding = encoding;
  document.lines_wrapped = lines_wrapped;
}

void DocumentSink::table(std::string_view name, bool hidden) {
  document.tables.push_back({std::string(name), hidden, {}});
}

void DocumentSink::row(Row&& row) {
  if (document.tables.empty()) document.tables.emplace_back();
  document.tables.back().rows.push_back(std::move(row));
}

void DocumentSink::merged(MergedRange const& range) {
  if (document.tables.empty()) return;
  auto& rows = document.tables.back().rows;
  auto at = std::lower_bound(rows.begin(), rows.end(), range.first_row,
                             [](Row const& row, std::uint32_t number) { return row.number < number; });
  for (; at != rows.end() && at->number <= range.last_row && merge_budget_ > 0; ++at, --merge_budget_) {
    auto place = std::lower_bound(at->cells.begin(), at->cells.end(), range.first_column,
                                  [](Cell const& cell, std::uint32_t column) { return cell.column < column; });
    bool const there = place != at->cells.end() && place->column == range.first_column;
    if (at->number != range.first_row) {
      if (!there) place = at->cells.insert(place, Cell{});
      place->column = range.first_column;
      place->covered_above = true;
      place->text.clear();
    } else if (!there) {
      continue;
    }
    place->column_span = static_cast<std::uint16_t>(range.last_column - range.first_column + 1);
  }
}

void DocumentSink::paragraph(Paragraph&& paragraph) {
  paragraph.before_table = static_cast<std::uint32_t>(document.tables.size());
  document.paragraphs.push_back(std::move(paragraph));
}

void DocumentSink::warning(Warning&& warning) {
  if (document.warnings.size() < most_warnings) document.warnings.push_back(std::move(warning));
  else ++document.warnings_left_out;
}

}  // namespace rimlig::reader
