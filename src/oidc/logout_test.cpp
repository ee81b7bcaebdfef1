#include <doctest/doctest.h>

#include "oidc/fake_provider_test.hpp"

using namespace rimlig;
using namespace rimlig::oidc;
using kernel::TestApp;

namespace {

std::string logout_token(FakeProvider& provider, std::map<std::string, std::string> const& other = {}) {
  std::map<std::string, std::string> all{{"iss", R"("https://login.kommun.example")"}, {"aud", R"("rimlig")"}, {"iat", std::to_string(provider.now())},
                                         {"exp", std::to_string(provider.now() + 120)}, {"jti", R"("j1")"},      {"events", R"({"http://schemas.openid.net/event/backchannel-logout":{}})"}};
  for (auto const& [name, value] : other) all[name] = value;
  std::string out = "{";
  for (auto const& [name, value] : all)
    if (!value.empty()) out += (out.size() == 1 ? "\"" : ",\"") + name + "\":" + value;
  return sign(provider.key, "RS256", out + "}");
}

/// As the provider's server does: a form, and nothing that a browser adds.
int send(TestApp& app, std::string const& token, kernel::NameValues more = {}) {
  auto request = kernel::make_request(kernel::Method::post, "/api/sign-in/providers/kommun/back-channel-logout", "logout_token=" + token);
  request.remote_address = "10.0.0.50";
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Host", "rimlig.kommun.example"}};
  for (auto& header : more) request.headers.push_back(std::move(header));
  return app.routes.dispatch(request, app.services).status;
}

}  // namespace

TEST_CASE("S4-20: the provider ends one session, or all that a person began there, and no others") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    TestBrowser office(app), phone(app);
    REQUIRE(office.sign_in(provider).status == 200);
    provider.claims["sid"] = R"("s2")";
    REQUIRE(phone.sign_in(provider).status == 200);
    REQUIRE(app.get("/api/session", made.employee).status == 200);  // a session with a password

    CHECK(send(app, logout_token(provider, {{"sid", R"("s1")"}, {"sub", R"("u1")"}})) < 300);
    CHECK_FALSE(office.is_in());
    CHECK(phone.is_in());
    CHECK(send(app, logout_token(provider, {{"sub", R"("u1")"}, {"jti", R"("j2")"}})) < 300);
    CHECK_FALSE(phone.is_in());
    CHECK(app.get("/api/session", made.employee).status == 200);
    app.with_tx([](kernel::Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'sign_out' and note = 'Av kommun'") == 2); });
  });
}

TEST_CASE("S4-20: a logout token that is replayed, unsigned, for somebody else or no logout at all ends nothing") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    TestBrowser browser(app);
    auto const token = logout_token(provider, {{"sub", R"("u1")"}});
    REQUIRE(send(app, token) < 300);
    REQUIRE(browser.sign_in(provider).status == 200);
    CHECK(send(app, token) == 400);
    CHECK(send(app, provider.last_token) == 400);  // the ID token itself
    CHECK(send(app, "") == 400);
    CHECK(send(app, logout_token(provider, {{"sub", R"("u1")"}, {"jti", R"("j3")"}, {"aud", R"("annan")"}})) == 400);
    CHECK(send(app, logout_token(provider, {{"sub", R"("u1")"}, {"jti", R"("j3")"}, {"nonce", R"("n")"}})) == 400);
    auto const good = provider.key;
    provider.key = TestKey::rsa("second");
    CHECK(send(app, logout_token(provider, {{"sub", R"("u1")"}, {"jti", R"("j3")"}})) == 400);
    provider.key = good;
    CHECK(browser.is_in());
    app.clock.advance(std::chrono::minutes(13));
    CHECK(send(app, token) == 400);  // too old by now, and forgotten
    CHECK(browser.is_in());
  });
}

TEST_CASE("S4-20: a page of another site's cannot pass a logout on") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    auto const token = logout_token(provider, {{"sub", R"("u1")"}});
    CHECK(send(app, token, {{"Origin", "https://evil.example"}}) == 415);
    CHECK(send(app, token, {{"Sec-Fetch-Site", "cross-site"}}) == 403);
    CHECK(send(app, token, {{"Cookie", "rimlig_session=x"}}) == 415);
    CHECK(send(app, token) < 300);
  });
}

TEST_CASE("S4-20: who began at the provider is sent there when signing out, and nobody else") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    TestBrowser browser(app);
    REQUIRE(browser.sign_in(provider).status == 200);
    auto const asked = app.call(kernel::Method::get, "/api/session/provider-sign-out", 0, "", {{"Cookie", "rimlig_session=" + browser.cookies["rimlig_session"]}});
    CHECK(asked.body == R"({"address":"https://login.kommun.example/logout?client_id=rimlig&post_logout_redirect_uri=https%3A%2F%2Frimlig.kommun.example%2Flogin"})");
    CHECK(app.get("/api/session/provider-sign-out", made.employee).body == R"({"address":null})");
  });
}
