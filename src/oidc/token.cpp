#include "oidc/token.hpp"

#include <algorithm>
#include <optional>

namespace rimlig::oidc {

using kernel::JsonNode;

namespace {

using Seconds = std::chrono::sys_seconds;

/// Seconds since 1970; a fraction is cut off.
std::optional<Seconds> moment(JsonNode const& claims, std::string_view name) {
  if (!claims.has(name)) return std::nullopt;
  auto const value = claims.get(name);
  constexpr std::int64_t latest = 253402300799;  // the year 9999
  std::int64_t seconds = -1;
  if (value.kind() == JsonNode::Kind::integer) seconds = value.integer();
  else if (value.kind() == JsonNode::Kind::real && value.real() >= 0 && value.real() <= static_cast<double>(latest)) seconds = static_cast<std::int64_t>(value.real());
  if (seconds < 0 || seconds > latest) return std::nullopt;
  return Seconds(std::chrono::seconds(seconds));
}

TokenFault check_common(JsonNode const& claims, Expected const& expected) {
  if (claims.kind() != JsonNode::Kind::object) return TokenFault::malformed;
  if (text_claim(claims, "iss") != expected.issuer) return TokenFault::issuer;
  auto const audience = text_claims(claims, "aud");
  if (std::ranges::find(audience, expected.client_id) == audience.end()) return TokenFault::audience;
  // A token that others may use too must say that it was made for us.
  auto const party = text_claim(claims, "azp");
  if ((audience.size() > 1 || claims.has("azp")) && party != expected.client_id) return TokenFault::authorized_party;

  auto const issued = moment(claims, "iat");
  if (!issued || *issued > expected.now + clock_skew || *issued < expected.now - oldest_token - clock_skew) return TokenFault::issued_at;
  auto const end = moment(claims, "exp");
  if (claims.has("exp") && (!end || *end <= expected.now - clock_skew)) return TokenFault::expired;
  auto const start = moment(claims, "nbf");
  if (claims.has("nbf") && (!start || *start > expected.now + clock_skew)) return TokenFault::not_yet_valid;
  return TokenFault::none;
}

}  // namespace

TokenFault check_id_token(JsonNode const& claims, Expected const& expected) {
  if (auto const fault = check_common(claims, expected); fault != TokenFault::none) return fault;
  if (!claims.has("exp")) return TokenFault::expired;
  if (expected.nonce.empty() || text_claim(claims, "nonce") != expected.nonce) return TokenFault::nonce;
  auto const subject = text_claim(claims, "sub");
  if (subject.empty() || subject.size() > 255) return TokenFault::subject;
  // A logout token must never pass for an ID token.
  if (claims.has("events")) return TokenFault::malformed;
  return TokenFault::none;
}

TokenFault check_logout_token(JsonNode const& claims, Expected const& expected) {
  if (auto const fault = check_common(claims, expected); fault != TokenFault::none) return fault;
  if (claims.has("nonce")) return TokenFault::nonce;
  constexpr std::string_view event = "http://schemas.openid.net/event/backchannel-logout";
  if (!claims.has("events") || claims.get("events").kind() != JsonNode::Kind::object || !claims.get("events").has(event) || claims.get("events").get(event).kind() != JsonNode::Kind::object)
    return TokenFault::not_a_logout;
  if (text_claim(claims, "jti").empty()) return TokenFault::malformed;
  if (text_claim(claims, "sub").empty() && text_claim(claims, "sid").empty()) return TokenFault::subject;
  return TokenFault::none;
}

std::string text_claim(JsonNode const& claims, std::string_view name) {
  if (!claims.has(name) || claims.get(name).kind() != JsonNode::Kind::text) return {};
  return std::string(claims.get(name).text());
}

std::vector<std::string> text_claims(JsonNode const& claims, std::string_view name) {
  std::vector<std::string> out;
  if (!claims.has(name)) return out;
  auto const value = claims.get(name);
  auto const take = [&](JsonNode const& node) {
    if (node.kind() == JsonNode::Kind::text) out.emplace_back(node.text());
  };
  if (value.kind() == JsonNode::Kind::array)
    for (std::size_t n = 0; n < value.size(); ++n) take(value.at(n));
  else take(value);
  return out;
}

}  // namespace rimlig::oidc
