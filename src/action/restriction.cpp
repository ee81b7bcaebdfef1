#include "action/restriction.hpp"

#include <algorithm>
#include <set>

#include "action/handlers.hpp"
#include "action/store.hpp"
#include "identity/access_log.hpp"
#include "identity/permissions.hpp"
#include "org/scope.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::IfMatch;
using kernel::Items;
using kernel::Problem;

constexpr std::size_t most_members = 100;

std::vector<Attached>& attached() {
  static std::vector<Attached> all;
  return all;
}

/// What the log says of the action and of all that hangs on it is passed over from now on.
void conceal(Tx& tx, Action const& action) {
  std::string const own =
      "select id from action where id = $1 union all select id from evidence where action_id = $1 union all select id from action_comment where action_id = $1 "
      "union all select id from escalation where action_id = $1 union all select id from lint_question where object_kind = 'action' and object_id = $1";
  auto const objects = [&](std::string_view ids) {
    tx.execute_derived("insert into concealed(object_id, scope_id) select kept.id, $2 from (" + std::string(ids) + ") kept where true on conflict (object_id) do nothing", action.id, action.scope_id);
  };
  objects(own);
  for (auto const& each : attached()) {
    if (!each.objects.empty()) objects(each.objects);
    if (!each.entries.empty())
      tx.execute_derived("insert into concealed_entry(seq, scope_id) select kept.seq, $2 from (" + std::string(each.entries) + ") kept where true on conflict (seq, scope_id) do nothing",
                         action.id, action.scope_id);
  }
}

void change_scope(Tx& tx, Action& action, std::int64_t scope, std::string operation) {
  action.scope_id = scope;
  action.updated_at = tx.now();
  tx.update(kernel::struct_of<Action>, &action, action.version.value, {}, std::move(operation));
  tx.execute_derived("update escalation set scope_id = case when $1 = 0 then unit_id else $1 end where action_id = $2", action.circle(), action.id);
  move_belongings(tx, action);
  derive(tx, action);
  for (auto const& each : attached())
    if (each.rederive) each.rederive(tx, action.id);
}

std::vector<identity::RestrictedRead> reads_of(std::vector<std::pair<std::int64_t, std::int64_t>> const& actions_and_circles) {
  std::vector<identity::RestrictedRead> reads;
  for (auto const& [action, circle] : actions_and_circles)
    if (circle != 0) reads.push_back({"action", action, circle});
  return reads;
}

struct AccessDraft {
  org::CircleReason reason;
  std::vector<Id<identity::Person>> member_ids;
  std::optional<bool> substitutes;
};
BOOST_DESCRIBE_STRUCT(AccessDraft, (), (reason, member_ids, substitutes))

/// Everybody must have something to read with, and somebody must be able to act and to lift it again.
org::CircleChoice checked(Tx& tx, AccessDraft const& draft) {
  auto const refuse = [](char const* code, std::string text) { throw Problem::invalid("/member_ids", code, std::move(text)); };
  if (draft.reason.find_first_not_of(" \t\n") == std::string::npos) throw Problem::invalid("/reason", "required", "Skriv varför åtkomsten begränsas. Bara kretsen ser det.");
  org::CircleChoice choice{draft.reason, {}, draft.substitutes.value_or(false)};
  for (auto const& id : draft.member_ids) choice.member_ids.push_back(id.value);
  if (choice.member_ids.empty()) refuse("required", "Välj minst en person som får läsa.");
  if (choice.member_ids.size() > most_members) refuse("too_many", "Högst 100 personer kan ingå. Är det fler bör åtgärden vara öppen.");
  std::int64_t roles = 0;
  for (auto const id : choice.member_ids) {
    auto const held = identity::roles_today(tx, {id});
    if ((held & identity::roles_with("action.read")) == 0)
      refuse("no_role", tx.value<std::string>("select name from person where id = $1", id).value_or("Personen") + " har inget uppdrag som får läsa åtgärder. Välj någon annan.");
    roles |= held;
  }
  if ((roles & identity::roles_with("action.write")) == 0) refuse("nobody_writes", "Minst en i kretsen måste få ändra åtgärder, så att arbetet kan gå vidare.");
  if ((roles & identity::roles_with("action.restrict")) == 0) refuse("nobody_decides", "Minst en i kretsen måste få bestämma om åtkomsten, annars kan ingen häva den.");
  return choice;
}

Access access_of(Tx& tx, org::Circle const& circle) {
  return {circle.version, circle.reason, circle.decided_by, circle.decided_at, circle.substitutes,
          tx.select<MemberRow>("select p.id as id, p.name as name from circle_member m join person p on p.id = m.person_id where m.circle_id = $1 order by p.name collate sv, p.id", circle.id)};
}

org::Circle circle_of(Tx& tx, Action const& action) {
  auto circle = org::circle_around(tx, action.id.value);
  if (!circle || !action.restricted()) throw Problem::conflict("not_restricted", "Åtgärden har inte begränsad åtkomst.");
  return std::move(*circle);
}

Access restrict_action(Context& context, Id<Action> id, AccessDraft const& draft, IfMatch match) {
  auto& tx = context.tx;
  auto action = reachable(tx, id);
  if (action.restricted()) throw Problem::conflict("restricted_already", "Åtgärden har redan begränsad åtkomst. Ändra kretsen i stället.");
  auto const choice = checked(tx, draft);
  action.version = match.version;
  restrict(tx, action, choice);
  return access_of(tx, org::circle_around(tx, id.value).value());
}

Access change_restriction(Context& context, Id<Action> id, AccessDraft const& draft, IfMatch match) {
  auto& tx = context.tx;
  auto circle = circle_of(tx, reachable(tx, id));
  org::change_circle(tx, circle, checked(tx, draft), match.version);
  return access_of(tx, circle);
}

void lift_restriction(Context& context, Id<Action> id) {
  auto& tx = context.tx;
  auto action = reachable(tx, id);
  auto circle = circle_of(tx, action);
  org::AllScopes const whole(tx);
  change_scope(tx, action, action.unit_id.value, "lift");
  org::lift_circle(tx, circle, circle.version);
  for (auto const* table : {"concealed", "concealed_entry"}) tx.execute_derived("delete from " + std::string(table) + " where scope_id = $1", circle.id);
}

struct RestrictedQuery {
  std::optional<Id<org::Unit>> committee;
  std::optional<Id<org::Unit>> unit;
};
BOOST_DESCRIBE_STRUCT(RestrictedQuery, (), (committee, unit))

/// All that those outside the circle may know.
struct RestrictedRow {
  Id<Action> id;
  std::int64_t number = 0;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::string decided_by;
};
BOOST_DESCRIBE_STRUCT(RestrictedRow, (), (id, number, unit_id, unit_name, decided_by))

Items<RestrictedRow> list_restricted(Context& context, kernel::Query<RestrictedQuery> query) {
  auto& tx = context.tx;
  std::string where;
  for (auto const& unit : {query.committee, query.unit})
    if (unit) where += " and " + org::within("c.unit_id", *unit);
  return {tx.select<RestrictedRow>("select a.id as id, a.number as number, c.unit_id as unit_id, u.name as unit_name, c.decided_by as decided_by from circle c "
                                   "join action a on a.id = c.object_id join org_unit u on u.id = c.unit_id where c.object_kind = 'action' and c.lifted_at is null and " +
                                   tx.in_scope("c.unit_id") + " and not (" + tx.in_scope("c.id") + ")" + where + " order by a.number limit 1000")};
}

}  // namespace

void add_attached(Attached added) {
  for (auto const& known : attached())
    if (known.objects == added.objects && known.entries == added.entries && known.rederive == added.rederive) return;
  attached().push_back(added);
}

Action reachable(Tx& tx, Id<Action> id) {
  if (auto action = tx.find(id)) return std::move(*action);
  auto const circle = org::circle_around(tx, id.value);
  if (!circle || !tx.holds_scope(circle->unit_id.value)) throw Problem::not_found("åtgärden");
  throw Problem{403, "restricted", "Åtgärden har begränsad åtkomst. " + circle->decided_by + " har bestämt vilka som får läsa den; fråga där om du behöver den."};
}

void log_shown(Context& context, std::vector<std::pair<std::int64_t, std::int64_t>> const& actions_and_circles) { identity::log_reads(context, reads_of(actions_and_circles)); }
void log_shown_now(Context& context, std::vector<std::pair<std::int64_t, std::int64_t>> const& actions_and_circles) { identity::log_reads_now(context, reads_of(actions_and_circles)); }

Action reachable_and_logged(Context& context, Id<Action> id) {
  auto action = reachable(context.tx, id);
  log_shown(context, {{action.id.value, action.circle()}});
  return action;
}

std::optional<SourceRow> source_of(Tx& tx, std::int64_t import_id, std::int64_t row) {
  return tx.select_one<SourceRow>("select s.import_id as import_id, s.row as row, s.file_name as file_name, s.sha256 as sha256, s.text as text from source_row s where s.import_id = $1 and s.row = $2 "
                                  "and not exists (select 1 from action a where a.source_import_id = s.import_id and a.source_row = s.row and a.scope_id <> a.unit_id and not (" +
                                      tx.in_scope("a.scope_id") + "))",
                                  import_id, row);
}

void restrict(Tx& tx, Action& action, org::CircleChoice const& choice) {
  auto const circle = org::draw_circle(tx, action.unit_id, Action::table, action.id.value, choice);
  org::AllScopes const whole(tx);
  change_scope(tx, action, circle.id.value, "restrict");
  conceal(tx, action);
}

std::optional<Access> access_to(Tx& tx, Action const& action) {
  if (!action.restricted()) return std::nullopt;
  auto const circle = org::circle_around(tx, action.id.value);
  return circle ? std::optional(access_of(tx, *circle)) : std::nullopt;
}

bool may_restrict(Tx& tx, Action const& action) {
  return tx.value<std::int64_t>("select 1 from action a where a.id = $1 and " + tx.in_scope("a.scope_id", identity::roles_with("action.restrict")), action.id).has_value();
}

void restriction_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/actions/restricted", "listRestrictedActions", "action.read", list_restricted, "Åtgärder med begränsad åtkomst som finns men inte visas");
  routes.add(Method::post, "/api/actions/{id}/restriction", "restrictAction", "action.restrict", restrict_action, "Begränsa åtkomsten till en åtgärd");
  routes.add(Method::put, "/api/actions/{id}/restriction", "changeActionRestriction", "action.restrict", change_restriction, "Ändra vilka som får läsa");
  routes.add(Method::del, "/api/actions/{id}/restriction", "liftActionRestriction", "action.restrict", lift_restriction, "Häv den begränsade åtkomsten");
}

}  // namespace rimlig::action
