// People and what they do where: a person acts through assignments, each a role at a unit for a
// time, and sees that unit's subtree.
#pragma once
#include "org/org.hpp"
#include "org/role.hpp"

namespace rimlig::identity {

using org::Role;

/// Ids of persons may be named by anyone who is signed in (an action's owner may sit in another
/// unit); lists and pages of persons are limited to those with an assignment in the actor's scope.
struct Person {
  static constexpr std::string_view table = "person";
  kernel::Id<Person> id;
  kernel::Version version;
  kernel::Text<1, 120> name;
  kernel::Text<3, 200> email;  // lower case
};
BOOST_DESCRIBE_STRUCT(Person, (), (id, version, name, email))

struct CustomRole;

struct Assignment {
  static constexpr std::string_view table = "assignment";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<Assignment> id;
  kernel::Version version;
  kernel::Id<Person> person_id;
  Role role = Role::employee;
  kernel::Id<org::Unit> unit_id;
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;  // the last day
  std::optional<kernel::Id<CustomRole>> custom_role_id = {};  // when the role is custom, and only then
};
BOOST_DESCRIBE_STRUCT(Assignment, (), (id, version, person_id, role, unit_id, valid_from, valid_to, custom_role_id))

/// Stores a person with a lower-case e-mail and an account that cannot be signed in to until a
/// password is set. Problem 422 for an address that is not one, or is taken.
void add_person(kernel::Tx& tx, Person& person);
void change_person(kernel::Tx& tx, Person& person, kernel::Version expected);
/// Stores the assignment; what it lets the person see holds from the commit on.
void assign(kernel::Tx& tx, Assignment& assignment);
void end_assignment(kernel::Tx& tx, Assignment const& assignment);

/// The bits of the roles that the person holds today, anywhere.
std::int64_t roles_today(kernel::Tx& tx, kernel::Id<Person> person);

std::optional<Person> find_person_by_email(kernel::Tx& tx, std::string_view email);

/// The routes of sessions, persons and assignments.
kernel::Feature feature();

}  // namespace rimlig::identity
