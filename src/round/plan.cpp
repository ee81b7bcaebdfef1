#include "round/plan.hpp"

#include <algorithm>

#include "kernel/audit.hpp"
#include "kernel/routes.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

void check(Tx& tx, RoundDraft const& draft) {
  std::vector<FieldError> errors;
  if (draft.deadline.text < draft.opens.text)
    errors.push_back({"/deadline", "before_start", "Sista dag kan inte ligga före den dag då omgången öppnar."});
  if (draft.unit_ids.empty()) errors.push_back({"/unit_ids", "required", "Välj minst en enhet som ska rapportera."});
  auto const path = tx.value<std::string>("select path from org_unit where id = $1", draft.committee_id);
  for (std::size_t n = 0; path && n < draft.unit_ids.size(); ++n) {
    auto const below = tx.value<std::string>("select path from org_unit where id = $1", draft.unit_ids[n]);
    if (below && !below->starts_with(*path))
      errors.push_back({"/unit_ids/" + std::to_string(n), "outside_committee", "Enheten hör inte till den nämnd som omgången gäller."});
  }
  if (!path && !draft.unit_ids.empty()) errors.push_back({"/committee_id", "unknown", "Nämnden finns inte. Välj en annan."});
  if (!errors.empty()) throw Problem::invalid(std::move(errors));
}

/// The draft with what may be left out filled in, and each unit once.
RoundDraft whole(Tx& tx, RoundDraft draft) {
  if (draft.committee_id.value_or(0) == 0 && !draft.unit_ids.empty()) draft.committee_id = org::committee_of(tx, draft.unit_ids.front()).value;
  check(tx, draft);
  std::ranges::sort(draft.unit_ids);
  draft.unit_ids.erase(std::unique(draft.unit_ids.begin(), draft.unit_ids.end()), draft.unit_ids.end());
  return draft;
}

void take(RoundDraft const& draft, Round& round) {
  round.name = draft.name;
  round.kind = draft.kind;
  round.year = draft.year;
  round.committee_id = {draft.committee_id.value_or(0)};
  round.opens = draft.opens;
  round.deadline = draft.deadline;
}

void add_unit(Tx& tx, Id<Round> round, Id<org::Unit> unit) {
  RoundReport report;
  report.round_id = round;
  report.unit_id = unit;
  tx.insert(report);
}

std::vector<Id<org::Unit>> unit_ids_of(Tx& tx, Id<Round> id) {
  std::vector<Id<org::Unit>> ids;
  tx.run("select unit_id from round_report where round_id = $1 order by unit_id", Tx::bind(id), [&](Row const& row) { ids.push_back({row.integer(0)}); });
  return ids;
}

/// A round that is only planned, held until the transaction ends.
Round planned_round(Tx& tx, Id<Round> id) {
  lock_round(tx, id, RoundLock::close);
  auto round = managed_round(tx, id);
  if (round.state == RoundState::open)
    throw Problem::conflict("round_open", "Omgången är öppen och enheterna kan ha börjat svara. Det som kan ändras nu är att sista dagen flyttas fram.");
  if (round.state == RoundState::closed) throw Problem::conflict("round_closed", "Omgången är stängd och kan inte ändras.");
  return round;
}

Created<Round> create_round(Context& context, RoundDraft sent) {
  auto& tx = context.tx;
  auto const draft = whole(tx, std::move(sent));
  Round round;
  take(draft, round);
  tx.insert(round);
  for (auto const unit : draft.unit_ids) add_unit(tx, round.id, unit);
  return {round};
}

Round update_round(Context& context, Id<Round> id, RoundDraft sent, IfMatch match) {
  auto& tx = context.tx;
  auto round = planned_round(tx, id);
  auto const draft = whole(tx, std::move(sent));
  take(draft, round);
  tx.update(round, match.version);
  auto const before = unit_ids_of(tx, id);
  if (before == draft.unit_ids) return round;
  for (auto const unit : before)
    if (!std::ranges::binary_search(draft.unit_ids, unit)) tx.remove(report_of(tx, id, unit));
  for (auto const unit : draft.unit_ids)
    if (!std::ranges::binary_search(before, unit)) add_unit(tx, id, unit);
  // The units are part of what the next one to change the round must have seen.
  tx.execute("update round set version = version + 1 where id = $1",
             {"update", std::string(Round::table), id.value, 0, "{\"unit_ids\":[" + to_json(before) + "," + to_json(draft.unit_ids) + "]}", ""}, id);
  ++round.version.value;
  return round;
}

Round extend(Context& context, Id<Round> id, DeadlineExtension extension, IfMatch match) {
  return extend_deadline(context.tx, id, extension, match.version);
}

void remove(Context& context, Id<Round> id, IfMatch match) { delete_round(context.tx, id, match.version); }

}  // namespace

Round extend_deadline(Tx& tx, Id<Round> id, DeadlineExtension const& extension, Version expected) {
  lock_round(tx, id, RoundLock::close);
  auto round = managed_round(tx, id);
  if (round.state == RoundState::planned) throw Problem::conflict("round_planned", "Omgången har inte öppnat. Ändra sista dagen i planeringen.");
  if (round.state == RoundState::closed) throw Problem::conflict("round_closed", "Omgången är stängd och kan inte ändras.");
  if (extension.deadline.text <= round.deadline.text)
    throw Problem::invalid("/deadline", "not_later", "Sista dagen kan bara flyttas fram. Välj en dag efter " + round.deadline.text + ".");
  if (extension.deadline.text < tx.today().text)
    throw Problem::invalid("/deadline", "passed", "Dagen har redan passerat. Välj i dag eller senare.");
  round.deadline = extension.deadline;
  tx.update(struct_of<Round>, &round, expected.value, extension.reason, std::string(extend_operation));
  return round;
}

void delete_round(Tx& tx, Id<Round> id, Version expected) {
  auto const round = planned_round(tx, id);
  if (round.version.value != expected.value) throw_stale(tx.connection(), struct_of<Round>, &round, id.value);
  for (auto const unit : unit_ids_of(tx, id)) tx.remove(report_of(tx, id, unit));
  tx.remove(round);
}

void open_due_rounds(Services const& services) {
  Actor const program{.request_id = "clock"};
  std::vector<Id<Round>> due;
  auto connection = services.database.lease();
  {
    Tx tx(*connection, program, services.clock, TxMode::read);
    tx.run("select id from round where state = $1 and opens <= $2 order by opens, id", Tx::bind(RoundState::planned, tx.today()),
           [&](Row const& row) { due.push_back({row.integer(0)}); });
  }
  for (auto const id : due) {
    Tx tx(*connection, program, services.clock, TxMode::write);
    lock_round(tx, id, RoundLock::close);
    // Another server, or a person, may have come first.
    auto round = tx.find(id);
    if (!round || round->state != RoundState::planned || round->opens.text > tx.today().text) continue;
    round->state = RoundState::open;
    tx.update(*round, round->version, "Öppnad av programmet, eftersom dagen har kommit");
    tx.commit();
  }
}

void plan_routes(Routes& to) {
  to.add(Method::post, "/api/rounds", "createRound", "round.manage", create_round, "Planera en omgång; den öppnar av sig själv på sin dag");
  to.add(Method::put, "/api/rounds/{id}", "updateRound", "round.manage", update_round, "Ändra en planerad omgång");
  to.add(Method::del, "/api/rounds/{id}", "deleteRound", "round.manage", remove, "Ta bort en planerad omgång");
  to.add(Method::post, "/api/rounds/{id}/deadline", "extendRound", "round.manage", extend, "Flytta fram sista dagen för en öppen omgång, med skäl");
}

}  // namespace rimlig::round
