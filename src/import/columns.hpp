// Which column of a table holds what, by what its heading says. Headings come in many words and
// sometimes in two rows; what cannot be placed is kept under its own heading.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reader/document.hpp"

namespace rimlig::import {

enum class Column : std::uint8_t { control, unwanted_event, action, status, start, due, analysis, responsible, unit, other };
constexpr std::size_t column_kinds = 10;
std::string_view name_of(Column column);

struct HeadingMatch {
  Column column = Column::other;
  bool wanted_event = false;  // "Önskad händelse": the first letter was lost (L15)
};
HeadingMatch match_heading(std::string_view heading);

struct ColumnMap {
  std::uint32_t heading_rows = 1;
  std::vector<std::string> headings;   // by table column
  std::vector<Column> columns;         // by table column
  bool wanted_event = false;
  std::vector<std::string> doubled;    // headings that occur twice; the first one counts

  [[nodiscard]] std::optional<std::uint32_t> at(Column column) const;
  [[nodiscard]] std::uint32_t recognised() const;
};

/// The map that rows[at] (and the row after, when headings stand in two) would give.
ColumnMap map_columns(std::vector<reader::Row> const& rows, std::size_t at);

/// The row with the headings among the first twenty, or nothing when the table is of another kind.
std::optional<std::size_t> find_headings(std::vector<reader::Row> const& rows);

/// True when the row only repeats the headings: the top of a later page.
bool repeats_headings(reader::Row const& row, ColumnMap const& map);

}  // namespace rimlig::import
