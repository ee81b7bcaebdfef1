// To the provider and back. The page, not the provider, sends us what came back: so it is a request of our own
// site, from the browser that left, and nothing of another site's can finish a sign-in.
#include "identity/cookies.hpp"
#include "identity/entering.hpp"
#include "identity/session.hpp"
#include "identity/sign_in_level.hpp"
#include "identity/throttle.hpp"
#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/routes.hpp"
#include "oidc/address.hpp"
#include "oidc/claimed_roles.hpp"
#include "oidc/pending.hpp"
#include "oidc/person_link.hpp"
#include "oidc/provider.hpp"
#include "oidc/routes.hpp"

namespace rimlig::oidc {

using kernel::Context;
using kernel::Method;
using kernel::Problem;
using kernel::Text;
using kernel::Tx;

struct OfferedProvider {
  std::string name;
  std::string label;
};
BOOST_DESCRIBE_STRUCT(OfferedProvider, (), (name, label))

struct ProviderStart {
  Text<0, 500> to;  // the page to come back to
  std::optional<kernel::Range<2, 4>> level;
};
BOOST_DESCRIBE_STRUCT(ProviderStart, (), (to, level))

struct ProviderAddress {
  std::string address;
};
BOOST_DESCRIBE_STRUCT(ProviderAddress, (), (address))

/// What the provider sent the browser back with.
struct ProviderReturn {
  Text<0, 200> state;
  Text<0, 4000> code;
  Text<0, 100> error;
  Text<0, 300> iss;
};
BOOST_DESCRIBE_STRUCT(ProviderReturn, (), (state, code, error, iss))

struct ProviderSession {
  identity::Session session;
  std::string to;
};
BOOST_DESCRIBE_STRUCT(ProviderSession, (), (session, to))

namespace {

/// Roughly what two factors of ours are worth: from here the provider has asked for more than a password.
constexpr std::int64_t level_of_several_factors = 3;

kernel::Actor program(Context const& context) { return {0, "Systemet", -1, context.request.request_id}; }

Tx write_as_program(Context& context) { return Tx(context.tx.connection(), program(context), context.services.clock, kernel::TxMode::write); }

void log_refused(Context const& context, std::string_view code) {
  kernel::log(kernel::Message::login_refused, {{kernel::LogKey::address, context.request.remote_address}, {kernel::LogKey::code, code}});
}

Problem start_again() { return {401, "sign_in_again", "Inloggningen tog för lång tid eller avbröts. Börja om."}; }

kernel::Items<OfferedProvider> list_providers(Context&) {
  kernel::Items<OfferedProvider> list;
  for (auto const& each : *providers()) list.items.push_back({each->settings().name, each->settings().label});
  return list;
}

ProviderAddress start(Context& context, Text<1, 40> const& name, ProviderStart const& body) {
  auto const provider = provider_named(name);
  identity::SignInAttempt attempt(context.request.remote_address);
  identity::begin_attempt(context, attempt);

  auto const now = context.services.clock.now();
  (void)provider->discovery(now);  // before anything is stored, for it may take its time
  auto tx = write_as_program(context);
  auto departure = depart(tx, provider->settings().name, is_local_path(body.to) ? std::string(body.to) : "/");
  tx.commit();
  departure.request.level = body.level ? body.level->value : 0;
  auto address = provider->authorization_address(departure.request, now);
  identity::set_cookie(context, browser_cookie, departure.browser);
  return {std::move(address)};
}

/// Why the provider sent the person back without a code, in words that help.
Problem refused_there(ProviderSettings const& provider, std::string_view error) {
  if (error == "access_denied") return {403, "provider_denied", "Du avbröt hos " + provider.label + ", eller så har du inte rätt att logga in i Rimlig därifrån. Försök igen, eller fråga den som sköter inloggningen."};
  if (error == "unmet_authentication_requirements") return {403, "provider_unmet_level", provider.label + " kunde inte logga in dig med den tillitsnivå som behövs. Välj ett annat sätt att logga in."};
  return {403, "provider_error", provider.label + " kunde inte logga in dig. Försök igen, eller fråga den som sköter inloggningen."};
}

/// The token's claims, when everything about the answer is as it must be.
CheckedToken accept_answer(Context& context, Provider& provider, ProviderReturn const& body, std::string const& browser) {
  auto const now = context.services.clock.now();
  auto const about = provider.discovery(now);
  bool const other_sender = body.iss.empty() ? about.answers_with_issuer : body.iss != provider.settings().issuer;
  if (other_sender) {
    log_refused(context, "answer_of_another_issuer");
    throw start_again();
  }
  if (!body.error.empty()) {
    log_refused(context, "refused_by_provider");
    throw refused_there(provider.settings(), body.error);
  }
  auto const token = body.code.empty() ? std::string() : provider.exchange(body.code, verifier_of(browser), now);
  if (token.empty()) {
    log_refused(context, "code_not_taken");
    throw start_again();
  }
  auto checked = provider.check(token, Provider::Kind::id_token, nonce_of(browser), now);
  if (checked.fault == TokenFault::none) return checked;
  log_refused(context, "token_" + std::string(kernel::name_of(checked.fault)));
  bool const clock = checked.fault == TokenFault::expired || checked.fault == TokenFault::not_yet_valid || checked.fault == TokenFault::issued_at;
  throw Problem{403, "provider_token", "Svaret från " + provider.settings().label + (clock ? " har fel tid. Klockan går fel där eller här: säg till den som sköter inloggningen." : " gick inte att lita på, så ingen loggades in. Försök igen, och säg till den som sköter inloggningen om det händer igen.")};
}

ProviderSession finish(Context& context, ProviderReturn const& body) {
  identity::SignInAttempt attempt(context.request.remote_address);
  identity::begin_attempt(context, attempt);
  auto const browser = identity::cookie_of(context.request, browser_cookie);
  std::optional<Pending> pending;
  {
    auto tx = write_as_program(context);
    pending = take_pending(tx, body.state, browser);
    tx.commit();
  }
  if (!pending) {
    log_refused(context, "state_unknown_or_used");
    throw start_again();
  }
  auto const provider = provider_named(pending->provider);
  auto const& settings = provider->settings();
  auto const checked = accept_answer(context, *provider, body, browser);

  identity::Person person;
  {
    auto tx = write_as_program(context);
    person = person_of(tx, settings, checked.claims());
    tx.commit();
  }
  {
    auto tx = write_as_program(context);
    follow_claims(tx, settings, person, checked.claims());
    tx.commit();
  }
  auto const level = level_of(settings, text_claim(checked.claims(), "acr"));
  auto tx = identity::write_as(context, person);
  identity::require_level(tx, person.id, {level, settings.label});
  // Both counts of the address, that of the start and this one.
  attempt.succeeded(tx);
  attempt.succeeded(tx);
  identity::SessionOrigin const origin{settings.name, text_claim(checked.claims(), "sub"), text_claim(checked.claims(), "sid"), level};
  tx.execute_derived("delete from web_session where token_hash = $1", kernel::sha256_hex(identity::session_token(context.request)));
  auto session = identity::enter_or_ask(context, tx, person, origin, "", level >= level_of_several_factors ? identity::Factors::vouched : identity::Factors::one);
  tx.commit();
  identity::set_cookie(context, browser_cookie, "");
  return {std::move(session), pending->return_path};
}

}  // namespace

void sign_in_routes(kernel::Routes& routes) {
  using kernel::public_route;
  routes.add(Method::get, "/api/sign-in/providers", "listProviders", public_route, list_providers, "Inloggningstjänster som kan användas");
  routes.add(Method::post, "/api/sign-in/providers/{name}/start", "startProviderSignIn", public_route, start, "Börja logga in med en inloggningstjänst");
  routes.add(Method::post, "/api/sign-in/return", "finishProviderSignIn", public_route, finish, "Logga in med det som inloggningstjänsten svarade");
}

}  // namespace rimlig::oidc
