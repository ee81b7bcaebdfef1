#include "action/escalation.hpp"

#include "action/handlers.hpp"
#include "identity/substitution.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::Problem;

constexpr std::string_view columns =
    "e.id as id, e.version as version, e.unit_id as unit_id, e.action_id as action_id, e.from_unit_id as from_unit_id, e.reason as reason, "
    "e.state as state, e.raised_at as raised_at, e.answer as answer, e.new_due as new_due, e.answered_by as answered_by, e.answered_at as answered_at, e.scope_id as scope_id";

struct EscalationQuery {
  std::optional<EscalationState> state;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(EscalationQuery, (), (state, after, limit))

constexpr kernel::SortColumn sorts[] = {{"id", "e.id", true}};
constexpr kernel::ListShape shape{columns, "escalation e", "", "e.id", "e.scope_id", sorts};

kernel::Page<Escalation> list_escalations(Context& context, kernel::Query<EscalationQuery> query) {
  kernel::Where where;
  where.add("e.state = ?", query.state.value_or(EscalationState::open));
  return kernel::list<Escalation>(context.tx, shape, where, {{}, query.after, query.limit});
}

struct EscalationAnswer {
  Text<1, 20'000> answer;
  PartialDate due;
};
BOOST_DESCRIBE_STRUCT(EscalationAnswer, (), (answer, due))

Escalation answer_escalation(Context& context, Id<Escalation> id, EscalationAnswer const& given, kernel::IfMatch match) {
  auto& tx = context.tx;
  auto escalation = tx.get(id);
  if (escalation.state != EscalationState::open) throw Problem::conflict("answered", "Frågan är redan besvarad eller återtagen.");
  // A circle lets its members in wherever they hold their roles, and the level above is to answer all the same.
  if (!tx.holds_scope(escalation.unit_id.value))
    throw Problem{403, "level_above", "Nivån över enheten behöver svara. Släpp in någon därifrån i kretsen, eller ta tillbaka frågan genom att ändra status."};
  if (given.due.last_day() < tx.today().text) throw Problem::invalid("/due", "in_past", "Det nya slutdatumet har redan passerat. Välj ett senare.");
  escalation.state = EscalationState::answered;
  escalation.answer = Prose(given.answer);
  escalation.new_due = given.due;
  escalation.answered_by = identity::signature(tx, escalation.unit_id);
  escalation.answered_at = tx.now();
  tx.update(escalation, match.version);
  // With a reason and a new date the work goes on as delayed.
  auto action = tx.get(escalation.action_id);
  action.status = Status::delayed;
  action.due = given.due;
  store_change(tx, action, action.version);
  return escalation;
}

}  // namespace

std::optional<Escalation> open_escalation(Tx& tx, Id<Action> action) {
  return tx.select_one<Escalation>("select " + std::string(columns) + " from escalation e where e.action_id = $1 and e.state = 'open' order by e.id desc limit 1",
                                   action);
}

void escalate_if_needed(Tx& tx, Status before, Action const& after) {
  if (before == after.status) return;
  if (after.status == Status::not_done) {
    if (open_escalation(tx, after.id)) return;
    auto const above = tx.value<std::int64_t>("select parent_id from org_unit where id = $1", after.unit_id);
    Escalation escalation;
    escalation.unit_id = above ? Id<org::Unit>{*above} : after.unit_id;
    escalation.scope_id = after.restricted() ? after.scope_id : escalation.unit_id.value;
    escalation.action_id = after.id;
    escalation.from_unit_id = after.unit_id;
    escalation.reason = after.reason ? std::string(*after.reason) : std::string{};
    escalation.raised_at = tx.now();
    tx.insert(escalation);
  } else if (before == Status::not_done) {
    auto const escalation = open_escalation(tx, after.id);
    if (!escalation) return;
    // The question lies with the unit above, where the one who withdraws it may hold nothing.
    tx.execute("update escalation set state = 'withdrawn', version = version + 1 where id = $1",
               {"update", "escalation", escalation->id.value, escalation->scope_id, R"({"state":["open","withdrawn"]})", ""}, escalation->id);
  }
}

void escalation_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/escalations", "listEscalations", "action.read", list_escalations, "Ej genomförda åtgärder som ska besvaras");
  routes.add(Method::post, "/api/escalations/{id}/answer", "answerEscalation", "action.write", answer_escalation, "Svara med en ny dag");
}

}  // namespace rimlig::action
