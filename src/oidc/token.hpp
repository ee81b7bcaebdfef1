// What a token must say before it is believed: who made it, for whom, when, and in answer to what
// (OpenID Connect Core 3.1.3.7 and Back-Channel Logout 2.6).
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "kernel/clock.hpp"
#include "kernel/json.hpp"
#include "kernel/reflect.hpp"

namespace rimlig::oidc {

/// Clocks may differ by this much.
inline constexpr std::chrono::seconds clock_skew{60};
/// A token older than this is not an answer to what was just asked, whatever its own end says.
inline constexpr std::chrono::minutes oldest_token{10};

enum class TokenFault {
  none,
  malformed,
  algorithm,
  unknown_key,
  signature,
  issuer,
  audience,
  authorized_party,
  subject,
  issued_at,      // missing, in the future, or long ago
  expired,
  not_yet_valid,
  nonce,
  not_a_logout,
  used_before,
};
BOOST_DESCRIBE_ENUM(TokenFault, none, malformed, algorithm, unknown_key, signature, issuer, audience, authorized_party, subject, issued_at, expired, not_yet_valid, nonce, not_a_logout, used_before)

struct Expected {
  std::string issuer;
  std::string client_id;
  std::string nonce;  // of an ID token
  kernel::TimePoint now;
};

/// The payload of a token whose signature is good.
TokenFault check_id_token(kernel::JsonNode const& claims, Expected const& expected);
TokenFault check_logout_token(kernel::JsonNode const& claims, Expected const& expected);

/// The claim as text; empty when it is missing or something else.
std::string text_claim(kernel::JsonNode const& claims, std::string_view name);
/// One text, or each of a list.
std::vector<std::string> text_claims(kernel::JsonNode const& claims, std::string_view name);

}  // namespace rimlig::oidc
