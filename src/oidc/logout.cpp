// Logging out from either side: the provider ends the sessions begun there (back-channel), and a person who signs
// out here is sent on to sign out there (RP-initiated).
#include "identity/session.hpp"
#include "identity/throttle.hpp"
#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/routes.hpp"
#include "oidc/address.hpp"
#include "oidc/provider.hpp"
#include "oidc/routes.hpp"

namespace rimlig::oidc {

using kernel::Context;
using kernel::Method;
using kernel::Problem;
using kernel::Text;
using kernel::Tx;

struct ProviderSignOut {
  std::optional<std::string> address;  // where the browser goes after signing out here; none for a session that began here
};
BOOST_DESCRIBE_STRUCT(ProviderSignOut, (), (address))

namespace {

/// As long as a logout token can be of use.
std::string oldest_use(Tx const& tx) { return kernel::instant_text(kernel::parse_instant(tx.now().text).value() - oldest_token - 2 * clock_skew); }

bool used_before(Tx& tx, std::string const& mark) {
  tx.execute_derived("delete from provider_logout where at < $1", oldest_use(tx));
  return tx.execute_derived("insert into provider_logout(token_hash, at) values ($1, $2) on conflict do nothing", mark, tx.now()) == 0;
}

void end_sessions_of(Tx& tx, ProviderSettings const& provider, std::string const& subject, std::string const& session) {
  std::string const which = session.empty() ? "provider = $1 and provider_subject = $2" : "provider = $1 and provider_session = $2";
  auto const& key = session.empty() ? subject : session;
  std::vector<std::int64_t> persons;
  tx.run("select distinct person_id from web_session where " + which, Tx::bind(provider.name, key), [&](kernel::Row const& row) { persons.push_back(row.integer(0)); });
  tx.execute_derived("delete from web_session where " + which, provider.name, key);
  tx.execute_derived("delete from half_session where " + which, provider.name, key);
  for (auto const person : persons)
    tx.note({"sign_out", std::string(identity::Person::table), person, identity::home_unit(tx, {person}), "{}", "Av " + provider.name});
}

Problem refuse(Context const& context, TokenFault fault) {
  kernel::log(kernel::Message::login_refused, {{kernel::LogKey::address, context.request.remote_address}, {kernel::LogKey::code, "logout_" + std::string(kernel::name_of(fault))}});
  return {400, "invalid_request", "Utloggningen godtogs inte (" + std::string(kernel::name_of(fault)) + ")."};
}

void back_channel(Context& context, Text<1, 40> const& name, kernel::RawBody body) {
  auto const provider = provider_named(name);
  identity::SignInAttempt attempt(context.request.remote_address);
  identity::begin_attempt(context, attempt);
  std::string token;
  for (auto const& [field, value] : kernel::parse_query(body.bytes).value_or(kernel::NameValues{}))
    if (field == "logout_token") token = value;
  auto const checked = provider->check(token, Provider::Kind::logout_token, "", context.services.clock.now());
  if (checked.fault != TokenFault::none) throw refuse(context, checked.fault);

  Tx tx(context.tx.connection(), {0, "Systemet", -1, context.request.request_id}, context.services.clock, kernel::TxMode::write);
  auto const subject = text_claim(checked.claims(), "sub");
  auto const session = text_claim(checked.claims(), "sid");
  if (used_before(tx, kernel::sha256_hex(provider->settings().issuer + " " + text_claim(checked.claims(), "jti")))) throw refuse(context, TokenFault::used_before);
  attempt.succeeded(tx);
  end_sessions_of(tx, provider->settings(), subject, session);
  tx.commit();
}

/// The session is still open: the page asks before it signs out.
ProviderSignOut get_sign_out(Context& context) {
  auto const name = context.tx.value<std::string>("select provider from web_session where token_hash = $1", kernel::sha256_hex(identity::session_token(context.request))).value_or("");
  for (auto const& each : *providers()) {
    if (each->settings().name != name) continue;
    auto const about = each->discovery(context.services.clock.now());
    auto const address = parse_address(about.end_session_endpoint);
    if (!address || (address->scheme != "https" && !address->loopback())) break;
    return {with_parameters(about.end_session_endpoint, {{"client_id", each->settings().client_id}, {"post_logout_redirect_uri", each->signed_out_address()}})};
  }
  return {};
}

}  // namespace

void logout_routes(kernel::Routes& routes) {
  routes.add(Method::post, "/api/sign-in/providers/{name}/back-channel-logout", "endSessionsByProvider", kernel::public_route, back_channel, "En inloggningstjänst avslutar sessioner som började där");
  routes.add(Method::get, "/api/session/provider-sign-out", "getProviderSignOut", kernel::session_route, get_sign_out, "Vart den som loggar ut går för att också logga ut hos inloggningstjänsten");
}

}  // namespace rimlig::oidc
