// One provider as the program knows it: its settings, what it publishes of itself (discovery, keys) and has been
// asked, and the two questions put to it: where to send a browser, and what a code is worth.
#pragma once
#include <memory>
#include <mutex>

#include "oidc/fetch.hpp"
#include "oidc/jose.hpp"
#include "oidc/settings.hpp"
#include "oidc/token.hpp"

namespace rimlig::oidc {

/// The provider's own description of itself (/.well-known/openid-configuration).
struct Discovery {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  std::string end_session_endpoint;  // empty when it has none
  bool answers_with_issuer = false;  // RFC 9207
  bool takes_basic = true;           // the secret in a header; else in the form
};

/// A token's claims, or why it was refused.
struct CheckedToken {
  TokenFault fault = TokenFault::malformed;
  std::unique_ptr<kernel::JsonDocument> document;  // when there is no fault
  [[nodiscard]] kernel::JsonNode claims() const { return document->root(); }
};

/// What a browser brings to the provider and the program keeps, for one sign-in.
struct AuthorizationRequest {
  std::string state;
  std::string nonce;
  std::string verifier;
  std::int64_t level = 0;  // the least that is asked for; 0: any
};

class Provider {
public:
  Provider(ProviderSettings settings, std::string secret, std::string base_url, Fetch fetch);

  [[nodiscard]] ProviderSettings const& settings() const { return settings_; }
  [[nodiscard]] std::string redirect_address() const;
  [[nodiscard]] std::string signed_out_address() const;

  /// These throw Problem 503 when the provider does not answer as it should.
  [[nodiscard]] Discovery discovery(kernel::TimePoint now);
  [[nodiscard]] std::string authorization_address(AuthorizationRequest const& request, kernel::TimePoint now);
  /// The ID token that the code is worth; empty when the provider does not take the code.
  [[nodiscard]] std::string exchange(std::string_view code, std::string_view verifier, kernel::TimePoint now);

  enum class Kind { id_token, logout_token };
  /// Asks for the keys anew when the token names one that is not known, but no more than once a minute.
  [[nodiscard]] CheckedToken check(std::string_view token, Kind kind, std::string nonce, kernel::TimePoint now);

private:
  template <class T>
  struct Kept {
    std::shared_ptr<T const> value;
    kernel::TimePoint at{};
  };
  std::string ask(FetchRequest const& request, kernel::TimePoint now);
  std::shared_ptr<KeySet const> keys(kernel::TimePoint now, bool anew);
  void refuse_while_down(kernel::TimePoint now);

  ProviderSettings settings_;
  std::string secret_;
  std::string base_url_;
  Fetch fetch_;
  std::mutex mutex_;  // of what follows; never held while the provider is asked
  Kept<Discovery> discovery_;
  Kept<KeySet> keys_;
  kernel::TimePoint asked_anew_{};
  kernel::TimePoint down_until_{};
};

/// The providers of this program, in the order of the settings.
using Providers = std::vector<std::shared_ptr<Provider>>;
Providers make_providers(Settings const& settings);

/// Which the routes use from now on. None before it is called.
void use_providers(Providers providers);
std::shared_ptr<Providers const> providers();
/// Problem 404 when there is none of that name.
std::shared_ptr<Provider> provider_named(std::string_view name);

}  // namespace rimlig::oidc
