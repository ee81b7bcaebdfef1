#include "oidc/token.hpp"

#include <doctest/doctest.h>

#include <map>

using namespace rimlig;
using namespace rimlig::oidc;

namespace {

constexpr std::int64_t now = 1'800'000'000;

Expected expected() { return {"https://login.example", "rimlig", "n1", kernel::TimePoint(std::chrono::seconds(now))}; }

using Claims = std::map<std::string, std::string>;

Claims id_claims() {
  return {{"iss", R"("https://login.example")"}, {"aud", R"("rimlig")"}, {"sub", R"("u1")"}, {"iat", std::to_string(now)}, {"exp", std::to_string(now + 300)}, {"nonce", R"("n1")"}};
}
Claims logout_claims() {
  return {{"iss", R"("https://login.example")"}, {"aud", R"("rimlig")"},  {"sub", R"("u1")"}, {"sid", R"("s1")"}, {"iat", std::to_string(now)}, {"exp", std::to_string(now + 120)},
          {"jti", R"("j1")"},                    {"events", R"({"http://schemas.openid.net/event/backchannel-logout":{}})"}};
}

std::string json_of(Claims const& claims) {
  std::string out = "{";
  for (auto const& [name, value] : claims)
    if (!value.empty()) out += (out.size() == 1 ? "\"" : ",\"") + name + "\":" + value;
  return out + "}";
}

struct Line {
  char const* claim;
  std::string value;  // empty: left out
  TokenFault fault;
};

}  // namespace

TEST_CASE("S4-20: an ID token is believed only when all that it says is as it must be") {
  using enum TokenFault;
  auto const at = [](std::int64_t by) { return std::to_string(now + by); };
  Line const table[] = {
      {"sub", R"("u1")", none},
      {"iss", R"("https://login.example/")", issuer},
      {"iss", R"("https://evil.example")", issuer},
      {"iss", "", issuer},
      {"aud", R"("another")", audience},
      {"aud", "", audience},
      {"aud", R"(["rimlig"])", none},
      {"aud", R"(["rimlig","another"])", authorized_party},
      {"azp", R"("rimlig")", none},
      {"azp", R"("another")", authorized_party},
      {"sub", "", subject},
      {"sub", "7", subject},
      {"sub", "\"" + std::string(256, 'x') + "\"", subject},
      {"nonce", R"("n2")", nonce},
      {"nonce", "", nonce},
      {"exp", at(-59), none},
      {"exp", at(-60), expired},
      {"exp", "", expired},
      {"exp", R"("soon")", expired},
      {"exp", "1e400", expired},
      {"nbf", at(60), none},
      {"nbf", at(61), not_yet_valid},
      {"iat", at(60), none},
      {"iat", at(61), issued_at},
      {"iat", at(-660), none},
      {"iat", at(-661), issued_at},
      {"iat", "", issued_at},
      {"iat", std::to_string(now) + ".5", none},
      {"iat", "-1", issued_at},
      {"events", "{}", malformed},
  };
  for (auto const& line : table) {
    auto claims = id_claims();
    claims[line.claim] = line.value;
    auto const text = json_of(claims);
    INFO(text);
    TokenFault fault = malformed;
    try {
      kernel::JsonDocument const document(text);
      fault = check_id_token(document.root(), expected());
    } catch (kernel::Problem const&) {
    }
    CHECK(kernel::name_of(fault) == kernel::name_of(line.fault));
  }
  kernel::JsonDocument const list("[1]");
  CHECK(check_id_token(list.root(), expected()) == malformed);
  auto without_nonce = expected();
  without_nonce.nonce = "";
  auto claims = id_claims();
  claims["nonce"] = R"("")";
  kernel::JsonDocument const empty(json_of(claims));
  CHECK(check_id_token(empty.root(), without_nonce) == nonce);
}

TEST_CASE("S4-20: a logout token is one, for us, now, and no other token passes for it") {
  using enum TokenFault;
  Line const table[] = {
      {"sub", R"("u1")", none},
      {"sub", "", none},
      {"sid", "", none},
      {"iss", R"("https://evil.example")", issuer},
      {"aud", R"("another")", audience},
      {"iat", std::to_string(now - 661), issued_at},
      {"iat", "", issued_at},
      {"exp", std::to_string(now - 61), expired},
      {"nonce", R"("n1")", nonce},
      {"events", "", not_a_logout},
      {"events", R"({"http://schemas.openid.net/event/other":{}})", not_a_logout},
      {"events", R"(["http://schemas.openid.net/event/backchannel-logout"])", not_a_logout},
      {"jti", "", malformed},
  };
  for (auto const& line : table) {
    auto claims = logout_claims();
    claims[line.claim] = line.value;
    kernel::JsonDocument const document(json_of(claims));
    INFO(json_of(claims));
    CHECK(kernel::name_of(check_logout_token(document.root(), expected())) == kernel::name_of(line.fault));
  }
  auto nobody = logout_claims();
  nobody["sub"] = nobody["sid"] = "";
  kernel::JsonDocument const document(json_of(nobody));
  CHECK(check_logout_token(document.root(), expected()) == subject);
  kernel::JsonDocument const other(json_of(id_claims()));
  CHECK(check_logout_token(other.root(), expected()) == nonce);
}
