// A person's own second factor under Mitt konto. What weakens an account takes the password too, and the
// code when there is one: an open browser at a desk is not enough.
#include "identity/password.hpp"
#include "identity/sealing.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/session_routes.hpp"
#include "identity/throttle.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Id;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

struct SecondFactor {
  bool on = false;
  bool required = false;  // by a role that the person holds
  std::optional<kernel::Instant> since;
  std::int64_t recovery_codes = 0;  // left
};
BOOST_DESCRIBE_STRUCT(SecondFactor, (), (on, required, since, recovery_codes))

struct FactorProof {
  kernel::Text<0, 1000> current;            // the password
  std::optional<kernel::Text<0, 60>> code;  // when a second factor is on
};
BOOST_DESCRIBE_STRUCT(FactorProof, (), (current, code))

struct FactorCode {
  kernel::Text<1, 60> code;
};
BOOST_DESCRIBE_STRUCT(FactorCode, (), (code))

namespace {

SealingKey sealing_of(Context const& context) { return SealingKey(sealing_key_file(context.services)); }

void note(Tx& tx, std::string operation, Id<Person> person) { tx.note({std::move(operation), std::string(Person::table), person.value, home_unit(tx, person), "{}", ""}); }

SecondFactor get_second_factor(Context& context) {
  auto& tx = context.tx;
  Id<Person> const person{tx.actor().id};
  SecondFactor state;
  state.on = has_second_factor(tx, person);
  state.required = needs_second_factor(tx, person);
  if (state.on) state.since = tx.value<kernel::Instant>("select since from second_factor where person_id = $1", person);
  state.recovery_codes = recovery_codes_left(tx, person);
  return state;
}

/// Runs `work` in a transaction of its own when password and code fit: checking a password takes a while,
/// and nobody is to wait for it.
template <class Work>
auto with_proof(Context& context, FactorProof const& proof, Work work) {
  auto const actor = context.tx.actor();
  auto const person = context.tx.get(Id<Person>{actor.id});
  auto const hash = context.tx.value<std::string>("select password_hash from account where person_id = $1", person.id).value_or("");
  bool const has_factor = has_second_factor(context.tx, person.id);
  SignInAttempt attempt(person.email, context.request.remote_address);
  begin_attempt(context, attempt);
  if (!password_fits(hash, proof.current)) throw Problem::invalid("/current", "wrong_password", "Lösenordet stämmer inte.");
  Tx tx(context.tx.connection(), actor, context.services.clock, kernel::TxMode::write);
  if (has_factor && use_code(tx, sealing_of(context), person.id, proof.code.value_or("")) < CodeUse::app)
    throw Problem::invalid("/code", "wrong_code", "Koden stämmer inte eller är redan använd. Vänta på nästa kod i appen, eller använd en reservkod.");
  attempt.succeeded(tx);
  if constexpr (std::is_void_v<decltype(work(tx, person))>) {
    work(tx, person);
    tx.commit();
  } else {
    auto result = work(tx, person);
    tx.commit();
    return result;
  }
}

FactorKey offer(Context& context, FactorProof const& proof) {
  return with_proof(context, proof, [&](Tx& tx, Person const& person) { return offer_factor(tx, sealing_of(context), person); });
}

RecoveryCodes confirm(Context& context, FactorCode const& body) {
  auto& tx = context.tx;
  Id<Person> const person{tx.actor().id};
  auto codes = confirm_factor(tx, sealing_of(context), person, body.code);
  end_sessions(tx, person, session_token(context.request));
  note(tx, "second_factor_on", person);
  return codes;
}

RecoveryCodes renew(Context& context, FactorProof const& proof) {
  return with_proof(context, proof, [&](Tx& tx, Person const& person) {
    if (!has_second_factor(tx, person.id)) throw Problem::conflict("no_second_factor", "Tvåstegsinloggning är inte påslagen.");
    note(tx, "recovery_codes_renewed", person.id);
    return renew_recovery_codes(tx, person.id);
  });
}

void turn_off(Context& context, FactorProof const& proof) {
  with_proof(context, proof, [&](Tx& tx, Person const& person) {
    if (needs_second_factor(tx, person.id)) throw Problem::conflict("second_factor_required", "Din roll kräver tvåstegsinloggning. Byt telefon i stället, så gäller den nya appen.");
    if (remove_factor(tx, person.id)) note(tx, "second_factor_off", person.id);
  });
}

}  // namespace

void second_factor_routes(kernel::Routes& routes) {
  using kernel::session_route;
  routes.add(Method::get, "/api/second-factor", "getSecondFactor", session_route, get_second_factor, "Min tvåstegsinloggning");
  routes.add(Method::post, "/api/second-factor/key", "offerSecondFactor", session_route, offer, "En ny nyckel till appen; gäller när en kod har bekräftat den");
  routes.add(Method::post, "/api/second-factor", "confirmSecondFactor", session_route, confirm, "Slå på tvåstegsinloggning med en kod från appen");
  routes.add(Method::post, "/api/second-factor/recovery-codes", "renewRecoveryCodes", session_route, renew, "Nya reservkoder i stället för de gamla");
  routes.add(Method::post, "/api/second-factor/off", "turnOffSecondFactor", session_route, turn_off, "Slå av tvåstegsinloggning");
}

}  // namespace rimlig::identity
