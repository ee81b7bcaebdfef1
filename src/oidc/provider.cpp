#include "oidc/provider.hpp"

#include <atomic>

#include "kernel/http.hpp"
#include "kernel/log.hpp"
#include "oidc/address.hpp"

namespace rimlig::oidc {

using kernel::JsonDocument;
using kernel::JsonNode;
using kernel::Problem;
using kernel::TimePoint;

namespace {

constexpr std::chrono::hours kept_for{1};
constexpr std::chrono::minutes between_refetches{1};
/// After no answer nobody else waits for one in vain.
constexpr std::chrono::seconds down_for{10};

Problem no_answer(ProviderSettings const& settings) {
  return {503, "provider_down", settings.label + " svarar inte som det ska. Vänta en stund och försök igen. Säg till den som sköter inloggningen om det inte hjälper."};
}

bool lists(JsonNode const& root, std::string_view name, std::string_view value) {
  for (auto const& each : text_claims(root, name))
    if (each == value) return true;
  return false;
}

TokenFault fault_of(Signature signature) {
  switch (signature) {
    case Signature::good: return TokenFault::none;
    case Signature::malformed: return TokenFault::malformed;
    case Signature::algorithm_refused: return TokenFault::algorithm;
    case Signature::unknown_key: return TokenFault::unknown_key;
    case Signature::wrong: return TokenFault::signature;
  }
  return TokenFault::malformed;
}

}  // namespace

Provider::Provider(ProviderSettings settings, std::string secret, std::string base_url, Fetch fetch)
    : settings_(std::move(settings)), secret_(std::move(secret)), base_url_(std::move(base_url)), fetch_(std::move(fetch)) {}

std::string Provider::redirect_address() const { return base_url_ + "/login/return"; }

std::string Provider::signed_out_address() const { return base_url_ + "/login"; }

void Provider::refuse_while_down(TimePoint now) {
  std::scoped_lock const lock(mutex_);
  if (now < down_until_) throw no_answer(settings_);
}

/// The body of a good answer.
std::string Provider::ask(FetchRequest const& request, TimePoint now) {
  refuse_while_down(now);
  std::string fault;
  try {
    auto answer = fetch_(request);
    if (answer.status == 200) return std::move(answer.body);
    fault = "status " + std::to_string(answer.status);
  } catch (FetchError const& error) {
    fault = error.what();
  }
  kernel::log(kernel::Message::provider_failed, {{kernel::LogKey::kind, std::string_view(settings_.name)}, {kernel::LogKey::error, fault}});
  std::scoped_lock const lock(mutex_);
  down_until_ = now + down_for;
  throw no_answer(settings_);
}

Discovery Provider::discovery(TimePoint now) {
  {
    std::scoped_lock const lock(mutex_);
    if (discovery_.value && now < discovery_.at + kept_for) return *discovery_.value;
  }
  std::string issuer = settings_.issuer;
  while (issuer.ends_with('/')) issuer.pop_back();
  auto const body = ask({issuer + "/.well-known/openid-configuration", {}}, now);
  auto found = std::make_shared<Discovery>();
  try {
    JsonDocument const document(body);
    auto const root = document.root();
    // Word for word, or another provider could pass for this one.
    if (root.kind() != JsonNode::Kind::object || text_claim(root, "issuer") != settings_.issuer) throw no_answer(settings_);
    found->authorization_endpoint = text_claim(root, "authorization_endpoint");
    found->token_endpoint = text_claim(root, "token_endpoint");
    found->jwks_uri = text_claim(root, "jwks_uri");
    found->end_session_endpoint = text_claim(root, "end_session_endpoint");
    found->answers_with_issuer = root.has("authorization_response_iss_parameter_supported") && root.get("authorization_response_iss_parameter_supported").kind() == JsonNode::Kind::boolean &&
                                 root.get("authorization_response_iss_parameter_supported").boolean();
    found->takes_basic = !root.has("token_endpoint_auth_methods_supported") || lists(root, "token_endpoint_auth_methods_supported", "client_secret_basic");
  } catch (Problem const&) {
    kernel::log(kernel::Message::provider_failed, {{kernel::LogKey::kind, std::string_view(settings_.name)}, {kernel::LogKey::error, "the discovery document is not one, or is of another issuer"}});
    throw no_answer(settings_);
  }
  auto const browser_goes_to = parse_address(found->authorization_endpoint);
  if (!browser_goes_to || (browser_goes_to->scheme != "https" && !browser_goes_to->loopback())) throw no_answer(settings_);
  std::scoped_lock const lock(mutex_);
  discovery_ = {found, now};
  return *found;
}

std::shared_ptr<KeySet const> Provider::keys(TimePoint now, bool anew) {
  {
    std::scoped_lock const lock(mutex_);
    // A key may be new a moment after the set was read; but whoever sends us made-up names makes us ask once a minute.
    if (keys_.value && (anew ? now < asked_anew_ + between_refetches : now < keys_.at + kept_for)) return keys_.value;
    if (anew) asked_anew_ = now;
  }
  auto const body = ask({discovery(now).jwks_uri, {}}, now);
  std::shared_ptr<KeySet const> found;
  try {
    found = std::make_shared<KeySet const>(body);
  } catch (Problem const&) {
    kernel::log(kernel::Message::provider_failed, {{kernel::LogKey::kind, std::string_view(settings_.name)}, {kernel::LogKey::error, "the key set is not one"}});
    throw no_answer(settings_);
  }
  std::scoped_lock const lock(mutex_);
  keys_ = {found, now};
  return found;
}

std::string Provider::authorization_address(AuthorizationRequest const& request, TimePoint now) {
  std::string scopes = "openid";
  for (auto const& scope : settings_.scopes)
    if (scope != "openid") scopes.append(" ").append(scope);
  std::vector<std::pair<std::string, std::string>> parameters{{"response_type", "code"},
                                                              {"client_id", settings_.client_id},
                                                              {"redirect_uri", redirect_address()},
                                                              {"scope", scopes},
                                                              {"state", request.state},
                                                              {"nonce", request.nonce},
                                                              {"code_challenge", challenge_of(request.verifier)},
                                                              {"code_challenge_method", "S256"}};
  std::string wanted;
  for (auto const& each : settings_.levels)
    if (each.level.value >= request.level) wanted.append(wanted.empty() ? "" : " ").append(each.acr);
  if (request.level > 0 && !wanted.empty()) {
    parameters.emplace_back("acr_values", wanted);
    // Whoever is signed in there at a lower level must be asked again.
    parameters.emplace_back("prompt", "login");
  }
  return with_parameters(discovery(now).authorization_endpoint, parameters);
}

std::string Provider::exchange(std::string_view code, std::string_view verifier, TimePoint now) {
  auto const about = discovery(now);
  std::vector<std::pair<std::string, std::string>> fields{
      {"grant_type", "authorization_code"}, {"code", std::string(code)}, {"redirect_uri", redirect_address()}, {"code_verifier", std::string(verifier)}};
  FetchRequest request{about.token_endpoint, {}};
  if (!secret_.empty() && about.takes_basic) {
    // RFC 6749, 2.3.1: both are encoded as in a form before they are put together.
    request.user = kernel::percent_encode(settings_.client_id);
    request.password = kernel::percent_encode(secret_);
  } else {
    fields.emplace_back("client_id", settings_.client_id);
    if (!secret_.empty()) fields.emplace_back("client_secret", secret_);
  }
  request.form = form_of(fields);
  refuse_while_down(now);
  FetchAnswer answer;
  try {
    answer = fetch_(request);
  } catch (FetchError const& error) {
    kernel::log(kernel::Message::provider_failed, {{kernel::LogKey::kind, std::string_view(settings_.name)}, {kernel::LogKey::error, error.what()}});
    throw no_answer(settings_);
  }
  if (answer.status != 200) {
    // A code that is used, old or somebody else's; or a secret that is not ours. The provider's text may name a person.
    kernel::log(kernel::Message::provider_failed, {{kernel::LogKey::kind, std::string_view(settings_.name)}, {kernel::LogKey::status, answer.status}, {kernel::LogKey::error, "the code was not taken"}});
    return {};
  }
  try {
    JsonDocument const document(answer.body);
    return document.root().kind() == JsonNode::Kind::object ? text_claim(document.root(), "id_token") : std::string();
  } catch (Problem const&) {
    return {};
  }
}

CheckedToken Provider::check(std::string_view token, Kind kind, std::string nonce, TimePoint now) {
  auto read = check_signature(token, *keys(now, false));
  if (read.signature == Signature::unknown_key) read = check_signature(token, *keys(now, true));
  if (read.signature != Signature::good) return {fault_of(read.signature), nullptr};
  CheckedToken checked;
  try {
    checked.document = std::make_unique<JsonDocument>(read.payload);
  } catch (Problem const&) {
    return {TokenFault::malformed, nullptr};
  }
  Expected const expected{settings_.issuer, settings_.client_id, std::move(nonce), now};
  checked.fault = kind == Kind::id_token ? check_id_token(checked.claims(), expected) : check_logout_token(checked.claims(), expected);
  return checked;
}

namespace {
std::atomic<std::shared_ptr<Providers const>> in_use{std::make_shared<Providers const>()};
}

Providers make_providers(Settings const& settings) {
  Providers made;
  for (auto const& each : settings.providers) {
    std::vector<std::string> origins{parse_address(each.issuer).value().origin()};
    for (auto const& host : each.hosts)
      if (auto const address = parse_address("https://" + host)) origins.push_back(address->origin());
    made.push_back(std::make_shared<Provider>(each, read_secret(each), settings.base_url, fetch_from(std::move(origins))));
  }
  return made;
}

void use_providers(Providers providers) { in_use.store(std::make_shared<Providers const>(std::move(providers))); }

std::shared_ptr<Providers const> providers() { return in_use.load(); }

std::shared_ptr<Provider> provider_named(std::string_view name) {
  for (auto const& each : *providers())
    if (each->settings().name == name) return each;
  throw Problem::not_found("inloggningstjänsten");
}

}  // namespace rimlig::oidc
