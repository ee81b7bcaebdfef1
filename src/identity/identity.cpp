#include "identity/identity.hpp"

#include <algorithm>

#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Problem;
using kernel::Tx;

namespace {

std::string lower_case(Tx& tx, std::string_view text) { return tx.value<std::string>("select lower($1)", text).value_or(""); }

/// A typing aid, not a proof: one @, something on both sides, a dot in the domain, no spaces.
bool looks_like_email(std::string_view text) {
  auto const at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  auto const domain = text.substr(at + 1);
  auto const dot = domain.find('.');
  return text.find_first_of(" \t\n<>,;\"") == std::string_view::npos && dot != std::string_view::npos && dot > 0 && !domain.ends_with('.');
}

/// Two people must not look the same: no letters of other alphabets that look like ours, and nothing that cannot be seen.
bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}
bool hides_something(std::string_view name) {
  for (std::size_t at = 0; at + 1 < name.size(); ++at) {
    auto const two = name.substr(at, 2), three = name.substr(at, 3);
    bool const control = two >= "\u0080" && two <= "\u009F";
    bool const mark = (three >= "\u200B" && three <= "\u200F") || (three >= "\u2028" && three <= "\u202E") || (three >= "\u2060" && three <= "\u206F");
    if (control || mark || two == "\u00AD" || three == "\uFEFF") return true;
  }
  return name.find_first_of("\t\r\n\x7f") != std::string_view::npos;
}

void check_person(Tx& tx, Person& person) {
  if (hides_something(person.name)) throw Problem::invalid("/name", "hidden", "Namnet har tecken som inte syns, kanske från en inklistrad text. Skriv det för hand.");
  if (!is_plain(person.email))
    throw Problem::invalid("/email", "letters", "E-postadressen får bara ha bokstäverna a till z, siffror och skiljetecken. Skriv den för hand; en inklistrad adress kan ha bokstäver som bara liknar.");
  person.email = lower_case(tx, person.email);
  if (!looks_like_email(person.email))
    throw Problem::invalid("/email", "email", "\"" + person.email + "\" är inte en e-postadress. Skriv som namn@kommun.se.");
  auto const taken = tx.value<std::int64_t>("select id from person where email = $1 and id <> $2", person.email, person.id);
  if (taken) throw Problem::invalid("/email", "taken", "Adressen " + person.email + " används redan. Sök upp personen och ge ett nytt uppdrag i stället.");
}

}  // namespace

void add_person(Tx& tx, Person& person) {
  check_person(tx, person);
  tx.insert(person);
  tx.execute_derived("insert into account(person_id, password_hash, language, scoped_on) values ($1, '', 'sv', $2)", person.id, tx.today());
}

void change_person(Tx& tx, Person& person, kernel::Version expected) {
  check_person(tx, person);
  tx.update(person, expected);
}

void assign(Tx& tx, Assignment& assignment) {
  if (assignment.valid_from && assignment.valid_to && assignment.valid_to->text < assignment.valid_from->text)
    throw Problem::invalid("/valid_to", "before_start", "Uppdraget kan inte sluta innan det börjar. Ändra något av datumen.");
  if ((assignment.role == Role::custom) != assignment.custom_role_id.has_value())
    throw Problem::invalid("/custom_role_id", "role", "Välj en av programmets roller eller en av kommunens egna.");
  org::lock_scopes(tx);
  tx.insert(assignment);
  org::refresh_scope_of_person(tx, assignment.person_id.value);
}

void end_assignment(Tx& tx, Assignment const& assignment) {
  org::lock_scopes(tx);
  tx.remove(assignment);
  org::refresh_scope_of_person(tx, assignment.person_id.value);
}

std::int64_t roles_today(Tx& tx, kernel::Id<Person> person) {
  return tx.value<std::int64_t>("select " + org::roles_of("p.id", "$2") + " from person p where p.id = $1", person, tx.today()).value_or(0);
}

std::optional<Person> find_person_by_email(Tx& tx, std::string_view email) {
  return tx.select_one<Person>("select id, version, name, email from person where email = $1", lower_case(tx, email));
}

}  // namespace rimlig::identity
