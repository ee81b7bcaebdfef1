#include "identity/session_view.hpp"

#include "identity/permissions.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Tx;

Session session_of(Tx& tx, Id<Person> id, std::string csrf) {
  Session session;
  session.csrf = std::move(csrf);
  session.today = tx.today();
  session.sample_data = tx.value<std::string>("select value from setting where name = 'sample_data'") == "true";
  tx.run("select p.name, p.email, a.language from person p join account a on a.person_id = p.id where p.id = $1", Tx::bind(id), [&](kernel::Row const& row) {
    session.person = {id, std::string(row.text(0)), std::string(row.text(1))};
    session.language = kernel::Codec<Language>::from_name(row.text(2)).value_or(Language::sv);
  });
  session.roles = tx.select<SessionRole>(
      "select a.role as role, c.name as custom_name, a.unit_id as unit_id, u.name as unit_name from assignment a join org_unit u on u.id = a.unit_id "
      "left join custom_role c on c.id = a.custom_role_id where a.person_id = $1 and " +
          org::in_force("a", "$2") + " order by u.path, a.role, a.id",
      id, tx.today());
  session.substitute_for = tx.select<SessionSubstitution>(
      "select p.name as absent_name, s.valid_to as valid_to from substitution s join person p on p.id = s.absent_id where s.substitute_id = $1 and s.ended_at is null and " + org::in_force("s", "$2") +
          " order by s.valid_to, s.id",
      id, tx.today());
  session.permissions = permissions_of(roles_today(tx, id));
  return session;
}

std::vector<std::string> permissions_of(std::int64_t roles) {
  std::vector<std::string> held;
  for (auto const& permission : permissions)
    if (roles_with(permission.name) & roles) held.emplace_back(permission.name);
  return held;
}

}  // namespace rimlig::identity
