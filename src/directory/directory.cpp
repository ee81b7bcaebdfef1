#include "directory/directory.hpp"

#include <algorithm>

#include "identity/closed_account.hpp"
#include "identity/custom_role.hpp"
#include "kernel/audit.hpp"
#include "org/scope.hpp"

namespace rimlig::directory {

using identity::Assignment;
using identity::Person;
using kernel::Id;
using kernel::Tx;

namespace {

void add_member(Tx& tx, DirectoryGroup const& group, Id<Person> person) {
  tx.execute("insert into directory_member(group_id, person_id) values ($1, $2)", {"link", std::string(DirectoryGroup::table), group.id.value, 0, "{}", tx.get(person).name}, group.id, person);
}
void remove_member(Tx& tx, DirectoryGroup const& group, Id<Person> person) {
  tx.execute("delete from directory_member where group_id = $1 and person_id = $2", {"unlink", std::string(DirectoryGroup::table), group.id.value, 0, "{}", tx.get(person).name}, group.id,
             person);
}

bool gives(DirectoryGroup const& group, Assignment const& assignment) {
  return group.role == assignment.role && group.unit_id == assignment.unit_id && group.custom_role_id == assignment.custom_role_id;
}

std::vector<Id<Person>> active_members(Tx& tx, Id<DirectoryGroup> group) {
  std::vector<Id<Person>> people;
  tx.run("select m.person_id from directory_member m join account a on a.person_id = m.person_id where m.group_id = $1 and a.closed_at is null order by m.person_id", Tx::bind(group),
         [&](kernel::Row const& row) { people.push_back({row.integer(0)}); });
  return people;
}

bool has_by_hand(Tx& tx, DirectoryGroup const& group, Id<Person> person) {
  return tx.value<std::int64_t>("select 1 from assignment a where a.person_id = $1 and a.role = $2 and a.unit_id = $3 and coalesce(a.custom_role_id, 0) = $4 and " + org::in_force("a", "$5") +
                                    " and not exists (select 1 from directory_assignment d where d.assignment_id = a.id) limit 1",
                                person, *group.role, *group.unit_id, group.custom_role_id ? group.custom_role_id->value : 0, tx.today())
      .has_value();
}

}  // namespace

DirectoryUser user_of(Tx& tx, Person const& person) {
  auto found = tx.select_one<DirectoryUser>("select " + kernel::columns_of(kernel::struct_of<DirectoryUser>) + " from directory_user where person_id = $1", person.id);
  if (found) return std::move(*found);
  DirectoryUser user;
  user.person_id = person.id;
  user.user_name = Words(std::string(person.email));
  user.active = !identity::is_closed(tx, person.id);
  return user;
}

void store(Tx& tx, DirectoryUser& user, Person const& person) {
  user.changed_at = tx.now();
  if (user.id.value == 0) tx.insert(user);
  else tx.update(user);
  if (user.active) identity::open_account(tx, person);
  else identity::close_account(tx, person);
  for (auto const& group : tx.select<DirectoryGroup>("select " + kernel::columns_of(kernel::struct_of<DirectoryGroup>) +
                                                         " from directory_group where id in (select group_id from directory_member where person_id = $1) order by id",
                                                     person.id))
    apply(tx, group);
}

std::vector<Id<Person>> members_of(Tx& tx, Id<DirectoryGroup> group) {
  std::vector<Id<Person>> people;
  tx.run("select person_id from directory_member where group_id = $1 order by person_id", Tx::bind(group), [&](kernel::Row const& row) { people.push_back({row.integer(0)}); });
  return people;
}

void set_members(Tx& tx, DirectoryGroup const& group, std::vector<Id<Person>> const& wanted) {
  auto const before = members_of(tx, group.id);
  auto const has = [](std::vector<Id<Person>> const& people, Id<Person> person) { return std::ranges::find(people, person) != people.end(); };
  for (auto const person : before)
    if (!has(wanted, person)) remove_member(tx, group, person);
  auto now = before;
  for (auto const person : wanted)
    if (!has(now, person)) {
      add_member(tx, group, person);
      now.push_back(person);
    }
  apply(tx, group);
}

void apply(Tx& tx, DirectoryGroup const& group) {
  auto const held = tx.select<Assignment>("select " + kernel::columns_of(kernel::struct_of<Assignment>) + " from assignment where id in (select assignment_id from directory_assignment where group_id = $1) order by id",
                                          group.id);
  if (!group.role && held.empty()) return;
  auto left = group.role ? active_members(tx, group.id) : std::vector<Id<Person>>{};
  bool ended = false;
  for (auto const& assignment : held) {
    auto const member = std::ranges::find(left, assignment.person_id);
    if (member != left.end() && gives(group, assignment)) {
      left.erase(member);
      continue;
    }
    tx.require_scope(assignment.unit_id.value, "/unit_id");
    tx.execute_derived("delete from directory_assignment where assignment_id = $1", assignment.id);
    identity::end_assignment(tx, assignment);
    ended = true;
  }
  for (auto const person : left) {
    if (has_by_hand(tx, group, person)) continue;
    tx.require_scope(group.unit_id->value, "/unit_id");
    Assignment assignment{{}, {}, person, *group.role, *group.unit_id, {}, {}, group.custom_role_id};
    identity::assign(tx, assignment);
    tx.execute_derived("insert into directory_assignment(assignment_id, group_id) values ($1, $2)", assignment.id, group.id);
  }
  if (ended) identity::require_an_administrator(tx);
}

}  // namespace rimlig::directory
