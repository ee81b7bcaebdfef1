// A person's own second factor under Mitt konto.
#include "identity/passkey.hpp"
#include "identity/proof.hpp"
#include "identity/sealing_check.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/session_routes.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Id;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

struct SecondFactor {
  bool on = false;
  bool app = false;           // codes from an app
  std::int64_t passkeys = 0;
  bool required = false;  // by a role that the person holds
  std::optional<kernel::Instant> since;  // of the app
  std::int64_t recovery_codes = 0;  // left
};
BOOST_DESCRIBE_STRUCT(SecondFactor, (), (on, app, passkeys, required, since, recovery_codes))

struct FactorCode {
  kernel::Text<1, 60> code;
};
BOOST_DESCRIBE_STRUCT(FactorCode, (), (code))

namespace {

SealingKey sealing_of(Context const& context) { return SealingKey::existing(sealing_key_file(context.services)); }

void note(Tx& tx, std::string operation, Id<Person> person) { tx.note({std::move(operation), std::string(Person::table), person.value, home_unit(tx, person), "{}", ""}); }

SecondFactor get_second_factor(Context& context) {
  auto& tx = context.tx;
  Id<Person> const person{tx.actor().id};
  SecondFactor state;
  state.on = has_second_factor(tx, person);
  state.required = needs_second_factor(tx, person);
  state.app = has_code_app(tx, person);
  state.passkeys = static_cast<std::int64_t>(passkeys_of(tx, person).size());
  if (state.app) state.since = tx.value<kernel::Instant>("select since from second_factor where person_id = $1", person);
  state.recovery_codes = recovery_codes_left(tx, person);
  return state;
}

FactorKey offer(Context& context, Proof const& proof) {
  FactorKey key;
  with_proof(context, proof, [&](Tx& tx, Person const& person) { key = offer_factor(tx, key_to_seal_with(tx, sealing_key_file(context.services)), person); });
  return key;
}

RecoveryCodes confirm(Context& context, FactorCode const& body) {
  auto& tx = context.tx;
  Id<Person> const person{tx.actor().id};
  auto codes = confirm_factor(tx, sealing_of(context), person, body.code);
  end_sessions(tx, person, session_token(context.request));
  note(tx, "second_factor_on", person);
  return codes;
}

RecoveryCodes renew(Context& context, Proof const& proof) {
  RecoveryCodes codes;
  with_proof(context, proof, [&](Tx& tx, Person const& person) {
    if (!has_second_factor(tx, person.id)) throw Problem::conflict("no_second_factor", "Tvåstegsinloggning är inte påslagen.");
    note(tx, "recovery_codes_renewed", person.id);
    codes = renew_recovery_codes(tx, person.id);
  });
  return codes;
}

void turn_off(Context& context, Proof const& proof) {
  with_proof(context, proof, [&](Tx& tx, Person const& person) {
    if (needs_second_factor(tx, person.id) && !has_passkey(tx, person.id))
      throw Problem::conflict("second_factor_required", "Din roll kräver tvåstegsinloggning. Byt telefon i stället, så gäller den nya appen.");
    if (!remove_app(tx, person.id)) return;
    note(tx, "second_factor_off", person.id);
    end_sessions(tx, person.id, session_token(context.request));
  });
}

}  // namespace

void second_factor_routes(kernel::Routes& routes) {
  using kernel::session_route;
  routes.add(Method::get, "/api/second-factor", "getSecondFactor", session_route, get_second_factor, "Min tvåstegsinloggning");
  routes.add(Method::post, "/api/second-factor/key", "offerSecondFactor", session_route, offer, "En ny nyckel till appen; gäller när en kod har bekräftat den");
  routes.add(Method::post, "/api/second-factor", "confirmSecondFactor", session_route, confirm, "Slå på tvåstegsinloggning med en kod från appen");
  routes.add(Method::post, "/api/second-factor/recovery-codes", "renewRecoveryCodes", session_route, renew, "Nya reservkoder i stället för de gamla");
  routes.add(Method::post, "/api/second-factor/off", "turnOffSecondFactor", session_route, turn_off, "Ta bort appen; utan nycklar slås tvåstegsinloggningen av");
}

}  // namespace rimlig::identity
