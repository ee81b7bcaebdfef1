// What the directory's groups give, as an administrator decides it; and what becomes of that when units change.
#include "directory/scim.hpp"
#include "identity/custom_role.hpp"
#include "kernel/feature.hpp"
#include "org/ownership.hpp"

namespace rimlig::directory {

using identity::CustomRole;
using identity::Role;
using kernel::Context;
using kernel::Id;
using kernel::IfMatch;
using kernel::Problem;
using kernel::Tx;

struct GroupView {
  Id<DirectoryGroup> id;
  kernel::Version version;
  std::string name;
  std::int64_t members = 0;
  std::optional<Role> role;
  std::optional<Id<CustomRole>> custom_role_id;
  std::optional<std::string> custom_name;
  std::optional<Id<org::Unit>> unit_id;
  std::optional<std::string> unit_name;
  kernel::Instant changed_at;
};
BOOST_DESCRIBE_STRUCT(GroupView, (), (id, version, name, members, role, custom_role_id, custom_name, unit_id, unit_name, changed_at))

struct GroupGrant {
  std::optional<Role> role;
  std::optional<Id<CustomRole>> custom_role_id;
  std::optional<Id<org::Unit>> unit_id;
};
BOOST_DESCRIBE_STRUCT(GroupGrant, (), (role, custom_role_id, unit_id))

namespace {

struct GroupQuery {
  std::optional<kernel::Text<0, 200>> q;
  std::optional<kernel::Text<0, 40>> sort;
  std::optional<kernel::Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(GroupQuery, (), (q, sort, after, limit))

constexpr kernel::SortColumn sorts[] = {{"name", "g.name collate sv"}, {"changed", "g.changed_at"}};
constexpr kernel::ListShape shape{
    "g.id as id, g.version as version, g.name as name, (select count(*) from directory_member m where m.group_id = g.id) as members, g.role as role, "
    "g.custom_role_id as custom_role_id, c.name as custom_name, g.unit_id as unit_id, u.name as unit_name, g.changed_at as changed_at",
    "directory_group g", "left join custom_role c on c.id = g.custom_role_id left join org_unit u on u.id = g.unit_id", "g.id", "", sorts};

kernel::Page<GroupView> list_grants(Context& context, kernel::Query<GroupQuery> query) {
  kernel::Where where;
  if (query.q && !query.q->empty()) where.add("replace(lower(g.name), lower(?), '') <> lower(g.name)", *query.q);
  return kernel::list<GroupView>(context.tx, shape, where, {query.sort, query.after, query.limit});
}

GroupView view_of(Tx& tx, Id<DirectoryGroup> id) {
  auto found = tx.select_one<GroupView>("select " + std::string(shape.columns) + " from directory_group g " + std::string(shape.joins) + " where g.id = $1", id);
  if (!found) throw Problem::not_found("gruppen");
  return std::move(*found);
}

GroupView get_grant(Context& context, Id<DirectoryGroup> id) { return view_of(context.tx, id); }

GroupView update_grant(Context& context, Id<DirectoryGroup> id, GroupGrant const& grant, IfMatch match) {
  auto& tx = context.tx;
  auto group = tx.get(id);
  if (grant.role.has_value() != grant.unit_id.has_value())
    throw Problem::invalid(grant.role ? "/unit_id" : "/role", "required", "Välj både en roll och en enhet, eller ingetdera.");
  if ((grant.role == Role::custom) != grant.custom_role_id.has_value())
    throw Problem::invalid("/custom_role_id", "role", "Välj en av programmets roller eller en av kommunens egna.");
  if (grant.unit_id) org::require_in_force(tx, *grant.unit_id, "/unit_id");
  group.role = grant.role;
  group.custom_role_id = grant.custom_role_id;
  group.unit_id = grant.unit_id;
  tx.update(group, match.version);
  apply(tx, group);
  return view_of(tx, id);
}

// --- when units change ---

org::Given give(Tx& tx, org::Handover const& handover) {
  auto group = tx.get(Id<DirectoryGroup>{handover.id});
  // What is given ends with the unit and is told again if the unit comes back.
  std::string const memo = std::string(kernel::name_of(*group.role)) + ":" + std::to_string(group.custom_role_id ? group.custom_role_id->value : 0);
  if (handover.to.value != 0) {
    group.unit_id = handover.to;
  } else {
    group.unit_id.reset();
    group.role.reset();
    group.custom_role_id.reset();
  }
  tx.update(group);
  apply(tx, group);
  return {handover.id, memo};
}

void take_back(Tx& tx, org::Handover const& handover, org::Given const& given) {
  auto group = tx.get(Id<DirectoryGroup>{given.id});
  auto const colon = given.memo.find(':');
  group.role = kernel::Codec<Role>::from_name(std::string_view(given.memo).substr(0, colon));
  if (auto const own = std::stol(given.memo.substr(colon + 1)); own != 0) group.custom_role_id = Id<CustomRole>{own};
  group.unit_id = handover.from;
  tx.update(group);
  apply(tx, group);
}

void routes(kernel::Routes& to) {
  to.tell_problems("/scim/", scim_problem);
  service_routes(to);
  user_routes(to);
  group_routes(to);
  grant_routes(to);
}

}  // namespace

void grant_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/directory-groups", "listDirectoryGroups", "person.write", list_grants, "Katalogens grupper och vad de ger");
  routes.add(Method::get, "/api/directory-groups/{id}", "getDirectoryGroup", "person.write", get_grant, "En av katalogens grupper");
  routes.add(Method::put, "/api/directory-groups/{id}", "updateDirectoryGroup", "person.write", update_grant, "Bestäm vad en grupp ger");
}

void register_ownership() {
  // Before the assignments, which then follow by what the group gives.
  org::register_owned({.kind = DirectoryGroup::table, .order = 5, .follows = "t.role is not null", .label = "'Grupp ' || t.name", .title = "", .readers = -1, .give = give,
                       .take_back = take_back, .ends_with_unit = true});
}

kernel::Feature feature() {
  register_ownership();
  return {"directory", routes, nullptr};
}

}  // namespace rimlig::directory
