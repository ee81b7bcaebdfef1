#include "import/columns.hpp"

#include <algorithm>

#include "import/text_tools.hpp"

namespace rimlig::import {

namespace {

using namespace std::string_view_literals;

struct Synonym {
  std::string_view heading;
  Column column;
};
constexpr std::array synonyms = {
    Synonym{"löpande kontroll/systematiska kontroller", Column::control},
    Synonym{"löpande kontroll/systematisk kontroll", Column::control},
    Synonym{"löpande kontroll", Column::control},
    Synonym{"löpande kontroller", Column::control},
    Synonym{"systematisk kontroll", Column::control},
    Synonym{"systematiska kontroller", Column::control},
    Synonym{"kontroll", Column::control},
    Synonym{"kontroller", Column::control},
    Synonym{"kontrollmoment", Column::control},
    Synonym{"kontrollaktivitet", Column::control},
    Synonym{"kontrollåtgärd", Column::control},
    Synonym{"egenkontroll", Column::control},
    Synonym{"granskning", Column::control},
    Synonym{"oönskad händelse", Column::unwanted_event},
    Synonym{"oönskade händelser", Column::unwanted_event},
    Synonym{"önskad händelse", Column::unwanted_event},
    Synonym{"önskade händelser", Column::unwanted_event},
    Synonym{"händelse", Column::unwanted_event},
    Synonym{"risk", Column::unwanted_event},
    Synonym{"risker", Column::unwanted_event},
    Synonym{"riskbeskrivning", Column::unwanted_event},
    Synonym{"riskhändelse", Column::unwanted_event},
    Synonym{"risk namn", Column::unwanted_event},
    Synonym{"åtgärd", Column::action},
    Synonym{"åtgärder", Column::action},
    Synonym{"åtgärdsbeskrivning", Column::action},
    Synonym{"beslutad åtgärd", Column::action},
    Synonym{"beslutade åtgärder", Column::action},
    Synonym{"planerad åtgärd", Column::action},
    Synonym{"planerade åtgärder", Column::action},
    Synonym{"åtgärd/aktivitet", Column::action},
    Synonym{"status", Column::status},
    Synonym{"läge", Column::status},
    Synonym{"åtgärdsstatus", Column::status},
    Synonym{"startdatum", Column::start},
    Synonym{"start", Column::start},
    Synonym{"påbörjas", Column::start},
    Synonym{"startar", Column::start},
    Synonym{"från", Column::start},
    Synonym{"slutdatum", Column::due},
    Synonym{"slut", Column::due},
    Synonym{"till", Column::due},
    Synonym{"klar", Column::due},
    Synonym{"klart", Column::due},
    Synonym{"klar senast", Column::due},
    Synonym{"klart senast", Column::due},
    Synonym{"ska vara klar", Column::due},
    Synonym{"förfallodatum", Column::due},
    Synonym{"deadline", Column::due},
    Synonym{"tidplan", Column::due},
    Synonym{"senast", Column::due},
    Synonym{"analys", Column::analysis},
    Synonym{"analys/kommentar", Column::analysis},
    Synonym{"kommentar", Column::analysis},
    Synonym{"kommentarer", Column::analysis},
    Synonym{"uppföljning", Column::analysis},
    Synonym{"resultat", Column::analysis},
    Synonym{"resultat/analys", Column::analysis},
    Synonym{"ansvarig", Column::responsible},
    Synonym{"ansvarig person", Column::responsible},
    Synonym{"ansvarig för åtgärd", Column::responsible},
    Synonym{"åtgärdsansvarig", Column::responsible},
    Synonym{"ansvar", Column::responsible},
    Synonym{"enhet", Column::unit},
    Synonym{"avdelning", Column::unit},
    Synonym{"verksamhet", Column::unit},
    Synonym{"organisatorisk enhet", Column::unit},
};

std::string heading_key(std::string_view heading) {
  auto key = folded(replaced(replaced(std::string(trimmed(heading)), "<p>", ""), "</p>", ""));
  key = replaced(replaced(std::move(key), " /", "/"), "/ ", "/");
  while (!key.empty() && (key.back() == ':' || key.back() == '*' || key.back() == '.')) key.pop_back();
  return key;
}

}  // namespace

std::string_view name_of(Column column) {
  switch (column) {
    case Column::control: return "control";
    case Column::unwanted_event: return "unwanted_event";
    case Column::action: return "action";
    case Column::status: return "status";
    case Column::start: return "start";
    case Column::due: return "due";
    case Column::analysis: return "analysis";
    case Column::responsible: return "responsible";
    case Column::unit: return "unit";
    case Column::other: return "other";
  }
  return "";
}

HeadingMatch match_heading(std::string_view heading) {
  auto const key = heading_key(heading);
  for (auto const& synonym : synonyms)
    if (key == synonym.heading) return {synonym.column, starts_with(key, "önskad")};
  return {};
}

std::optional<std::uint32_t> ColumnMap::at(Column column) const {
  auto const found = std::find(columns.begin(), columns.end(), column);
  if (found == columns.end()) return {};
  return static_cast<std::uint32_t>(found - columns.begin());
}

std::uint32_t ColumnMap::recognised() const {
  return static_cast<std::uint32_t>(std::count_if(columns.begin(), columns.end(), [](Column column) { return column != Column::other; }));
}

ColumnMap map_columns(std::vector<reader::Row> const& rows, std::size_t at) {
  ColumnMap map;
  auto const& top = rows[at];
  auto const wide = std::any_of(top.cells.begin(), top.cells.end(), [](reader::Cell const& cell) { return cell.column_span > 1; });
  bool const tall = at + 1 < rows.size() && std::any_of(rows[at + 1].cells.begin(), rows[at + 1].cells.end(), [](reader::Cell const& cell) { return cell.covered_above; });
  bool const two_rows = wide && tall;
  auto width = top.width();
  if (two_rows) {
    map.heading_rows = 2;
    width = std::max(width, rows[at + 1].width());
  }
  map.headings.resize(width);
  map.columns.assign(width, Column::other);
  for (auto const& cell : top.cells)
    for (std::uint32_t k = 0; k < std::max<std::uint32_t>(1, cell.column_span) && cell.column + k < width; ++k) map.headings[cell.column + k] = trimmed(cell.text);
  if (two_rows)
    for (auto const& cell : rows[at + 1].cells) {
      if (cell.covered_above || cell.column >= width) continue;
      auto& heading = map.headings[cell.column];
      heading += (heading.empty() ? "" : " ") + std::string(trimmed(cell.text));
    }
  std::array<bool, column_kinds> taken{};
  for (std::uint32_t column = 0; column < width; ++column) {
    auto const match = match_heading(map.headings[column]);
    if (match.column == Column::other) continue;
    auto& used = taken[static_cast<std::size_t>(match.column)];
    if (used) {
      map.doubled.push_back(map.headings[column]);
      continue;
    }
    used = true;
    map.columns[column] = match.column;
    map.wanted_event |= match.wanted_event;
  }
  return map;
}

std::optional<std::size_t> find_headings(std::vector<reader::Row> const& rows) {
  std::optional<std::size_t> best;
  std::uint32_t most = 2;  // three columns that we know, or it is not such a table
  for (std::size_t at = 0; at < std::min<std::size_t>(rows.size(), 20); ++at) {
    auto const known = map_columns(rows, at).recognised();
    if (known > most) {
      most = known;
      best = at;
    }
  }
  return best;
}

bool repeats_headings(reader::Row const& row, ColumnMap const& map) {
  std::uint32_t same = 0, filled = 0;
  for (auto const& cell : row.cells) {
    if (trimmed(cell.text).empty()) continue;
    ++filled;
    auto const match = match_heading(cell.text);
    bool const equal = cell.column < map.headings.size() && heading_key(cell.text) == heading_key(map.headings[cell.column]);
    if (equal || (match.column != Column::other && cell.column < map.columns.size() && map.columns[cell.column] == match.column)) ++same;
  }
  return same >= 2 && same == filled;
}

}  // namespace rimlig::import
