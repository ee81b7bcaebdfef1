#include "action/action.hpp"

#include <algorithm>

#include "action/draft.hpp"
#include "action/escalation.hpp"
#include "action/handlers.hpp"
#include "action/ownership.hpp"
#include "action/restriction.hpp"
#include "kernel/audit.hpp"
#include "kernel/undo.hpp"
#include "org/circle.hpp"
#include "search/search.hpp"

namespace rimlig::action {

using kernel::Context;
using kernel::Created;
using kernel::IfMatch;
using kernel::Page;
using kernel::Problem;

namespace {

struct ActionRow {
  Id<Action> id;
  Version version;
  std::int64_t number = 0;
  std::string text;
  Status status = Status::not_started;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::optional<std::string> owner_name;
  std::optional<PartialDate> due;
  bool late = false;
  std::int64_t open_questions = 0;
  std::optional<std::string> event_text;
  std::optional<std::string> control_title;
  std::optional<std::string> analysis;
  Instant updated_at;
  bool restricted = false;
};
BOOST_DESCRIBE_STRUCT(ActionRow, (),
                      (id, version, number, text, status, unit_id, unit_name, owner_name, due, late, open_questions, event_text, control_title, analysis,
                       updated_at, restricted))

kernel::ListShape const& shape(bool own_scope) {
  static std::string const columns =
      "a.id as id, a.version as version, a.number as number, a.text as text, a.status as status, a.unit_id as unit_id, u.name as unit_name, "
      "coalesce(p.name, a.owner_text) as owner_name, a.due as due, 0 as late, " +
      lint::open_questions_sql("action", "a.id") +
      " as open_questions, e.text as event_text, c.title as control_title, a.analysis as analysis, a.updated_at as updated_at, a.scope_id <> a.unit_id as restricted";
  static constexpr std::string_view joins =
      "join org_unit u on u.id = a.unit_id left join person p on p.id = a.owner_id left join unwanted_event e on e.id = a.event_id "
      "left join control c on c.id = e.control_id";
  static kernel::ListShape const by_unit{columns, "action a", joins, "a.id", "a.scope_id", action_sorts};
  static kernel::ListShape const by_search{columns, "action a", joins, "a.id", "", action_sorts};
  return own_scope ? by_search : by_unit;
}

struct ActionQuery {
  std::optional<Text<0, 200>> q;
  std::optional<Id<org::Unit>> committee;
  std::optional<Id<org::Unit>> unit;
  std::optional<Status> status;
  std::optional<bool> late;
  std::optional<Id<identity::Person>> owner;
  std::optional<Text<0, 10>> lint;
  std::optional<Text<0, 200>> area;
  std::optional<Id<UnwantedEvent>> event;
  std::optional<std::int64_t> template_;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ActionQuery, (), (q, committee, unit, status, late, owner, lint, area, event, template_, sort, after, limit))

Page<ActionRow> list_actions(Context& context, kernel::Query<ActionQuery> query) {
  ActionFilter const filter{query.q, query.committee, query.unit, query.status, query.late, query.owner, query.lint, query.area, query.event, query.template_};
  auto const narrowed = filtered(context.tx, filter);
  auto page = kernel::list<ActionRow>(context.tx, shape(narrowed.own_scope), narrowed.where, {query.sort, query.after, query.limit});
  auto const today = context.tx.today();
  std::vector<std::pair<std::int64_t, std::int64_t>> shown;
  for (auto const& row : page.items)
    if (row.restricted) shown.emplace_back(row.id.value, context.tx.value<std::int64_t>("select scope_id from action where id = $1", row.id).value_or(0));
  identity::log_shown(context, restrictable, shown);
  for (auto& row : page.items) row.late = is_late(row.status, row.due ? row.due->text : std::string{}, today.text);
  return page;
}

template <class T>
void check_link(Tx& tx, std::optional<Id<T>> const& before, std::optional<Id<T>> const& after, char const* pointer) {
  if (!after || before == after || tx.find(*after)) return;
  throw Problem::invalid(pointer, "outside_scope", "Det som valts finns inte, eller ligger utanför dina enheter.");
}

/// S0-16: an action may wait for another, but not, over some steps, for itself.
void check_dependency(Tx& tx, Action const& action) {
  auto next = action.depends_on_id;
  for (int step = 0; next && step < 200; ++step) {
    if (next->value == action.id.value)
      throw Problem::invalid("/depends_on_id", "cycle", "Åtgärden kan inte vänta på sig själv, inte heller på en åtgärd som väntar på den.");
    auto const above = tx.value<std::int64_t>("select depends_on_id from action where id = $1", *next);
    next = above ? std::optional(Id<Action>{*above}) : std::nullopt;
  }
}

void check(Tx& tx, Action const& before, Action const& after) {
  if (before.unit_id != after.unit_id) org::require_in_force(tx, after.unit_id, "/unit_id");
  check_link(tx, before.event_id, after.event_id, "/event_id");
  check_link(tx, before.recurring_control_id, after.recurring_control_id, "/recurring_control_id");
  if (after.template_id && before.template_id != after.template_id && !template_is_offered(tx, *after.template_id))
    throw Problem::invalid("/template_id", "outside_scope", "Standardåtgärden finns inte, eller erbjuds inte din enhet.");
  check_link(tx, before.depends_on_id, after.depends_on_id, "/depends_on_id");
  if (before.depends_on_id != after.depends_on_id) check_dependency(tx, after);
  if (after.start && after.due && after.due->last_day() < after.start->first_day() && (before.start != after.start || before.due != after.due))
    throw Problem::invalid("/due", "before_start", "Slutdatumet ligger före startdatumet. Ändra något av dem.");
}

Created<Action> create_action(Context& context, ActionDraft const&) { return {create(context)}; }

Action update_action(Context& context, Id<Action> id, ActionDraft const&, IfMatch match) {
  auto const before = reachable(context.tx, id);
  auto action = before;
  kernel::copy_given<ActionDraft>(context, action);
  check(context.tx, before, action);
  require_own_status(context.tx, before, action);
  store_change(context.tx, action, match.version);
  return action;
}

Action change_action_status(Context& context, Id<Action> id, ActionStatusChange const& change, IfMatch match) {
  auto action = reachable(context.tx, id);
  action.version = match.version;
  apply_status(context.tx, action, change, true);
  return action;
}

struct CarryOver {
  kernel::Range<1900, 2199> year;
};
BOOST_DESCRIBE_STRUCT(CarryOver, (), (year))

/// S4-7: the work goes on next year as an action of its own that knows where it came from.
Created<Action> carry_over(Context& context, Id<Action> id, CarryOver const& body) {
  auto& tx = context.tx;
  auto const from = reachable(tx, id);
  if (auto const number = tx.value<std::int64_t>("select number from action where predecessor_id = $1", id))
    throw Problem::conflict("carried_over", "Åtgärden är redan överförd, till ÅT-" + std::to_string(*number) + ".");
  auto const year = std::to_string(body.year.value);
  if (from.due && from.due->last_day() >= year + "-12-31")
    throw Problem::invalid("/year", "not_later", "Välj ett år efter åtgärdens eget slutdatum.");
  org::require_in_force(tx, from.unit_id, "/year");
  Action next;
  next.unit_id = from.unit_id;
  next.event_id = from.event_id;
  next.text = from.text;
  next.owner_id = from.owner_id;
  next.owner_text = from.owner_text;
  next.area = from.area;
  next.goal = from.goal;
  next.template_id = from.template_id;
  next.predecessor_id = from.id;
  next.start = PartialDate{year};
  next.due = PartialDate{year};
  store_new(tx, next);
  tx.execute("insert into finding_action(finding_id, action_id) select l.finding_id, $1 from finding_action l where l.action_id = $2",
             {"link", "action", next.id.value, next.unit_id.value, "{}", "Samma iakttagelser som åtgärden före"}, next.id, from.id);
  // What was not for everybody does not become so because the year does.
  if (from.restricted()) {
    auto const circle = org::circle_around(tx, id.value).value();
    Restricting::restrict(tx, next, {circle.reason, org::members_of(tx, circle.id), circle.substitutes});
  }
  return {next};
}

void routes(kernel::Routes& routes) {
  action_routes(routes);
  view_routes(routes);
  history_routes(routes);
  evidence_routes(routes);
  export_routes(routes);
  chain_routes(routes);
  template_routes(routes);
  saved_view_routes(routes);
  escalation_routes(routes);
  restriction_routes(routes);
}

void restored_action(Tx& tx, std::int64_t id) {
  auto const action = tx.get(Id<Action>{id});
  move_belongings(tx, action);
  if (action.restricted()) org::move_circle(tx, action.scope_id, action.unit_id);
  escalate_if_needed(tx, action.status == Status::not_done ? Status::in_progress : Status::not_done, action);
  derive(tx, action);
}

}  // namespace

Action create(Context& context) {
  Action action;
  kernel::copy_given<ActionDraft>(context, action);
  check(context.tx, {}, action);
  store_new(context.tx, action);
  return action;
}

Filtered filtered(Tx& tx, ActionFilter const& filter) {
  Filtered out;
  for (auto const& unit : {filter.committee, filter.unit})
    if (unit) out.where.narrow(org::scope_within("{}", *unit));
  if (filter.status) out.where.add("a.status = ?", *filter.status);
  // Ranks 1 to 4 are what is not closed, so the index on the end date finds the late ones first.
  if (filter.late.value_or(false)) out.where.add("a.due_key < ? and a.status_rank <= 4", tx.today());
  if (filter.owner) out.where.add("a.owner_id = ?", *filter.owner);
  if (filter.lint && *filter.lint == "open")
    out.where.add("exists (select 1 from lint_question q where q.object_kind = 'action' and q.object_id = a.id and q.state = 'open')");
  if (filter.area && !filter.area->empty())
    out.where.add("(a.area = ? or a.unit_id in (select o.id from org_unit o where o.area = ?))", *filter.area, *filter.area);
  if (filter.event) out.where.add("a.event_id = ?", *filter.event);
  if (filter.template_) out.where.add("a.template_id = ?", *filter.template_);
  if (filter.q && !filter.q->empty()) {
    out.own_scope = true;
    search::add_condition(tx, out.where, "a.id", "a.scope_id", *filter.q);
    for (auto const& unit : {filter.committee, filter.unit})
      if (unit) out.where.add(org::within("a.unit_id", *unit));
  }
  return out;
}

void check_view(Context& context, std::string_view query) {
  auto const request = kernel::make_request(kernel::Method::get, "/api/actions?" + std::string(query));
  Context asking{context.tx, request, context.services};
  std::vector<std::string> const no_path_values;
  kernel::Call call{asking, no_path_values};
  std::string wrong;
  try {
    auto const read = kernel::detail::Argument<kernel::Query<ActionQuery>>::read(call);
    if (read.after || read.limit) wrong = "En vy börjar alltid på listans första sida.";
    std::string_view name = read.sort ? std::string_view(*read.sort) : std::string_view{};
    if (name.starts_with('-')) name.remove_prefix(1);
    if (!name.empty() && std::ranges::find(action_sorts, name, &kernel::SortColumn::name) == std::end(action_sorts))
      wrong = "Listan kan inte sorteras på \"" + std::string(name) + "\".";
  } catch (Problem const& problem) {
    wrong = problem.errors().empty() ? problem.detail() : problem.errors().front().detail;
  }
  if (!wrong.empty()) throw Problem::invalid("/query", "not_a_view", "Vyn kan inte sparas: " + wrong);
}

void action_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/actions", "listActions", "action.read", list_actions, "Åtgärder, en sida i taget");
  routes.add(Method::post, "/api/actions", "createAction", "action.write", create_action, "Ny åtgärd");
  routes.add(Method::put, "/api/actions/{id}", "updateAction", "action.write", update_action, "Ändra en åtgärd");
  routes.add(Method::post, "/api/actions/{id}/status", "changeActionStatus", "action.report", change_action_status, "Ändra status");
  routes.add(Method::post, "/api/actions/{id}/carry-over", "carryOverAction", "action.write", carry_over, "För över till nästa år");
}

kernel::Feature feature() {
  kernel::register_undoable({&kernel::struct_of<Action>, "action.write", restored_action});
  kernel::register_undoable({&kernel::struct_of<Control>, "control.write", [](Tx& tx, std::int64_t id) { derive(tx, tx.get(Id<Control>{id})); }});
  kernel::register_undoable({&kernel::struct_of<UnwantedEvent>, "control.write", [](Tx& tx, std::int64_t id) { derive(tx, tx.get(Id<UnwantedEvent>{id})); }});
  register_with_linter();
  register_ownership();
  register_restriction();
  return {"action", routes, nullptr};
}

}  // namespace rimlig::action
