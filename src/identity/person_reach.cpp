#include "identity/person_reach.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

std::string visible_person(Tx const& tx) {
  return "(exists (select 1 from assignment a where a.person_id = p.id and " + tx.in_scope("a.unit_id") +
         ") or (not exists (select 1 from assignment a where a.person_id = p.id) and exists (select 1 from actor_scope s where s.actor_id = " +
         std::to_string(tx.actor().id) + " and (s.grants & " + std::to_string(bit_of(Role::administrator)) + ") <> 0)))";
}

Person find_visible(Tx& tx, Id<Person> id) {
  auto person = tx.select_one<Person>("select p.id as id, p.version as version, p.name as name, p.email as email from person p where p.id = $1 and " + visible_person(tx), id);
  if (!person) throw Problem::not_found("personen");
  return std::move(*person);
}

namespace {
/// Today or later, as substitute for somebody else.
constexpr std::string_view roles_lent_to =
    "select part.assignment_id from substitution s join substitution_assignment part on part.substitution_id = s.id where s.substitute_id = $1 and s.valid_to >= $2 and s.ended_at is null";
}  // namespace

Person find_wholly_in_scope(Tx& tx, Id<Person> id) {
  auto person = find_visible(tx, id);
  auto const beyond = tx.value<std::int64_t>("select count(*) from assignment a where (a.person_id = $1 or a.id in (" + std::string(roles_lent_to) + ")) and not (" + tx.in_scope("a.unit_id") + ")", id, tx.today());
  if (beyond != 0)
    throw Problem{403, "beyond_scope", person.name + " har uppdrag även utanför dina enheter. Be den som administrerar hela organisationen."};
  return person;
}

}  // namespace rimlig::identity
