#include "identity/closed_account.hpp"
#include "identity/custom_role.hpp"
#include "identity/person_reach.hpp"
#include "identity/session_routes.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Created;
using kernel::Id;
using kernel::IfMatch;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

struct PersonAssignment {
  Id<Assignment> id;
  Role role;
  std::optional<std::string> custom_name;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;
  bool by_provider = false;  // given by a claim at sign-in, and ended by it
};
BOOST_DESCRIBE_STRUCT(PersonAssignment, (), (id, role, custom_name, unit_id, unit_name, valid_from, valid_to, by_provider))

/// A person with the assignments that the reader may know of.
struct PersonView {
  Id<Person> id;
  kernel::Version version;
  std::string name;
  std::string email;
  std::vector<PersonAssignment> assignments;
};
BOOST_DESCRIBE_STRUCT(PersonView, (), (id, version, name, email, assignments))

struct PersonDraft {
  kernel::Text<1, 120> name;
  kernel::Text<3, 200> email;
};
BOOST_DESCRIBE_STRUCT(PersonDraft, (), (name, email))

struct AssignmentDraft {
  Role role;
  std::optional<Id<CustomRole>> custom_role_id;
  Id<org::Unit> unit_id;
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;
};
BOOST_DESCRIBE_STRUCT(AssignmentDraft, (), (role, custom_role_id, unit_id, valid_from, valid_to))

struct PersonQuery {
  std::optional<Id<org::Unit>> unit;
  std::optional<kernel::Text<0, 200>> q;
  std::optional<kernel::Text<0, 40>> sort;
  std::optional<kernel::Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(PersonQuery, (), (unit, q, sort, after, limit))

namespace {

std::vector<PersonAssignment> assignments_of(Tx& tx, Id<Person> id) {
  return tx.select<PersonAssignment>(
      "select a.id as id, a.role as role, c.name as custom_name, a.unit_id as unit_id, u.name as unit_name, a.valid_from as valid_from, a.valid_to as valid_to, "
      "exists (select 1 from provider_assignment g where g.assignment_id = a.id) as by_provider from assignment a "
      "join org_unit u on u.id = a.unit_id left join custom_role c on c.id = a.custom_role_id where a.person_id = $1 and " + tx.in_scope("a.unit_id") + " order by u.path, a.role, a.id",
      id);
}

PersonView view_of(Tx& tx, Person const& person) { return {person.id, person.version, person.name, person.email, assignments_of(tx, person.id)}; }

constexpr kernel::SortColumn sorts[] = {{"name", "p.name collate sv"}, {"email", "p.email"}};
constexpr kernel::ListShape shape{"p.id as id, p.version as version, p.name as name, p.email as email", "person p", "", "p.id", "", sorts};

kernel::Page<PersonView> list_persons(Context& context, kernel::Query<PersonQuery> query) {
  auto& tx = context.tx;
  kernel::Where where;
  where.add(visible_person(tx));
  if (query.unit) where.add("exists (select 1 from assignment a where a.person_id = p.id and " + org::within("a.unit_id", *query.unit) + ")");
  // Cutting the text out changes what contains it; unlike a pattern, nothing in the text has a meaning of its own.
  if (query.q && !query.q->empty()) where.add("replace(lower(p.name || ' ' || p.email), lower(?), '') <> lower(p.name || ' ' || p.email)", *query.q);
  auto const found = kernel::list<Person>(tx, shape, where, {query.sort, query.after, query.limit});
  kernel::Page<PersonView> page{{}, found.next, found.total, found.total_capped};
  for (auto const& person : found.items) page.items.push_back(view_of(tx, person));
  return page;
}

PersonView get_person(Context& context, Id<Person> id) { return view_of(context.tx, find_visible(context.tx, id)); }

Created<PersonView> create_person(Context& context, PersonDraft draft) {
  Person person;
  kernel::copy_members(std::move(draft), person);
  add_person(context.tx, person);
  return {view_of(context.tx, person)};
}

PersonView update_person(Context& context, Id<Person> id, PersonDraft const& draft, IfMatch match) {
  auto person = find_wholly_in_scope(context.tx, id);
  kernel::copy_members(draft, person);
  change_person(context.tx, person, match.version);
  return view_of(context.tx, person);
}

Created<PersonAssignment> create_assignment(Context& context, Id<Person> id, AssignmentDraft draft) {
  auto const person = find_visible(context.tx, id);
  Assignment assignment;
  assignment.person_id = person.id;
  kernel::copy_members(std::move(draft), assignment);
  assign(context.tx, assignment);
  auto const unit = context.tx.get(assignment.unit_id);
  auto const custom = assignment.custom_role_id ? std::optional<std::string>(context.tx.get(*assignment.custom_role_id).name) : std::nullopt;
  return {{assignment.id, assignment.role, custom, unit.id, unit.name, assignment.valid_from, assignment.valid_to, false}};
}

void remove_assignment(Context& context, Id<Assignment> id) {
  auto& tx = context.tx;
  auto const assignment = tx.get(id);
  end_assignment(tx, assignment);
  require_an_administrator(tx);
}

}  // namespace

void person_routes(kernel::Routes& routes) {
  routes.add(Method::get, "/api/persons", "listPersons", "person.read", list_persons, "Personer med uppdrag i mina enheter");
  routes.add(Method::get, "/api/persons/{id}", "getPerson", "person.read", get_person, "Hämta en person");
  routes.add(Method::post, "/api/persons", "createPerson", "person.write", create_person, "Lägg upp en person");
  routes.add(Method::put, "/api/persons/{id}", "updatePerson", "person.write", update_person, "Ändra en persons namn eller e-post");
  routes.add(Method::post, "/api/persons/{id}/assignments", "createAssignment", "person.write", create_assignment, "Ge ett uppdrag vid en enhet");
  routes.add(Method::del, "/api/assignments/{id}", "removeAssignment", "person.write", remove_assignment, "Ta bort ett uppdrag");
}

}  // namespace rimlig::identity
