#include "oidc/jose.hpp"

#include <doctest/doctest.h>

#include "oidc/fake_provider_test.hpp"

using namespace rimlig::oidc;

TEST_CASE("S4-20: a signature is good only by a published private key, whatever the token says of itself") {
  auto const rsa = TestKey::rsa("first");
  auto const other = TestKey::rsa("second");
  auto const ec = TestKey::ec("ec");
  auto const wide = TestKey::ec("wide", CJOSE_JWK_EC_P_384);
  KeySet const keys(key_set({rsa, ec, wide}));
  std::string const text = R"({"sub":"u1"})";
  auto const outcome = [&](std::string const& token) { return check_signature(token, keys).signature; };

  SUBCASE("each kind that is allowed") {
    for (auto const* algorithm : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}) {
      INFO(algorithm);
      auto const read = check_signature(sign(rsa, algorithm, text), keys);
      CHECK(read.signature == Signature::good);
      CHECK(read.payload == text);
    }
    CHECK(outcome(sign(ec, "ES256", text)) == Signature::good);
    CHECK(outcome(sign(wide, "ES384", text)) == Signature::good);
  }
  SUBCASE("no signature") {
    CHECK(outcome(base64url(R"({"alg":"none"})") + "." + base64url(text) + ".") != Signature::good);
    CHECK(outcome(base64url(R"({"alg":"none","kid":"first"})") + "." + base64url(text) + ".eA") == Signature::algorithm_refused);
    CHECK(outcome(base64url(R"({"alg":"nOnE","kid":"first"})") + "." + base64url(text) + ".eA") != Signature::good);
  }
  SUBCASE("a shared secret made of the public key") {
    auto shared = TestKey::shared("first", rsa.public_json());
    CHECK(outcome(sign(shared, "HS256", text)) == Signature::algorithm_refused);
    CHECK(outcome(sign(shared, "HS512", text)) == Signature::algorithm_refused);
  }
  SUBCASE("another key, under its own name or a known one") {
    CHECK(outcome(sign(other, "RS256", text)) == Signature::unknown_key);
    auto disguised = other;
    disguised.id = "first";
    CHECK(outcome(sign(disguised, "RS256", text)) == Signature::wrong);
    disguised.id = "";
    CHECK(outcome(sign(disguised, "RS256", text)) == Signature::wrong);
  }
  SUBCASE("a key of another kind than the algorithm") {
    auto const token = sign(ec, "ES256", text);
    auto const rest = token.substr(token.find('.'));
    CHECK(outcome(base64url(R"({"alg":"RS256","kid":"ec"})") + rest) == Signature::unknown_key);
    CHECK(outcome(base64url(R"({"alg":"ES256","kid":"wide"})") + rest) == Signature::unknown_key);
  }
  SUBCASE("an altered text") {
    auto const token = sign(rsa, "RS256", text);
    auto const first = token.find('.');
    auto const second = token.find('.', first + 1);
    CHECK(outcome(token.substr(0, first + 1) + base64url(R"({"sub":"u2"})") + token.substr(second)) == Signature::wrong);
  }
  SUBCASE("what is no token, or asks for what we do not know") {
    for (auto const* token : {"", ".", "..", "a.b.c", "a.b", "a.b.c.d.e"}) CHECK(outcome(token) == Signature::malformed);
    CHECK(outcome(std::string(100'000, 'a') + ".a.a") == Signature::malformed);
    CHECK(outcome(sign(rsa, "RS256", text, R"(["exp"])")) == Signature::malformed);
  }
}

TEST_CASE("S4-20: keys that are for something else, too short or of no known kind are not used") {
  auto const rsa = TestKey::rsa("first");
  auto const with = [&](std::string const& addition) {
    auto json = rsa.public_json();
    json.insert(1, addition + ",");
    return KeySet("{\"keys\":[" + json + "]}");
  };
  CHECK(with(R"("use":"sig")").keys().size() == 1);
  CHECK(with(R"("use":"enc")").keys().empty());
  CHECK(check_signature(sign(rsa, "RS256", "{}"), with(R"("alg":"PS256")")).signature == Signature::unknown_key);
  CHECK(KeySet(R"({"keys":[{"kty":"oct","k":"c2VjcmV0"},{"kty":"RSA"},7,{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})").keys().empty());
  CHECK_THROWS_AS(KeySet("[]"), rimlig::kernel::Problem);
  CHECK_THROWS_AS(KeySet("<html>"), rimlig::kernel::Problem);
}

TEST_CASE("S4-20: the challenge is that of RFC 7636's own example") {
  CHECK(challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}
