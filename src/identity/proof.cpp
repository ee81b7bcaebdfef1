#include "identity/proof.hpp"

#include "identity/password.hpp"
#include "identity/sealing.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/throttle.hpp"
#include "kernel/crypto.hpp"
#include "kernel/routes.hpp"

namespace rimlig::identity {

using kernel::Problem;
using kernel::Tx;

void with_proof(kernel::Context& context, Proof const& proof, std::function<void(Tx&, Person const&)> const& work) {
  auto const actor = context.tx.actor();
  auto const person = context.tx.get(kernel::Id<Person>{actor.id});
  auto const hash = context.tx.value<std::string>("select password_hash from account where person_id = $1", person.id).value_or("");
  bool const has_factor = has_second_factor(context.tx, person.id);
  SignInAttempt attempt(person.email, context.request.remote_address);
  begin_attempt(context, attempt);
  if (!password_fits(hash, proof.current)) throw Problem::invalid("/current", "wrong_password", "Lösenordet stämmer inte.");
  bool const by_key = has_factor && proof.passkey;
  if (by_key) {
    Tx asked(context.tx.connection(), actor, context.services.clock, kernel::TxMode::write);
    auto const use = use_passkey(asked, site_of(context.request), kernel::sha256_hex(session_token(context.request)), person.id, *proof.passkey);
    // The question is used up, also when the work is refused and leaves nothing behind.
    asked.commit();
    if (use.fault != PasskeyFault::none) throw passkey_problem(use.fault);
  }
  Tx tx(context.tx.connection(), actor, context.services.clock, kernel::TxMode::write);
  lock_factors(tx, person.id);
  if (has_factor && !by_key) {
    auto const use = use_code(tx, SealingKey::existing(sealing_key_file(context.services)), person.id, proof.code.value_or(""));
    if (use == CodeUse::refused || use == CodeUse::used_before)
      throw Problem::invalid("/code", "wrong_code", "Koden stämmer inte eller är redan använd. Vänta på nästa kod i appen, eller använd en reservkod.");
  }
  attempt.succeeded(tx);
  work(tx, person);
  tx.commit();
}

}  // namespace rimlig::identity
