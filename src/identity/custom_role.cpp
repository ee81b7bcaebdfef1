#include "identity/custom_role.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <memory>

#include "identity/permissions.hpp"
#include "identity/second_factor.hpp"
#include "identity/sign_in_level.hpp"
#include "kernel/crypto.hpp"
#include "kernel/feature.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Created;
using kernel::Id;
using kernel::Problem;
using kernel::Tx;

struct CustomRoleDraft {
  kernel::Text<2, 60> name;
  kernel::Text<0, 500> description;
  std::vector<std::string> permissions;
  bool second_factor = false;
  std::optional<kernel::Range<2, 4>> sign_in_level;
};
BOOST_DESCRIBE_STRUCT(CustomRoleDraft, (), (name, description, permissions, second_factor, sign_in_level))

/// A role as lists show it: the program's own have neither id nor name, for they are called by a word of the page's language.
struct RoleView {
  Role role = Role::custom;
  std::optional<Id<CustomRole>> id;
  kernel::Version version;
  std::string name;
  std::string description;
  std::vector<std::string> permissions;
  bool second_factor = false;
  std::optional<kernel::Range<2, 4>> sign_in_level;
  std::int64_t people = 0;  // who hold it today
};
BOOST_DESCRIBE_STRUCT(RoleView, (), (role, id, version, name, description, permissions, second_factor, sign_in_level, people))

namespace {

struct Known {
  std::string state;
  std::map<std::string, std::int64_t, std::less<>> roles_by_permission;
};
std::atomic<std::shared_ptr<Known const>> known{std::make_shared<Known const>()};

std::string const every_role = "select " + kernel::columns_of(kernel::struct_of<CustomRole>) + " from custom_role";

/// What the administrator alone may do: whoever gives out roles could otherwise give themselves any.
bool is_for_administrators(std::string_view permission) { return permission == "org.write" || permission == "person.write" || permission == "account.write"; }

/// Whoever has signed in sees their own work and where it belongs.
bool is_everyones(std::string_view permission) { return permission == "org.read" || permission == "job.read"; }

/// "action.read" for "action.write"; empty when there is none, or when it is that one.
std::string reading_of(std::string_view permission) {
  auto const read = std::string(permission.substr(0, permission.find('.'))) + ".read";
  bool const exists = std::ranges::any_of(permissions, [&](Permission const& each) { return each.name == read; });
  return exists && read != permission ? read : std::string();
}

/// In the table's order and each once. Problem 422 for what such a role cannot hold.
std::vector<std::string> checked(std::vector<std::string> const& wanted) {
  auto const refuse = [](std::string code, std::string text) { throw Problem::invalid("/permissions", std::move(code), std::move(text)); };
  auto const has = [&](std::string_view name) { return std::ranges::find(wanted, name) != wanted.end(); };
  std::vector<std::string> out;
  for (auto const& each : permissions)
    if (has(each.name) || is_everyones(each.name)) out.emplace_back(each.name);
  for (auto const& name : wanted) {
    if (std::ranges::find(out, name) == out.end()) refuse("unknown_value", "Behörigheten \"" + name + "\" finns inte.");
    if (is_for_administrators(name)) refuse("administrators_only", "Behörigheten \"" + name + "\" hör till administratören och kan inte ingå i en egen roll.");
    if (auto const read = reading_of(name); !read.empty() && !has(read))
      refuse("needs_reading", "Den som får \"" + name + "\" måste också få \"" + read + "\". Lägg till den.");
  }
  if (std::ranges::all_of(out, is_everyones)) refuse("required", "Välj minst en behörighet.");
  return out;
}

void check_name(Tx& tx, CustomRole const& role) {
  if (tx.value<std::int64_t>("select 1 from custom_role where lower(name) = lower($1) and id <> $2", role.name, role.id))
    throw Problem::invalid("/name", "taken", "Det finns redan en roll som heter så. Välj ett annat namn.");
}

std::int64_t free_bit(Tx& tx) {
  std::int64_t taken = 0;
  tx.run("select bit from custom_role", {}, [&](kernel::Row const& row) { taken |= row.integer(0); });
  for (int place = org::first_custom_place; place <= org::last_custom_place; ++place)
    if (auto const bit = std::int64_t{1} << place; (taken & bit) == 0) return bit;
  throw Problem::conflict("too_many_roles", "Det finns redan 39 egna roller. Ta bort någon som inte används.");
}

void say_changed(Tx& tx) {
  tx.execute_derived("insert into setting(name, value) values ('custom_role_state', $1) on conflict (name) do update set value = excluded.value", kernel::random_token());
}

/// Who holds a role today, as far as the reader may know of it.
std::int64_t people_with(Tx& tx, Role role, std::optional<Id<CustomRole>> id) {
  return tx.value<std::int64_t>("select count(distinct a.person_id) from assignment a where a.role = $1 and coalesce(a.custom_role_id, 0) = $2 and " + org::in_force("a", "$3") + " and " +
                                    tx.in_scope("a.unit_id"),
                                role, id ? id->value : 0, tx.today())
      .value_or(0);
}

RoleView view_of(Tx& tx, CustomRole const& role) {
  return {Role::custom, role.id, role.version, role.name, role.description, role.permissions, role.second_factor, role.sign_in_level, people_with(tx, Role::custom, role.id)};
}

kernel::Items<RoleView> list_roles(Context& context) {
  auto& tx = context.tx;
  auto const guarded = roles_that_need_one(tx);
  auto const levels = role_levels(tx);
  kernel::Items<RoleView> out;
  for (auto const role : org::all_roles) {
    RoleView view;
    view.role = role;
    for (auto const& each : permissions)
      if (each.roles & bit_of(role)) view.permissions.emplace_back(each.name);
    view.second_factor = guarded.contains(role);
    for (auto const& each : levels)
      if (each.role == role) view.sign_in_level = each.level;
    view.people = people_with(tx, role, {});
    out.items.push_back(std::move(view));
  }
  for (auto const& role : tx.select<CustomRole>(every_role + " order by name collate sv, id"))
    out.items.push_back(view_of(tx, role));
  return out;
}

RoleView get_role(Context& context, Id<CustomRole> id) { return view_of(context.tx, context.tx.get(id)); }

Created<RoleView> create_role(Context& context, CustomRoleDraft draft) {
  auto& tx = context.tx;
  draft.permissions = checked(draft.permissions);
  CustomRole role;
  kernel::copy_members(std::move(draft), role);
  check_name(tx, role);
  role.bit = free_bit(tx);
  tx.insert(role);
  say_changed(tx);
  return {view_of(tx, role)};
}

RoleView update_role(Context& context, Id<CustomRole> id, CustomRoleDraft draft, kernel::IfMatch match) {
  auto& tx = context.tx;
  auto role = tx.get(id);
  draft.permissions = checked(draft.permissions);
  kernel::copy_members(std::move(draft), role);
  check_name(tx, role);
  tx.update(role, match.version);
  say_changed(tx);
  end_sessions_below_demands(tx);
  return view_of(tx, role);
}

void remove_role(Context& context, Id<CustomRole> id) {
  auto& tx = context.tx;
  auto const role = tx.get(id);
  auto const people = tx.value<std::int64_t>("select count(distinct person_id) from assignment where custom_role_id = $1", id).value_or(0);
  if (people > 0)
    throw Problem::conflict("in_use", "Rollen står i uppdrag för " + std::to_string(people) + (people == 1 ? " person" : " personer") + ". Ta bort de uppdragen först.");
  tx.remove(role);
  say_changed(tx);
}

}  // namespace

void follow_custom_roles(Tx& tx, std::string_view state) {
  if (known.load()->state == state) return;
  auto learned = std::make_shared<Known>();
  learned->state = state;
  for (auto const& role : tx.select<CustomRole>(every_role))
    for (auto const& permission : role.permissions) learned->roles_by_permission[permission] |= role.bit;
  known.store(std::move(learned));
}

std::int64_t custom_roles_with(std::string_view permission) {
  auto const now = known.load();
  auto const found = now->roles_by_permission.find(permission);
  return found == now->roles_by_permission.end() ? 0 : found->second;
}

void custom_role_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/roles", "listRoles", "person.read", list_roles, "Roller och vad de får göra");
  routes.add(Method::get, "/api/roles/{id}", "getRole", "person.read", get_role, "Hämta en egen roll");
  routes.add(Method::post, "/api/roles", "createRole", "account.write", create_role, "Lägg upp en egen roll");
  routes.add(Method::put, "/api/roles/{id}", "updateRole", "account.write", update_role, "Ändra en egen roll");
  routes.add(Method::del, "/api/roles/{id}", "removeRole", "account.write", remove_role, "Ta bort en egen roll som ingen har");
}

}  // namespace rimlig::identity
