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

Person find_wholly_in_scope(Tx& tx, Id<Person> id) {
  auto person = find_visible(tx, id);
  auto const beyond = tx.value<std::int64_t>("select count(*) from assignment a where a.person_id = $1 and not (" + tx.in_scope("a.unit_id") + ")", id);
  if (beyond != 0)
    throw Problem{403, "beyond_scope", person.name + " har uppdrag även utanför dina enheter. Be den som administrerar hela organisationen."};
  return person;
}

}  // namespace rimlig::identity
