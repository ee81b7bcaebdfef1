// A provider that lives inside the tests: it has keys, signs what it is told to sign, and hands out a token for a
// code to whoever knows the verifier. Time is the test's own.
#pragma once
#include <cjose/cjose.h>

#include <cstdlib>
#include <map>
#include <memory>

#include "identity/sign_in_test.hpp"
#include "kernel/http.hpp"
#include "oidc/address.hpp"
#include "oidc/oidc.hpp"
#include "oidc/provider.hpp"

namespace rimlig::oidc {

struct TestKey {
  std::string id;
  std::shared_ptr<cjose_jwk_t> jwk;

  static TestKey rsa(std::string const& id) {
    cjose_err error{};
    // Made once: a key of this kind takes a while.
    static std::map<std::string, std::shared_ptr<cjose_jwk_t>> made;
    auto& jwk = made[id];
    if (!jwk) jwk = {cjose_jwk_create_RSA_random(2048, nullptr, 0, &error), cjose_jwk_release};
    cjose_jwk_set_kid(jwk.get(), id.c_str(), id.size(), &error);
    return {id, jwk};
  }
  static TestKey ec(std::string const& id, cjose_jwk_ec_curve curve = CJOSE_JWK_EC_P_256) {
    cjose_err error{};
    std::shared_ptr<cjose_jwk_t> jwk(cjose_jwk_create_EC_random(curve, &error), cjose_jwk_release);
    cjose_jwk_set_kid(jwk.get(), id.c_str(), id.size(), &error);
    return {id, jwk};
  }
  static TestKey shared(std::string const& id, std::string const& secret) {
    cjose_err error{};
    std::shared_ptr<cjose_jwk_t> jwk(cjose_jwk_create_oct_spec(reinterpret_cast<std::uint8_t const*>(secret.data()), secret.size(), &error), cjose_jwk_release);
    return {id, jwk};
  }
  [[nodiscard]] std::string public_json() const {
    cjose_err error{};
    char* text = cjose_jwk_to_json(jwk.get(), false, &error);
    std::string out(text);
    std::free(text);
    return out;
  }
};

inline std::string sign(TestKey const& key, char const* algorithm, std::string const& payload, char const* critical = nullptr) {
  cjose_err error{};
  std::unique_ptr<cjose_header_t, decltype(&cjose_header_release)> const header(cjose_header_new(&error), cjose_header_release);
  cjose_header_set(header.get(), CJOSE_HDR_ALG, algorithm, &error);
  if (!key.id.empty()) cjose_header_set(header.get(), CJOSE_HDR_KID, key.id.c_str(), &error);
  if (critical) cjose_header_set_raw(header.get(), "crit", critical, &error);
  std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)> const jws(
      cjose_jws_sign(key.jwk.get(), header.get(), reinterpret_cast<std::uint8_t const*>(payload.data()), payload.size(), &error), cjose_jws_release);
  char const* text = nullptr;
  if (!jws || !cjose_jws_export(jws.get(), &text, &error)) throw std::runtime_error(error.message ? error.message : "cannot sign");
  return text;
}

inline std::string base64url(std::string const& bytes) {
  cjose_err error{};
  char* text = nullptr;
  std::size_t size = 0;
  cjose_base64url_encode(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size(), &text, &size, &error);
  std::string out(text, size);
  std::free(text);
  return out;
}

inline std::string key_set(std::vector<TestKey> const& keys) {
  std::string out = "{\"keys\":[";
  for (auto const& key : keys) out += (out.back() == '[' ? "" : ",") + key.public_json();
  return out + "]}";
}

inline constexpr auto test_issuer = "https://login.kommun.example";

inline kernel::NameValues parameters_of(std::string const& address) { return kernel::parse_query(address.substr(address.find('?') + 1)).value_or(kernel::NameValues{}); }

class FakeProvider {
public:
  explicit FakeProvider(kernel::TestApp& app) : app_(app) {
    auto settings = parse_settings(R"({"base_url":"https://rimlig.kommun.example","providers":[{"name":"kommun","label":"Kommunkonto","issuer":"https://login.kommun.example","client_id":"rimlig",
      "levels":[{"acr":"loa2","level":2},{"acr":"loa3","level":3}],
      "assignments":[{"claim":"groups","value":"chefer","role":"enhetschef","unit":"Förskolan Åsen"},{"claim":"groups","value":"vilse","role":"enhetschef","unit":"Ingenstans"}]}]})");
    use_providers({std::make_shared<Provider>(settings.providers[0], "hemligt", settings.base_url, [this](FetchRequest const& request) { return answer(request); })});
  }
  ~FakeProvider() { use_providers({}); }
  FakeProvider(FakeProvider const&) = delete;
  FakeProvider& operator=(FakeProvider const&) = delete;

  TestKey key = TestKey::rsa("first");
  std::vector<TestKey> published{key};
  bool silent = false;
  int key_fetches = 0;
  std::map<std::string, std::string> claims;  // raw JSON, laid over the usual ones; empty text: left out
  std::string token;                          // handed out instead of a freshly signed one, when not empty

  [[nodiscard]] std::int64_t now() const { return std::chrono::duration_cast<std::chrono::seconds>(app_.clock.now().time_since_epoch()).count(); }

  [[nodiscard]] std::string payload(std::map<std::string, std::string> all) const {
    for (auto const& [name, value] : claims) all[name] = value;
    std::string out = "{";
    for (auto const& [name, value] : all)
      if (!value.empty()) out += (out.size() == 1 ? "\"" : ",\"") + name + "\":" + value;
    return out + "}";
  }

  /// The browser signs in there: gives the code. What was asked for is remembered as a provider would.
  std::string authorize(std::string const& address) {
    for (auto const& [name, value] : parameters_of(address)) asked[name] = value;
    return code_;
  }
  std::map<std::string, std::string> asked;
  std::string last_token;

private:
  FetchAnswer answer(FetchRequest const& request) {
    if (silent) throw FetchError("nobody answers");
    std::string const issuer = test_issuer;
    if (request.address == issuer + "/.well-known/openid-configuration")
      return {200, R"({"issuer":")" + issuer + R"(","authorization_endpoint":")" + issuer + R"(/auth","token_endpoint":")" + issuer + R"(/token","jwks_uri":")" + issuer +
                       R"(/jwks","end_session_endpoint":")" + issuer + R"(/logout"})"};
    if (request.address == issuer + "/jwks") {
      ++key_fetches;
      return {200, key_set(published)};
    }
    auto const form = kernel::parse_query(request.form).value();
    auto const field = [&](std::string_view name) {
      for (auto const& [each, value] : form)
        if (each == name) return value;
      return std::string();
    };
    bool const good = request.user == "rimlig" && request.password == "hemligt" && field("code") == code_ && challenge_of(field("code_verifier")) == asked["code_challenge"];
    if (!good) return {400, R"({"error":"invalid_grant"})"};
    last_token = !token.empty() ? token
                                : sign(key, "RS256",
                                       payload({{"iss", "\"" + issuer + "\""},
                                                {"aud", "\"rimlig\""},
                                                {"sub", "\"u1\""},
                                                {"sid", "\"s1\""},
                                                {"iat", std::to_string(now())},
                                                {"exp", std::to_string(now() + 300)},
                                                {"nonce", "\"" + asked["nonce"] + "\""},
                                                {"email_verified", "true"}}));
    return {200, R"({"id_token":")" + last_token + R"(","access_token":"x","token_type":"Bearer"})"};
  }

  kernel::TestApp& app_;
  std::string code_ = "engångskod";
};

/// One browser: it keeps its cookies.
class TestBrowser {
public:
  explicit TestBrowser(kernel::TestApp& app, std::string address = "10.0.0.9") : app_(app), address_(std::move(address)) {}

  kernel::TestApp::Answer post(std::string const& target, std::string body) {
    auto request = kernel::make_request(kernel::Method::post, target, std::move(body));
    request.remote_address = address_;
    std::string cookie;
    for (auto const& [name, value] : cookies) cookie += (cookie.empty() ? "" : "; ") + name + "=" + value;
    request.headers = {{"Cookie", cookie}};
    auto response = app_.routes.dispatch(request, app_.services);
    for (auto const& [name, value] : response.headers) {
      if (name != "Set-Cookie") continue;
      auto const equals = value.find('=');
      cookies[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
    }
    return {response.status, response.body, {}, response.content_type, response.headers};
  }
  /// Leaves for the provider; gives the address.
  std::string leave(std::string const& body = R"({"to":"/actions"})") {
    auto const answer = post("/api/sign-in/providers/kommun/start", body);
    if (answer.status != 200) return answer.body;
    auto const json = answer.json();
    return std::string(json.root().get("address").text());
  }
  kernel::TestApp::Answer come_back(std::string const& address, std::string const& code) {
    std::string state;
    for (auto const& [name, value] : parameters_of(address))
      if (name == "state") state = value;
    return post("/api/sign-in/return", R"({"state":")" + state + R"(","code":")" + code + "\"}");
  }
  kernel::TestApp::Answer sign_in(FakeProvider& provider, std::string const& body = R"({"to":"/actions"})") {
    auto const address = leave(body);
    return come_back(address, provider.authorize(address));
  }
  /// Whether the browser is signed in.
  [[nodiscard]] bool is_in() {
    auto request = kernel::make_request(kernel::Method::get, "/api/session");
    request.headers = {{"Cookie", "rimlig_session=" + cookies["rimlig_session"]}};
    return app_.routes.dispatch(request, app_.services).status == 200;
  }
  std::map<std::string, std::string> cookies;

private:
  kernel::TestApp& app_;
  std::string address_;
};

inline void with_provider(std::function<void(kernel::TestApp&, identity::Organisation const&, FakeProvider&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), oidc::feature()}, [&](kernel::TestApp& app) {
    auto const made = identity::make_organisation(app);
    FakeProvider provider(app);
    provider.claims["email"] = "\"" + identity::email_of(app, made.employee) + "\"";
    test(app, made, provider);
  });
}

inline std::string code_of(kernel::TestApp::Answer const& answer) {
  auto const json = answer.json();
  return json.root().has("code") ? std::string(json.root().get("code").text()) : std::string();
}

}  // namespace rimlig::oidc
