#include "round/round.hpp"

#include "action/restriction.hpp"
#include "action/withdraw.hpp"
#include "kernel/audit.hpp"
#include "kernel/feature.hpp"
#include "kernel/log.hpp"
#include "round/figures.hpp"
#include "round/held.hpp"
#include "round/my_page.hpp"
#include "round/ownership.hpp"
#include "round/plan.hpp"
#include "round/snapshot.hpp"
#include "round/unit_report.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

/// The actor sees a round through one of its units, or through its committee.
std::string visible(Tx const& tx, std::string_view round) {
  auto const name = std::string(round);
  return "(" + tx.in_scope(name + ".committee_id") + " or exists (select 1 from round_report seen where seen.round_id = " + name +
         ".id and " + tx.in_scope("seen.unit_id") + "))";
}

struct RoundQuery {
  std::optional<RoundState> state;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(RoundQuery, (), (state, sort, after, limit))

constexpr SortColumn round_sorts[] = {{"deadline", "r.deadline"}, {"opens", "r.opens"}, {"name", "r.name collate sv"}};
constexpr ListShape round_list{
    "r.id as id, r.version as version, r.name as name, r.kind as kind, r.year as year, r.committee_id as committee_id, "
    "r.opens as opens, r.deadline as deadline, r.state as state, r.closed_at as closed_at",
    "round r", "", "r.id", "", round_sorts};

Page<Round> list_rounds(Context& context, Query<RoundQuery> query) {
  Where where;
  where.add(visible(context.tx, "r"));
  if (query.state) where.add("r.state = ?", *query.state);
  if (!query.sort) query.sort = "-deadline";
  return list<Round>(context.tx, round_list, where, {query.sort, query.after, query.limit});
}

struct UnitFigures {
  Id<org::Unit> unit_id;
  std::string unit_name;
  ReportState state;
  std::int64_t answered;
  std::int64_t total;
  std::optional<std::string> submitted_by;
  std::optional<Instant> submitted_at;
  std::optional<std::string> approved_by;
  std::optional<Instant> approved_at;
  std::int64_t open_questions;
  std::int64_t working_seconds;
};
BOOST_DESCRIBE_STRUCT(UnitFigures, (),
                      (unit_id, unit_name, state, answered, total, submitted_by, submitted_at, approved_by, approved_at, open_questions,
                       working_seconds))

std::vector<RoundUnit> units_of(Tx& tx, Round const& round) {
  std::vector<RoundUnit> units;
  auto const sql = std::string(
      "select rr.unit_id as unit_id, u.name as unit_name, rr.state as state, "
      "(select count(*) from round_answer ra join action a on a.id = ra.action_id where ra.report_id = rr.id and ra.complete and a.scope_id = rr.unit_id) as answered, ") + std::string(asked_count) + " as total, "
      "rr.submitted_by as submitted_by, rr.submitted_at as submitted_at, rr.approved_by as approved_by, rr.approved_at as approved_at, "
      "(select count(*) from lint_question q where q.scope_id = rr.unit_id and q.state = 'open') as open_questions, "
      "rr.working_seconds as working_seconds from round_report rr join org_unit u on u.id = rr.unit_id where rr.round_id = $1 and " +
      tx.in_scope("rr.unit_id") + " order by u.name collate sv, u.id";
  for (auto& row : tx.select<UnitFigures>(sql, round.id)) {
    bool const sent = row.state == ReportState::submitted || row.state == ReportState::approved;
    units.push_back({row.unit_id, std::move(row.unit_name), row.state, row.answered, row.total,
                     round.state == RoundState::open && is_late(row.state, round.deadline.text, tx.today().text), std::move(row.submitted_by),
                     std::move(row.submitted_at), std::move(row.approved_by), std::move(row.approved_at), row.open_questions,
                     sent ? std::optional(minutes_of(row.working_seconds)) : std::nullopt});
  }
  return units;
}

/// Read from the audit chain, which holds each with its reason.
std::vector<RoundExtension> extensions_of(Tx& tx, Id<Round> id) {
  std::vector<RoundExtension> extensions;
  for (auto& entry : history(tx, Round::table, id.value)) {
    if (entry.operation != extend_operation) continue;
    for (auto const& change : entry.changes) {
      if (change.field == "deadline")
        extensions.push_back({entry.at, entry.who, from_json<Date>(change.before.text), from_json<Date>(change.after.text), entry.note});
    }
  }
  return extensions;
}

RoundView get_round(Context& context, Id<Round> id) {
  auto& tx = context.tx;
  auto round = visible_round(tx, id);
  auto units = units_of(tx, round);
  std::vector<std::int64_t> minutes;
  for (auto const& unit : units) {
    if (unit.minutes_to_send) minutes.push_back(*unit.minutes_to_send);
  }
  auto const snapshot = tx.value<std::int64_t>("select id from round_snapshot where round_id = $1", id);
  return {std::move(round), std::move(units), median(std::move(minutes)), snapshot, extensions_of(tx, id)};
}

Round open(Context& context, Id<Round> id, IfMatch match) { return open_round(context.tx, id, match.version); }
Round close(Context& context, Id<Round> id, IfMatch match) { return close_round(context.tx, id, match.version); }

}  // namespace

Round visible_round(Tx& tx, Id<Round> id) {
  auto const sql = "select r.id as id, r.version as version, r.name as name, r.kind as kind, r.year as year, r.committee_id as committee_id, "
                   "r.opens as opens, r.deadline as deadline, r.state as state, r.closed_at as closed_at from round r where r.id = $1 and " +
                   visible(tx, "r");
  auto found = tx.select_one<Round>(sql, id);
  if (!found) throw Problem::not_found("omgången");
  return std::move(*found);
}

Round managed_round(Tx& tx, Id<Round> id) {
  auto round = visible_round(tx, id);
  auto const outside = tx.value<std::int64_t>("select count(*) from round_report rr where rr.round_id = $1 and not (" + tx.in_scope("rr.unit_id") + ")", id);
  if (outside.value_or(0) > 0) throw Problem::not_found("omgången");
  return round;
}

void lock_round(Tx& tx, Id<Round> id, RoundLock lock) {
  if (!tx.connection().is_postgres()) return;
  tx.run(lock == RoundLock::close ? "select 1 from round where id = $1 for update" : "select 1 from round where id = $1 for share", Tx::bind(id));
}

RoundReport report_of(Tx& tx, Id<Round> round, Id<org::Unit> unit) {
  auto const id = tx.value<std::int64_t>("select id from round_report where round_id = $1 and unit_id = $2", round, unit);
  if (!id) throw Problem::not_found("enheten i omgången");
  return tx.get(Id<RoundReport>{*id});
}

Round open_round(Tx& tx, Id<Round> id, Version expected) {
  lock_round(tx, id, RoundLock::close);
  auto round = managed_round(tx, id);
  if (round.state == RoundState::closed)
    throw Problem::conflict("round_closed", "Omgången är stängd och kan inte öppnas igen. Skapa en ny omgång.");
  // The day may have opened it under the hands of somebody who was about to.
  if (round.state == RoundState::open) return round;
  round.state = RoundState::open;
  if (round.opens.text > tx.today().text) round.opens = tx.today();
  tx.update(round, expected);
  return round;
}

Round close_round(Tx& tx, Id<Round> id, Version expected) {
  lock_round(tx, id, RoundLock::close);
  auto round = managed_round(tx, id);
  if (round.state != RoundState::open) throw Problem::conflict("round_not_open", "Bara en öppen omgång kan stängas.");
  auto const waiting = tx.value<std::int64_t>("select count(*) from round_report where round_id = $1 and state = 'submitted'", id).value_or(0);
  if (waiting > 0) {
    throw Problem::conflict("reports_waiting", (waiting == 1 ? std::string("En rapport väntar") : std::to_string(waiting) + " rapporter väntar") +
                                                   " på godkännande. Godkänn eller skicka tillbaka innan omgången stängs.");
  }
  round.state = RoundState::closed;
  round.closed_at = tx.now();
  tx.update(round, expected);
  freeze(tx, round);
  tx.after_commit([value = id.value] { log(Message::round_closed, {{LogKey::id, value}}); });
  return round;
}

namespace {

void routes(Routes& to) {
  to.add(Method::get, "/api/rounds", "listRounds", "round.read", list_rounds, "Omgångar, den senaste först");
  to.add(Method::get, "/api/rounds/{id}", "getRound", "round.read", get_round, "En omgång och hur det går för enheterna");
  to.add(Method::post, "/api/rounds/{id}/open", "openRound", "round.manage", open, "Öppna omgången");
  to.add(Method::post, "/api/rounds/{id}/close", "closeRound", "round.manage", close, "Stäng och frys omgången");
  plan_routes(to);
  unit_report_routes(to);
  my_page_routes(to);
  figures_routes(to);
}

}  // namespace

Feature feature() {
  action::add_obstacle_source(add_obstacles);
  identity::add_attached({.kind = "action", .objects = "select id from round_answer where action_id = $1",
                        .entries = "select e.seq from audit_entry e join round_answer ra on ra.report_id = e.object_id where e.object_kind = 'round_report' and e.operation = 'sign' and ra.action_id = $1"});
  register_ownership();
  return {"round", routes, nullptr};
}

}  // namespace rimlig::round
