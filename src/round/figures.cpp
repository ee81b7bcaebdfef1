#include "round/figures.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "action/rules.hpp"
#include "identity/permissions.hpp"
#include "kernel/routes.hpp"
#include "org/org.hpp"
#include "report/table_answer.hpp"
#include "round/rules.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

/// One unit's actions by status, and where it stands in the round that is open. `late` lies within the statuses
/// that are not closed.
struct UnitStanding {
  Id<org::Unit> id;
  std::string name;
  org::UnitKind kind;
  std::optional<std::int64_t> committee_id;
  std::string committee_name;
  std::int64_t total = 0;
  std::int64_t not_started = 0;
  std::int64_t in_progress = 0;
  std::int64_t delayed = 0;
  std::int64_t done = 0;
  std::int64_t part_of_routine = 0;
  std::int64_t not_done = 0;
  std::int64_t cancelled = 0;
  std::int64_t late = 0;
  std::int64_t open_questions = 0;
  std::int64_t restricted = 0;  // not among the others
  std::optional<ReportState> report_state;  // of the round that is open, the one that ends first
};
BOOST_DESCRIBE_STRUCT(UnitStanding, (),
                      (id, name, kind, committee_id, committee_name, total, not_started, in_progress, delayed, done, part_of_routine, not_done, cancelled, late,
                       open_questions, restricted, report_state))

/// Every figure is taken at `as_of`, in one transaction.
struct Standing {
  Instant as_of;
  std::vector<UnitStanding> items;
};
BOOST_DESCRIBE_STRUCT(Standing, (), (as_of, items))

/// Where each status is counted, by its rank.
constexpr std::array counted{&UnitStanding::delayed, &UnitStanding::not_done,        &UnitStanding::not_started, &UnitStanding::in_progress,
                             &UnitStanding::done,    &UnitStanding::part_of_routine, &UnitStanding::cancelled};
static_assert(counted.size() == action::statuses_by_rank.size());

struct Committee {
  std::int64_t id;
  std::string name, path;
};

/// The committees, to be found by the start of a unit's path. Those who see a unit are told which committee it belongs to.
std::vector<Committee> committees(Tx& tx) {
  std::vector<Committee> all;
  tx.run("select c.id, c.name, c.path from org_unit c where c.kind = 'committee' order by length(c.path) desc", {},
         [&](Row const& row) { all.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))}); });
  return all;
}

/// The units in the actor's scope, in the organisation's order.
std::vector<UnitStanding> units(Tx& tx, std::map<std::int64_t, std::size_t>& places) {
  auto const all = committees(tx);
  std::vector<UnitStanding> out;
  tx.run("select u.id, u.name, u.kind, u.path from org_unit u where " + tx.in_scope("u.id") + " order by u.path", {}, [&](Row const& row) {
    UnitStanding unit{Id<org::Unit>{row.integer(0)}, std::string(row.text(1)), {}, {}, {}};
    Codec<org::UnitKind>::load(row, 2, unit.kind);
    auto const above = std::ranges::find_if(all, [&](Committee const& committee) { return row.text(3).starts_with(committee.path); });
    if (above != all.end()) {
      unit.committee_id = above->id;
      unit.committee_name = above->name;
    }
    places[unit.id.value] = out.size();
    out.push_back(std::move(unit));
  });
  return out;
}

Standing standing(Context& context) {
  auto& tx = context.tx;
  Standing out{tx.now(), {}};
  std::map<std::int64_t, std::size_t> places;
  out.items = units(tx, places);
  auto const each = [&](std::string const& sql, std::vector<DbValue> const& values, auto const& tell) {
    tx.run(sql, values, [&](Row const& row) {
      if (auto const found = places.find(row.integer(0)); found != places.end()) tell(out.items[found->second], row);
    });
  };
  // A scope that is a circle is no unit: what is restricted is counted by itself, without its status.
  each("select a.scope_id, a.status_rank, count(*) from action a where " + tx.in_scope("a.scope_id") + " group by a.scope_id, a.status_rank", {},
       [](UnitStanding& unit, Row const& row) {
         unit.*counted.at(static_cast<std::size_t>(row.integer(1) - 1)) = row.integer(2);
         unit.total += row.integer(2);
       });
  each("select a.scope_id, count(*) from action a where a.due_key < $1 and a.status_rank <= 4 and " + tx.in_scope("a.scope_id") + " group by a.scope_id",
       Tx::bind(tx.today()), [](UnitStanding& unit, Row const& row) { unit.late = row.integer(1); });
  each("select q.scope_id, count(*) from lint_question q where q.state = 'open' and " + tx.in_scope("q.scope_id") + " group by q.scope_id", {},
       [](UnitStanding& unit, Row const& row) { unit.open_questions = row.integer(1); });
  each("select c.unit_id, count(*) from circle c join action a on a.id = c.object_id where c.lifted_at is null and " + tx.in_scope("c.unit_id") + " group by c.unit_id", {},
       [](UnitStanding& unit, Row const& row) { unit.restricted = row.integer(1); });
  // The one that ends first is read last.
  each("select rr.unit_id, rr.state from round_report rr join round r on r.id = rr.round_id where r.state = 'open' and " + tx.in_scope("rr.unit_id") +
           " order by r.deadline desc, r.id desc",
       {}, [](UnitStanding& unit, Row const& row) { Codec<ReportState>::load(row, 1, unit.report_state.emplace()); });
  // Units that only hold others together have nothing to show.
  std::erase_if(out.items, [](UnitStanding const& unit) { return unit.total == 0 && unit.restricted == 0 && unit.open_questions == 0 && !unit.report_state; });
  return out;
}

struct FiguresExportQuery {
  report::TableFormat format = report::TableFormat::xlsx;
};
BOOST_DESCRIBE_STRUCT(FiguresExportQuery, (), (format))

std::string_view swedish(ReportState state) {
  switch (state) {
    case ReportState::not_started: return "Inte börjat";
    case ReportState::draft: return "Utkast";
    case ReportState::submitted: return "Skickad";
    case ReportState::returned: return "Tillbaka";
    case ReportState::approved: return "Godkänd";
  }
  return {};
}

std::vector<report::Column> columns() {
  using enum report::ColumnKind;
  std::vector<report::Column> out{{"Nämnd", 34}, {"Enhet", 34}, {"Åtgärder", 10, number}};
  for (auto const status : action::statuses_by_rank) out.push_back({std::string(action::swedish(status)), 12, number});
  out.push_back({"Sena", 8, number});
  out.push_back({"Öppna frågor", 12, number});
  out.push_back({"Begränsad åtkomst", 12, number});
  out.push_back({"Pågående omgång", 16});
  return out;
}

std::vector<std::string> cells_of(UnitStanding const& unit) {
  std::vector<std::string> cells{unit.committee_name, unit.name, std::to_string(unit.total)};
  for (auto const count : counted) cells.push_back(std::to_string(unit.*count));
  cells.push_back(std::to_string(unit.late));
  cells.push_back(std::to_string(unit.open_questions));
  cells.push_back(std::to_string(unit.restricted));
  cells.emplace_back(unit.report_state ? swedish(*unit.report_state) : std::string_view{});
  return cells;
}

Response export_figures(Context& context, Query<FiguresExportQuery> query) {
  auto const now = standing(context);
  std::size_t next = 0;
  report::RowSource const source = [&](std::vector<std::string>& cells) {
    if (next == now.items.size()) return false;
    cells = cells_of(now.items[next++]);
    return true;
  };
  return report::answer_with_table(context, {query.format, "figures", "Läget i siffror", "enheter", columns(), source, now.items.size()});
}

}  // namespace

void figures_routes(Routes& to) {
  to.add(Method::get, "/api/figures", "getFigures", "figure.read", standing, "Läget i siffror, enhet för enhet");
  to.add(Method::get, "/api/figures/export", "exportFigures", "figure.read", export_figures, "Läget i siffror som arbetsbok eller CSV");
}

}  // namespace rimlig::round
