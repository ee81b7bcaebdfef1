// Signing in: the password, then what the person's second factor or role asks for.
#include "identity/cookies.hpp"
#include "identity/entering.hpp"
#include "identity/passkey.hpp"
#include "identity/password.hpp"
#include "identity/sealing_check.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/session_routes.hpp"
#include "identity/session_view.hpp"
#include "identity/sign_in_level.hpp"
#include "identity/throttle.hpp"
#include "kernel/log.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

struct SignIn {
  kernel::Text<0, 200> email;
  kernel::Text<0, 1000> password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

struct SignInCode {
  kernel::Text<1, 60> code;  // from the app, or a recovery code
};
BOOST_DESCRIBE_STRUCT(SignInCode, (), (code))

namespace {

void log_refused(Context const& context) { kernel::log(kernel::Message::login_refused, {{kernel::LogKey::address, context.request.remote_address}}); }

Session sign_in(Context& context, SignIn const& body) {
  auto const person = find_person_by_email(context.tx, body.email);
  std::string hash;
  if (person) hash = context.tx.value<std::string>("select password_hash from account where person_id = $1", person->id).value_or("");
  SignInAttempt attempt(person ? std::string_view(person->email) : std::string_view(body.email), context.request.remote_address);
  begin_attempt(context, attempt);

  if (!password_fits(hash, body.password)) {
    log_refused(context);
    throw Problem{401, "wrong_sign_in", "E-postadressen eller lösenordet stämmer inte."};
  }
  auto const rehashed = kernel::needs_rehash(hash) ? kernel::hash_password(body.password) : std::string();

  auto tx = write_as(context, *person);
  attempt.succeeded(tx);
  if (!rehashed.empty()) store_password(tx, person->id, rehashed);
  require_level(tx, person->id, {});
  auto session = enter_or_ask(context, tx, *person, {}, "");
  tx.commit();
  return session;
}

/// The password was right: only who knows it comes here, so that no outsider can use up the tries.
Session give_code(Context& context, SignInCode const& body) {
  auto const half = find_half_session(context.tx, context.request, SignInStep::code);
  auto const sealing = SealingKey::existing(sealing_key_file(context.services));
  SignInAttempt attempt("code " + std::string(half.person.email), context.request.remote_address);
  begin_attempt(context, attempt);

  auto tx = write_as(context, half.person);
  auto const use = use_code(tx, sealing, half.person.id, body.code);
  if (use == CodeUse::refused || use == CodeUse::used_before) {
    count_wrong_code(tx, half);
    tx.commit();
    log_refused(context);
    throw Problem::invalid("/code", "wrong_code", use == CodeUse::used_before ? "Koden är redan använd. Vänta på nästa kod i appen." : "Koden stämmer inte. Vänta på nästa kod i appen, eller använd en reservkod.");
  }
  attempt.succeeded(tx);
  end_half_session(tx, half);
  auto session = enter(context, tx, half.person, half.origin, use == CodeUse::recovery ? "Med reservkod" : "Med kod");
  tx.commit();
  set_cookie(context, half_session_cookie, "");
  return session;
}

PasskeyQuestion ask_at_sign_in(Context& context) {
  auto const half = find_half_session(context.tx, context.request, SignInStep::code);
  auto question = ask_for_passkey(context.tx, site_of(context.request), half.token_hash, half.person.id);
  question.app = has_code_app(context.tx, half.person.id);
  return question;
}

/// Counted together with the codes.
Session give_passkey(Context& context, PasskeyAnswer const& body) {
  auto const half = find_half_session(context.tx, context.request, SignInStep::code);
  SignInAttempt attempt("code " + std::string(half.person.email), context.request.remote_address);
  begin_attempt(context, attempt);

  auto tx = write_as(context, half.person);
  auto const use = use_passkey(tx, site_of(context.request), half.token_hash, half.person.id, body);
  if (use.fault != PasskeyFault::none) {
    count_wrong_code(tx, half);
    tx.commit();
    log_refused(context);
    throw passkey_problem(use.fault);
  }
  attempt.succeeded(tx);
  end_half_session(tx, half);
  auto session = enter(context, tx, half.person, half.origin, "Med nyckeln " + use.name);
  tx.commit();
  set_cookie(context, half_session_cookie, "");
  return session;
}

PasskeyOffer offer_passkey_at_sign_in(Context& context) {
  auto const half = find_half_session(context.tx, context.request, SignInStep::set_up);
  return offer_passkey(context.tx, site_of(context.request), half.token_hash, half.person);
}

/// Of two that set up a factor at once the first ends the other: it has shown the password alone.
HalfSession lock_half_session(Tx& tx, kernel::Request const& request) {
  lock_factors(tx, find_half_session(tx, request, SignInStep::set_up).person.id);
  return find_half_session(tx, request, SignInStep::set_up);
}

RecoveryCodes add_passkey_at_sign_in(Context& context, PasskeyDraft const& body) {
  auto& tx = context.tx;
  auto const half = lock_half_session(tx, context.request);
  tx.act_as({half.person.id.value, half.person.name, -1, context.request.request_id});
  add_passkey(tx, site_of(context.request), half.token_hash, half.person.id, body);
  auto codes = renew_recovery_codes(tx, half.person.id);
  end_sessions(tx, half.person.id);
  enter(context, tx, half.person, half.origin, "Med nyckeln " + std::string(body.name));
  set_cookie(context, half_session_cookie, "");
  return codes;
}

FactorKey offer_at_sign_in(Context& context) {
  auto const half = find_half_session(context.tx, context.request, SignInStep::set_up);
  return offer_factor(context.tx, key_to_seal_with(context.tx, sealing_key_file(context.services)), half.person);
}

RecoveryCodes confirm_at_sign_in(Context& context, SignInCode const& body) {
  auto& tx = context.tx;
  auto const half = lock_half_session(tx, context.request);
  tx.act_as({half.person.id.value, half.person.name, -1, context.request.request_id});
  auto codes = confirm_factor(tx, SealingKey::existing(sealing_key_file(context.services)), half.person.id, body.code);
  tx.note({"second_factor_on", std::string(Person::table), half.person.id.value, home_unit(tx, half.person.id), "{}", ""});
  // As when it is turned on under Mitt konto: what was opened with the password alone ends, this half session too.
  end_sessions(tx, half.person.id);
  enter(context, tx, half.person, half.origin, "Med kod");
  set_cookie(context, half_session_cookie, "");
  return codes;
}

}  // namespace

void sign_in_routes(kernel::Routes& routes) {
  using kernel::public_route;
  routes.add(Method::post, "/api/session", "signIn", public_route, sign_in, "Logga in");
  routes.add(Method::post, "/api/session/code", "giveSignInCode", public_route, give_code, "Andra steget av inloggningen: koden");
  routes.add(Method::post, "/api/session/passkey/question", "askPasskeyAtSignIn", public_route, ask_at_sign_in, "En fråga till nyckeln, när lösenordet var rätt");
  routes.add(Method::post, "/api/session/passkey", "signInWithPasskey", public_route, give_passkey, "Andra steget av inloggningen: nyckeln");
  routes.add(Method::post, "/api/session/second-factor/passkey/offer", "offerPasskeyAtSignIn", public_route, offer_passkey_at_sign_in, "Börja lägga till en nyckel, när rollen kräver tvåstegsinloggning");
  routes.add(Method::post, "/api/session/second-factor/passkey", "addPasskeyAtSignIn", public_route, add_passkey_at_sign_in, "Lägg till nyckeln och logga in");
  routes.add(Method::post, "/api/session/second-factor/key", "offerFactorAtSignIn", public_route, offer_at_sign_in, "En nyckel till appen, när rollen kräver tvåstegsinloggning");
  routes.add(Method::post, "/api/session/second-factor", "confirmFactorAtSignIn", public_route, confirm_at_sign_in, "Bekräfta appens nyckel och logga in");
}

}  // namespace rimlig::identity
