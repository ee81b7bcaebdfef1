#include "round/snapshot.hpp"

#include <unordered_map>

#include "kernel/crypto.hpp"
#include "round/answers.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

/// A column that may be null, as the empty text that the snapshot has for it.
std::string text(Row const& row, int column) { return row.null(column) ? std::string{} : std::string(row.text(column)); }

std::vector<report::SnapshotUnit> units_of(Tx& tx, Round const& round) {
  std::vector<report::SnapshotUnit> units;
  tx.run(
      "select rr.unit_id, u.name, rr.state, rr.submitted_by, rr.submitted_at, rr.approved_by, rr.approved_at, "
      "(select count(*) from circle c join action a on a.id = c.object_id where c.unit_id = rr.unit_id and c.object_kind = 'action' and c.lifted_at is null) from round_report rr join org_unit u on u.id = rr.unit_id where rr.round_id = $1 order by u.name collate sv, u.id",
      Tx::bind(round.id), [&](Row const& row) {
        units.push_back({row.integer(0), text(row, 1), text(row, 2), text(row, 3), text(row, 4), text(row, 5), text(row, 6),
                         row.integer(7) > 0 ? std::optional(row.integer(7)) : std::nullopt});
      });
  return units;
}

std::string text(std::optional<PartialDate> const& date) { return date ? date->text : std::string{}; }

std::vector<report::SnapshotAction> actions_of(Tx& tx, std::vector<report::SnapshotUnit> const& units) {
  std::vector<Id<org::Unit>> ids;
  for (auto const& unit : units) ids.push_back({unit.id});
  std::vector<report::SnapshotAction> actions;
  for (auto& row : action::report_rows(tx, ids)) {
    report::SnapshotAction action;
    action.id = row.id.value;
    action.number = row.number;
    action.unit_id = row.unit_id.value;
    if (row.event_id) action.event_id = row.event_id->value;
    action.unit_name = std::move(row.unit_name);
    action.control = std::move(row.control_title);
    action.unwanted_event = std::move(row.event_text);
    action.text = std::move(row.text);
    action.status = name_of(row.status);
    action.start = text(row.start);
    action.due = text(row.due);
    action.original_due = text(row.original_due);
    action.analysis = std::move(row.analysis);
    action.reason = std::move(row.reason);
    action.effect = std::move(row.effect);
    action.owner = std::move(row.owner);
    action.evidence_count = row.evidence_count;
    actions.push_back(std::move(action));
  }
  return actions;
}

void add_questions(Tx& tx, Round const& round, std::vector<report::SnapshotAction>& actions) {
  std::unordered_map<std::int64_t, report::SnapshotAction*> by_id;
  for (auto& action : actions) by_id[action.id] = &action;
  tx.run(
      "select q.object_id, q.rule, q.severity, q.text, q.quote from round_report rr join lint_question q on q.scope_id = rr.unit_id "
      "where rr.round_id = $1 and q.object_kind = 'action' and q.state = 'open' order by q.object_id, q.id",
      Tx::bind(round.id), [&](Row const& row) {
        auto const found = by_id.find(row.integer(0));
        if (found != by_id.end()) found->second->questions.push_back({text(row, 1), text(row, 2), text(row, 3), text(row, 4)});
      });
}

std::vector<report::SnapshotAnswer> answers_of(Tx& tx, Round const& round) {
  std::vector<report::SnapshotAnswer> answers;
  tx.run(
      "select ra.action_id, rr.unit_id, ra.answer, ra.previous from round_report rr join round_answer ra on ra.report_id = rr.id "
      "join action a on a.id = ra.action_id where rr.round_id = $1 and a.scope_id = a.unit_id order by a.number, a.id",
      Tx::bind(round.id), [&](Row const& row) {
        auto const answer = from_json<RoundAnswer>(row.text(2));
        auto const previous = from_json<RoundPrevious>(row.text(3));
        answers.push_back({row.integer(0), row.integer(1), answer.unchanged, std::string(name_of(previous.status)),
                           answer.status && !answer.unchanged ? std::string(name_of(*answer.status)) : std::string{}, answer.analysis.value_or(""),
                           answer.reason.value_or(""), answer.due ? answer.due->text : std::string{}, answer.effect.value_or("")});
      });
  return answers;
}

}  // namespace

report::FollowUpSnapshot collect(Tx& tx, Round const& round) {
  report::FollowUpSnapshot snapshot;
  snapshot.taken_at = tx.now().text;
  snapshot.as_of = tx.today().text;
  snapshot.committee = tx.value<std::string>("select name from org_unit where id = $1", round.committee_id).value_or("");
  snapshot.round = {round.id.value, round.name, std::string(name_of(round.kind)), static_cast<int>(round.year.value), round.deadline.text};
  snapshot.units = units_of(tx, round);
  snapshot.actions = actions_of(tx, snapshot.units);
  add_questions(tx, round, snapshot.actions);
  snapshot.answers = answers_of(tx, round);
  return snapshot;
}

void freeze(Tx& tx, Round const& round) {
  RoundSnapshot frozen;
  frozen.round_id = round.id;
  frozen.content = to_json(collect(tx, round));
  frozen.sha256 = sha256_hex(frozen.content);
  frozen.taken_at = tx.now();
  // The chain holds the hash; the text itself would only double it.
  auto const id = tx.next("id");
  tx.execute("insert into round_snapshot(id, version, round_id, content, sha256, taken_at) values ($1, 1, $2, $3, $4, $5)",
             {"freeze", "round_snapshot", id, round.committee_id.value, "{\"sha256\":[null,\"" + frozen.sha256 + "\"]}", ""}, id, round.id, frozen.content,
             frozen.sha256, frozen.taken_at);
}

}  // namespace rimlig::round
