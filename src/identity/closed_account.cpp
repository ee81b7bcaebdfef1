#include "identity/closed_account.hpp"

#include "identity/session.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

void close_account(Tx& tx, Person const& person) {
  if (tx.execute_derived("update account set closed_at = $1 where person_id = $2 and closed_at is null", tx.now(), person.id) == 0) return;
  end_sessions(tx, person.id);
  tx.execute_derived("delete from api_token where person_id = $1", person.id);
  tx.note({"close_account", std::string(Person::table), person.id.value, home_unit(tx, person.id), "{}", ""});
}

void open_account(Tx& tx, Person const& person) {
  if (tx.execute_derived("update account set closed_at = null where person_id = $1 and closed_at is not null", person.id) == 0) return;
  tx.note({"open_account", std::string(Person::table), person.id.value, home_unit(tx, person.id), "{}", ""});
}

bool is_closed(Tx& tx, Id<Person> person) { return tx.value<std::int64_t>("select 1 from account where person_id = $1 and closed_at is not null", person).has_value(); }

void require_open_account(Tx& tx, Id<Person> person) {
  if (is_closed(tx, person))
    throw Problem{403, "account_closed", "Kontot är stängt, eftersom kommunens katalog säger att du har slutat. Be den som sköter katalogen att öppna det."};
}

void require_an_administrator(Tx& tx) {
  if (!tx.value<std::int64_t>("select 1 from assignment a where a.role = 'administrator' and " + org::in_force("a", "$1") + " limit 1", tx.today()))
    throw Problem::conflict("last_administrator", "Det måste finnas minst en administratör. Ge någon annan uppdraget först.");
}

}  // namespace rimlig::identity
