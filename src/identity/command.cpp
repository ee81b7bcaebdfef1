#include "identity/command.hpp"

#include "identity/organisation_import.hpp"
#include "identity/password.hpp"
#include "identity/second_factor.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

Person must_find(Tx& tx, std::string_view email) {
  auto person = find_person_by_email(tx, email);
  if (!person) throw Problem{404, "not_found", "Ingen har e-postadressen " + std::string(email) + ". Se rimlig user list."};
  return std::move(*person);
}

Role must_know(std::string_view word) {
  if (auto const role = role_of(word); role && *role != Role::custom) return *role;
  std::string names;
  for (auto const role : org::all_roles) names.append(names.empty() ? "" : ", ").append(kernel::name_of(role));
  throw Problem::invalid("/role", "unknown_value", "\"" + std::string(word) + "\" är ingen roll. Välj ett av: " + names + ".");
}

Id<org::Unit> must_find_unit(Tx& tx, std::string_view name) {
  if (auto const unit = org::find_unit(tx, name)) return *unit;
  throw Problem::invalid("/unit", "unknown_unit", "Enheten \"" + std::string(name) + "\" finns inte, eller också heter flera så.");
}

UserLine line_of(Tx& tx, Person const& person) {
  UserLine line{person.id.value, person.name, person.email, false, has_second_factor(tx, person.id), {}};
  line.has_password = tx.value<std::string>("select password_hash from account where person_id = $1", person.id).value_or("") != "";
  tx.run("select a.role, u.name, coalesce(a.valid_from, ''), coalesce(a.valid_to, '') from assignment a join org_unit u on u.id = a.unit_id where a.person_id = $1 order by u.path, a.id",
         Tx::bind(person.id), [&](kernel::Row const& row) {
           auto text = std::string(row.text(0)) + ": " + std::string(row.text(1));
           if (!row.text(2).empty() || !row.text(3).empty()) text += " (" + std::string(row.text(2)) + "–" + std::string(row.text(3)) + ")";
           line.roles.push_back(std::move(text));
         });
  return line;
}

}  // namespace

std::vector<UserLine> list_users(Tx& tx) {
  std::vector<UserLine> lines;
  for (auto const& person : tx.select<Person>("select id, version, name, email from person order by name collate sv, id")) lines.push_back(line_of(tx, person));
  return lines;
}

UserLine add_user(Tx& tx, std::string_view name, std::string_view email, UserRole const& role, std::string_view password) {
  must_know(role.role);
  if (!tx.value<std::int64_t>("select 1 from org_unit limit 1")) {
    org::Unit top{{}, {}, {}, org::UnitKind::council, role.unit, "", {}, {}, {}};
    org::add_unit(tx, top);
  }
  Person person{{}, {}, name, email};
  add_person(tx, person);
  if (!password.empty()) set_password(tx, person, password, "/password");
  return give_user_role(tx, person.email, role);
}

UserLine set_user_password(Tx& tx, std::string_view email, std::string_view password) {
  auto const person = must_find(tx, email);
  set_password(tx, person, password, "/password");
  return line_of(tx, person);
}

UserLine remove_user_factor(Tx& tx, std::string_view email) {
  auto const person = must_find(tx, email);
  remove_lost_factor(tx, person);
  return line_of(tx, person);
}

std::vector<ApiToken> list_user_tokens(Tx& tx, std::string_view email) { return tokens_of(tx, must_find(tx, email).id); }

void revoke_user_token(Tx& tx, std::string_view email, std::int64_t id) { revoke_token(tx, must_find(tx, email).id, {id}); }

UserLine give_user_role(Tx& tx, std::string_view email, UserRole const& role) {
  auto const person = must_find(tx, email);
  Assignment assignment{{}, {}, person.id, must_know(role.role), must_find_unit(tx, role.unit), role.valid_from, role.valid_to};
  assign(tx, assignment);
  return line_of(tx, person);
}

UserLine take_user_role(Tx& tx, std::string_view email, UserRole const& role) {
  auto const person = must_find(tx, email);
  auto const held = tx.select<Assignment>("select " + kernel::columns_of(kernel::struct_of<Assignment>) + " from assignment where person_id = $1 and role = $2 and unit_id = $3",
                                          person.id, must_know(role.role), must_find_unit(tx, role.unit));
  if (held.empty()) throw Problem{404, "not_found", person.name + " har inte den rollen där. Se rimlig user list."};
  for (auto const& assignment : held) end_assignment(tx, assignment);
  return line_of(tx, person);
}

}  // namespace rimlig::identity
