#include "round/ownership.hpp"

#include <charconv>

#include "identity/permissions.hpp"
#include "org/ownership.hpp"
#include "round/round.hpp"

namespace rimlig::round {

using namespace kernel;
using org::Given;
using org::Handover;

namespace {

std::optional<Id<RoundReport>> report_at(Tx& tx, Id<Round> round, Id<org::Unit> unit) {
  auto const id = tx.value<std::int64_t>("select id from round_report where round_id = $1 and unit_id = $2", round, unit);
  return id ? std::optional(Id<RoundReport>{*id}) : std::nullopt;
}

/// The unit's report in the round; made when there is none, and then its id is added to `made`.
Id<RoundReport> ensure_report(Tx& tx, Id<Round> round, Id<org::Unit> unit, std::string& made) {
  if (auto const known = report_at(tx, round, unit)) return *known;
  RoundReport report;
  report.round_id = round;
  report.unit_id = unit;
  tx.insert(report);
  made += (made.empty() ? "" : " ") + std::to_string(report.id.value);
  return report.id;
}

/// A report that gets answers has been begun.
void mark_begun(Tx& tx, Id<RoundReport> id) {
  auto report = tx.get(id);
  if (report.state != ReportState::not_started || !tx.value<std::int64_t>("select 1 from round_answer where report_id = $1 limit 1", id)) return;
  report.state = ReportState::draft;
  tx.update(report);
}

/// Each answer goes to the report of the unit that now owns its action.
void follow_actions(Tx& tx, Id<RoundReport> report, Id<Round> round, std::string& made) {
  std::vector<std::pair<std::int64_t, Id<org::Unit>>> strayed;
  tx.run("select ra.id, a.unit_id from round_answer ra join action a on a.id = ra.action_id join round_report rr on rr.id = ra.report_id where ra.report_id = $1 and a.unit_id <> rr.unit_id",
         Tx::bind(report), [&](Row const& row) { strayed.push_back({row.integer(0), {row.integer(1)}}); });
  for (auto const& [answer, unit] : strayed) {
    auto const target = ensure_report(tx, round, unit, made);
    tx.execute_derived("update round_answer set report_id = $1 where id = $2", target, answer);
    mark_begun(tx, target);
  }
}

Given give(Tx& tx, Handover const& handover) {
  auto report = tx.get(Id<RoundReport>{handover.id});
  lock_round(tx, report.round_id, RoundLock::step);
  std::string made;
  if (auto const there = report_at(tx, report.round_id, handover.to)) {
    // Answers to what was closed meanwhile go along with the rest.
    follow_actions(tx, report.id, report.round_id, made);
    tx.execute_derived("update round_answer set report_id = $1 where report_id = $2", *there, report.id);
    mark_begun(tx, *there);
    tx.remove(report);
    return {there->value, std::to_string(report.round_id.value) + (made.empty() ? "" : " " + made)};
  }
  report.unit_id = handover.to;
  tx.update(report);
  follow_actions(tx, report.id, report.round_id, made);
  return {report.id.value, std::to_string(report.round_id.value) + (made.empty() ? "" : " " + made)};
}

void take_back(Tx& tx, Handover const& handover, Given const& given) {
  std::vector<std::int64_t> named;
  for (std::size_t at = 0; at < given.memo.size();) {
    std::int64_t id = 0;
    auto const read = std::from_chars(given.memo.data() + at, given.memo.data() + given.memo.size(), id);
    named.push_back(id);
    at = static_cast<std::size_t>(read.ptr - given.memo.data()) + 1;
  }
  Id<Round> const round{named.front()};
  std::string made;
  if (given.id == handover.id) {
    auto report = tx.get(Id<RoundReport>{given.id});
    report.unit_id = handover.from;
    tx.update(report);
  }
  auto const back = ensure_report(tx, round, handover.from, made);
  // The actions are where they were again, and their answers follow.
  tx.execute_derived("update round_answer set report_id = $1 where action_id in (select id from action where unit_id = $2) and report_id in (select id from round_report where round_id = $3)", back,
                     handover.from, round);
  mark_begun(tx, back);
  for (std::size_t n = 1; n < named.size(); ++n)
    if (auto const report = tx.find(Id<RoundReport>{named[n]})) tx.remove(*report);
}

void hinder(Tx& tx, Id<org::Unit> from, std::vector<std::string>& found) {
  tx.run("select r.name, rr.state from round_report rr join round r on r.id = rr.round_id where rr.unit_id = $1 and r.state <> 'closed' and rr.state in ('submitted', 'approved') order by r.id",
         Tx::bind(from), [&](Row const& row) {
           found.push_back("Svaret i omgången " + std::string(row.text(0)) + " är " + (row.text(1) == "approved" ? "godkänt" : "inskickat") +
                           ". Stäng omgången först, så fryses det som det skrevs under.");
         });
}

}  // namespace

void register_ownership() {
  org::register_owned({.kind = RoundReport::table, .order = 50,
                       .follows = "t.state in ('not_started', 'draft', 'returned') and t.round_id in (select r.id from round r where r.state <> 'closed')",
                       .label = "(select r.name from round r where r.id = t.round_id)", .title = "", .readers = identity::roles_with("round.read"), .give = give,
                       .take_back = take_back, .hinder = hinder});
}

}  // namespace rimlig::round
