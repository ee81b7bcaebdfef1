#include "org/circle.hpp"

#include <algorithm>
#include <set>

#include "org/scope.hpp"

namespace rimlig::org {

using kernel::Id;
using kernel::Tx;

namespace {

void add_member(Tx& tx, Id<Circle> circle, std::int64_t person) {
  CircleMember member{{}, {}, circle, person};
  tx.insert(member);
}

}  // namespace

std::vector<std::int64_t> members_of(Tx& tx, Id<Circle> circle) {
  std::vector<std::int64_t> ids;
  tx.run("select person_id from circle_member where circle_id = $1 order by id", Tx::bind(circle), [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  return ids;
}

std::optional<Circle> circle_around(Tx& tx, std::int64_t object_id) {
  return tx.select_one<Circle>("select " + kernel::columns_of(kernel::struct_of<Circle>) + " from circle where object_id = $1 and lifted_at is null", object_id);
}

Circle draw_circle(Tx& tx, Id<Unit> unit, std::string_view object_kind, std::int64_t object_id, CircleChoice const& choice) {
  lock_scopes(tx);
  Circle circle;
  circle.unit_id = unit;
  circle.object_kind = object_kind;
  circle.object_id = object_id;
  circle.reason = choice.reason;
  circle.substitutes = choice.substitutes;
  circle.decided_by_id = tx.actor().id;
  circle.decided_by = tx.actor().name;
  circle.decided_at = tx.now();
  tx.insert(circle);
  for (auto const person : std::set<std::int64_t>(choice.member_ids.begin(), choice.member_ids.end())) add_member(tx, circle.id, person);
  tx.execute_derived("insert into actor_scope(actor_id, scope_id, grants) values (0, $1, -1)", circle.id);
  refresh_circle(tx, circle.id.value);
  return circle;
}

void change_circle(Tx& tx, Circle& circle, CircleChoice const& choice, kernel::Version expected) {
  lock_scopes(tx);
  AllScopes const whole(tx);
  circle.reason = choice.reason;
  circle.substitutes = choice.substitutes;
  tx.update(circle, expected);
  std::set<std::int64_t> const wanted(choice.member_ids.begin(), choice.member_ids.end());
  auto const present = members_of(tx, circle.id);
  for (auto& member : tx.select<CircleMember>("select id, version, circle_id, person_id from circle_member where circle_id = $1 order by id", circle.id))
    if (!wanted.contains(member.person_id)) tx.remove(member);
  for (auto const person : wanted)
    if (std::ranges::find(present, person) == present.end()) add_member(tx, circle.id, person);
  refresh_circle(tx, circle.id.value);
}

void lift_circle(Tx& tx, Circle& circle, kernel::Version expected) {
  lock_scopes(tx);
  AllScopes const whole(tx);
  circle.lifted_at = tx.now();
  tx.update(circle, expected);
  refresh_circle(tx, circle.id.value);
}

void move_circle(Tx& tx, std::int64_t circle_id, Id<Unit> unit) {
  lock_scopes(tx);
  AllScopes const whole(tx);
  auto circle = tx.get(Id<Circle>{circle_id});
  if (circle.unit_id == unit) return;
  circle.unit_id = unit;
  tx.update(circle);
  refresh_circle(tx, circle_id);
}

std::string scope_within(std::string_view column, Id<Unit> unit) {
  auto const below = "select below.id from org_unit top join org_unit below on below.path >= top.path and below.path < top.path || ':' where top.id = " + std::to_string(unit.value);
  return std::string(column) + " in (" + below + " union all select around.id from circle around where around.unit_id in (" + below + "))";
}

}  // namespace rimlig::org
