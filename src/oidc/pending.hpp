// A sign-in that has left for the provider and is awaited back, once, in the same browser. The browser's cookie
// is the only secret: what the provider is shown of it are hashes, and so is what is stored.
#pragma once
#include <optional>

#include "kernel/tx.hpp"
#include "oidc/provider.hpp"

namespace rimlig::oidc {

inline constexpr std::string_view browser_cookie = "rimlig_provider";
inline constexpr std::chrono::minutes longest_away{15};

struct Departure {
  std::string browser;  // for the cookie
  AuthorizationRequest request;
};
Departure depart(kernel::Tx& tx, std::string_view provider, std::string_view return_path);

struct Pending {
  std::string provider;
  std::string return_path;
};
/// Takes what waits for this state in this browser, so that nobody comes back twice.
std::optional<Pending> take_pending(kernel::Tx& tx, std::string_view state, std::string_view browser);

std::string nonce_of(std::string_view browser);
std::string verifier_of(std::string_view browser);

}  // namespace rimlig::oidc
