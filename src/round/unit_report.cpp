#include "round/unit_report.hpp"

#include "identity/permissions.hpp"
#include "identity/substitution.hpp"
#include "kernel/crypto.hpp"
#include "kernel/routes.hpp"
#include "org/scope.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

/// The actor may approve only in the place of the one who sent it: two pairs of eyes, but one authority.
bool in_place_of_sender(Tx& tx, RoundReport const& report) {
  return report.submitted_by_id && org::stands_in_for(tx, tx.actor().id, report.unit_id.value, identity::roles_with("round.approve")) == report.submitted_by_id;
}

/// Whoever wrote an answer in it does not judge it either.
bool has_answered(Tx& tx, RoundReport const& report) {
  return tx.value<std::int64_t>("select 1 from round_answer where report_id = $1 and updated_by_id = $2 limit 1", report.id, tx.actor().id).has_value();
}

bool may_approve(Tx& tx, Round const& round, RoundReport const& report) {
  if (round.state != RoundState::open || report.state != ReportState::submitted || report.submitted_by_id == tx.actor().id || in_place_of_sender(tx, report) || has_answered(tx, report)) return false;
  return tx.value<std::int64_t>("select 1 from round_report rr where rr.id = $1 and " + tx.in_scope("rr.unit_id", identity::roles_with("round.approve")), report.id)
      .has_value();
}

UnitReport view_of(Tx& tx, Round round, RoundReport const& report) {
  UnitReport view;
  view.may_approve = may_approve(tx, round, report);
  view.round = std::move(round);
  view.unit_id = report.unit_id;
  view.unit_name = tx.value<std::string>("select name from org_unit where id = $1", report.unit_id).value_or("");
  view.state = report.state;
  view.return_reason = report.return_reason;
  view.submitted_by = report.submitted_by;
  view.submitted_at = report.submitted_at;
  view.approved_by = report.approved_by;
  view.approved_at = report.approved_at;
  view.items = items_of(tx, report);
  view.restricted = tx.value<std::int64_t>("select count(*) from circle c join action a on a.id = c.object_id where c.unit_id = $1 and c.object_kind = 'action' and c.lifted_at is null", report.unit_id).value_or(0);
  return view;
}

/// The round must be open, and the report's state must allow the step.
ReportState take(Round const& round, RoundReport const& report, ReportStep step) {
  if (round.state != RoundState::open)
    throw Problem::conflict("round_not_open", round.state == RoundState::closed ? "Omgången är stängd. Det går inte längre att ändra."
                                                                               : "Omgången har inte öppnat än.");
  auto const next = after(report.state, step);
  if (next) return *next;
  bool const waits = report.state == ReportState::submitted;
  throw Problem::conflict("wrong_state", waits                                       ? "Rapporten är redan skickad. Be den som godkänner att skicka tillbaka den."
                                         : report.state == ReportState::approved ? "Rapporten är redan godkänd."
                                                                                  : "Enheten har inte skickat sin rapport än.");
}

struct Held {
  Round round;
  RoundReport report;
};

/// The report as it stands, held until this step is done: nobody answers while it is being signed,
/// and nobody closes the round meanwhile.
Held hold(Tx& tx, Id<Round> round_id, Id<org::Unit> unit) {
  lock_round(tx, round_id, RoundLock::step);
  auto round = visible_round(tx, round_id);
  if (tx.connection().is_postgres())
    tx.run("select 1 from round_report where round_id = $1 and unit_id = $2 for update", Tx::bind(round_id, unit));
  return {std::move(round), report_of(tx, round_id, unit)};
}

UnitReport get_unit_report(Context& context, Id<Round> round_id, Id<org::Unit> unit) {
  auto round = visible_round(context.tx, round_id);
  return view_of(context.tx, std::move(round), report_of(context.tx, round_id, unit));
}

struct LastSave {
  std::int64_t working_seconds;
  std::optional<std::string> last_save_at;
};
BOOST_DESCRIBE_STRUCT(LastSave, (), (working_seconds, last_save_at))

void count_working_time(Tx& tx, RoundReport const& report, ReportState next) {
  auto const last = tx.select_one<LastSave>("select working_seconds as working_seconds, last_save_at as last_save_at from round_report where id = $1", report.id);
  auto const at = last->last_save_at ? parse_instant(*last->last_save_at) : std::nullopt;
  auto const seconds = add_working_seconds(last->working_seconds, at, *parse_instant(tx.now().text));
  tx.execute_derived("update round_report set state = $1, working_seconds = $2, last_save_at = $3 where id = $4", next, seconds, tx.now(), report.id);
}

[[noreturn]] void stale(Tx& tx, RoundReport const& report, Id<action::Action> id) {
  auto const item = find_item(tx, report, id);
  std::string who;
  std::string when;
  tx.run("select updated_by, updated_at from round_answer where report_id = $1 and action_id = $2", Tx::bind(report.id, id), [&](Row const& saved) {
    who = saved.text(0);
    when = saved.text(1);
  });
  throw Problem::stale(to_json(*item), who, when);
}

/// Saves a draft: the unit's own working copy, so it is not audited. What is signed is (submit).
RoundItem save_answer(Context& context, Id<Round> round_id, Id<org::Unit> unit, Id<action::Action> action_id, RoundAnswer answer, IfMatch match) {
  auto& tx = context.tx;
  auto const [round, report] = hold(tx, round_id, unit);
  auto const next = take(round, report, ReportStep::save);
  auto item = find_item(tx, report, action_id);
  if (!item) throw Problem::not_found("åtgärden");
  if (item->version.value != match.version.value) stale(tx, report, action_id);
  answer_item(tx, report, *item, std::move(answer));
  std::int64_t changed = 0;
  if (item->version.value > 0) {
    changed = tx.execute_derived(
        "update round_answer set answer = $1, complete = $2, updated_by = $3, updated_at = $4, updated_by_id = $8, version = version + 1 "
        "where report_id = $5 and action_id = $6 and version = $7",
        *item->answer, item->complete, tx.actor().name, tx.now(), report.id, action_id, item->version, tx.actor().id);
  } else {
    changed = tx.execute_derived(
        "insert into round_answer(id, version, report_id, action_id, answer, previous, complete, updated_by, updated_at, updated_by_id) "
        "values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (report_id, action_id) do nothing",
        tx.next("id"), report.id, action_id, *item->answer, item->previous, item->complete, tx.actor().name, tx.now(), tx.actor().id);
  }
  if (changed == 0) stale(tx, report, action_id);
  count_working_time(tx, report, next);
  ++item->version.value;
  return std::move(*item);
}

std::string signed_answers(std::vector<RoundItem> const& items) {
  std::string out = "[";
  for (auto const& item : items) {
    if (!item.answer) continue;
    if (out.size() > 1) out += ',';
    out += "{\"action_id\":" + to_json(item.action_id) + ",\"answer\":" + to_json(*item.answer) + "}";
  }
  return out + "]";
}

UnitReport submit(Context& context, Id<Round> round_id, Id<org::Unit> unit) {
  auto& tx = context.tx;
  auto [round, report] = hold(tx, round_id, unit);
  auto const next = take(round, report, ReportStep::submit);
  auto const items = items_of(tx, report);
  std::vector<FieldError> errors;
  for (std::size_t n = 0; n < items.size(); ++n) {
    for (auto const& field : items[n].missing) {
      errors.push_back({"/items/" + std::to_string(n) + "/answer/" + field, "required",
                        "ÅT-" + std::to_string(items[n].number) + (items[n].answer ? ": något saknas i svaret." : ": svar saknas.")});
    }
  }
  if (!errors.empty()) throw Problem::invalid(std::move(errors));
  count_working_time(tx, report, report.state);
  auto const answers = signed_answers(items);
  report.state = next;
  report.return_reason.reset();
  report.submitted_by_id = tx.actor().id;
  report.submitted_by = identity::signature(tx, unit);
  report.submitted_at = tx.now();
  report.answers_sha256 = sha256_hex(answers);
  tx.update(report, report.version, "Signerad");
  // The drafts are not in the audit chain; what was signed is, word for word.
  tx.note({"sign", "round_report", report.id.value, unit.value, "{\"answers\":[null," + answers + "]}", ""});
  return view_of(tx, std::move(round), report);
}

UnitReport approve(Context& context, Id<Round> round_id, Id<org::Unit> unit) {
  auto& tx = context.tx;
  auto [round, report] = hold(tx, round_id, unit);
  auto const next = take(round, report, ReportStep::approve);
  if (report.submitted_by_id == tx.actor().id)
    throw Problem::conflict("four_eyes", "Du har själv skickat rapporten. Någon annan behöver godkänna den.");
  if (in_place_of_sender(tx, report))
    throw Problem::conflict("four_eyes", "Du är ersättare för den som skickade rapporten. Någon annan behöver godkänna den.");
  if (has_answered(tx, report)) throw Problem::conflict("four_eyes", "Du har skrivit svar i rapporten. Någon annan behöver godkänna den.");
  for (auto const& item : items_of(tx, report)) {
    auto const change = item.answer ? change_of(*item.answer) : std::nullopt;
    if (!change) continue;
    auto changed = tx.get(item.action_id);
    action::apply_status(tx, changed, *change, true);
  }
  report.state = next;
  report.approved_by = identity::signature(tx, unit);
  report.approved_at = tx.now();
  tx.update(report, report.version, "Godkänd");
  return view_of(tx, std::move(round), report);
}

UnitReport send_back(Context& context, Id<Round> round_id, Id<org::Unit> unit, ReturnReason const& why) {
  auto& tx = context.tx;
  auto [round, report] = hold(tx, round_id, unit);
  report.state = take(round, report, ReportStep::send_back);
  report.return_reason = why.reason;
  tx.update(report, report.version, "Tillbaka till enheten");
  return view_of(tx, std::move(round), report);
}

}  // namespace

void unit_report_routes(Routes& to) {
  constexpr std::string_view base = "/api/rounds/{id}/units/{unit_id}";
  auto const path = [&](std::string_view rest) { return std::string(base) + std::string(rest); };
  to.add(Method::get, base, "getUnitReport", "round.read", get_unit_report, "En enhets rapport i omgången");
  to.add(Method::put, path("/answers/{action_id}"), "saveRoundAnswer", "round.report", save_answer, "Spara ett utkast till svar");
  to.add(Method::post, path("/submit"), "submitUnitReport", "round.report", submit, "Signera och skicka rapporten");
  to.add(Method::post, path("/approve"), "approveUnitReport", "round.approve", approve, "Godkänn; svaren ändrar åtgärderna");
  to.add(Method::post, path("/return"), "returnUnitReport", "round.approve", send_back, "Skicka tillbaka med ett skäl");
}

}  // namespace rimlig::round
