#include <doctest/doctest.h>

#include "identity/sign_in_level.hpp"
#include "oidc/fake_provider_test.hpp"

using namespace rimlig;
using namespace rimlig::oidc;
using kernel::TestApp;
using kernel::Tx;

namespace {

std::int64_t count(TestApp& app, std::string const& sql) {
  std::int64_t found = 0;
  app.with_tx([&](Tx& tx) { found = tx.value<std::int64_t>(sql).value_or(0); });
  return found;
}

std::string with_nonce_of_another(FakeProvider& provider) {
  return sign(provider.key, "RS256",
              provider.payload({{"iss", R"("https://login.kommun.example")"}, {"aud", R"("rimlig")"}, {"sub", R"("u1")"}, {"iat", std::to_string(provider.now())},
                                {"exp", std::to_string(provider.now() + 300)}, {"nonce", R"("another")"}, {"email_verified", "true"}}));
}

}  // namespace

TEST_CASE("S4-20: whoever the provider vouches for is signed in, is linked by address once and known by subject from then on") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    TestBrowser browser(app);
    auto const answer = browser.sign_in(provider);
    REQUIRE(answer.status == 200);
    auto const json = answer.json();
    CHECK(json.root().get("to").text() == "/actions");
    CHECK(json.root().get("session").get("step").text() == "done");
    CHECK(json.root().get("session").get("person").get("id").integer() == made.employee);
    CHECK(browser.is_in());
    CHECK(browser.cookies["rimlig_provider"].empty());
    CHECK(provider.asked["code_challenge_method"] == "S256");
    CHECK(provider.asked["scope"] == "openid email profile");
    CHECK(provider.asked["redirect_uri"] == "https://rimlig.kommun.example/login/return");
    CHECK(count(app, "select count(*) from audit_entry where operation = 'provider_linked'") == 1);
    CHECK(count(app, "select count(*) from audit_entry where operation = 'sign_in' and note = 'Via kommun'") == 1);

    // The address may change there, and even become somebody else's: the subject decides.
    provider.claims["email"] = "\"" + identity::email_of(app, made.administrator) + "\"";
    TestBrowser later(app);
    auto const again = later.sign_in(provider);
    auto const second = again.json();
    CHECK(second.root().get("session").get("person").get("id").integer() == made.employee);
    CHECK(count(app, "select count(*) from provider_identity") == 1);

    auto const mine = app.get("/api/sessions", made.employee);
    CHECK(mine.body.find(R"("provider":"kommun")") != std::string::npos);
  });
}

TEST_CASE("S4-20: a stolen code is worth nothing in another browser, with another state, or a second time") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    TestBrowser victim(app), thief(app, "10.6.6.6");
    auto const address = victim.leave();
    auto const code = provider.authorize(address);

    // Everything that stood in the address bar, in another browser: without any cookie, and with one of its own.
    CHECK(thief.come_back(address, code).status == 401);
    auto const own = thief.leave();
    CHECK(thief.come_back(address, code).status == 401);
    // Its own state with the stolen code: the provider wants the verifier, which is only in the victim's browser.
    CHECK(code_of(thief.come_back(own, code)) == "sign_in_again");
    CHECK_FALSE(thief.is_in());

    CHECK(victim.come_back(address, "påhittad").status == 401);
    CHECK(victim.come_back(address, code).status == 401);  // the state is used up by the first
    auto const fresh = victim.leave();
    provider.authorize(fresh);
    CHECK(victim.come_back(fresh, code).status == 200);
    CHECK(victim.come_back(fresh, code).status == 401);
    CHECK(victim.is_in());
  });
}

TEST_CASE("S4-20: a sign-in that waits too long has to begin anew") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    TestBrowser browser(app);
    auto const address = browser.leave();
    app.clock.advance(std::chrono::minutes(16));
    CHECK(browser.come_back(address, provider.authorize(address)).status == 401);
  });
}

TEST_CASE("S4-20: a token with a wrong nonce, a replayed one and one for somebody else are refused, and why stands in the answer") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    TestBrowser browser(app);
    provider.token = with_nonce_of_another(provider);
    auto const wrong = browser.sign_in(provider);
    CHECK(wrong.status == 403);
    CHECK(code_of(wrong) == "provider_token");

    provider.token.clear();
    REQUIRE(browser.sign_in(provider).status == 200);
    TestBrowser other(app);
    provider.token = provider.last_token;  // good a moment ago, in answer to something else
    CHECK(code_of(other.sign_in(provider)) == "provider_token");
    CHECK_FALSE(other.is_in());

    provider.token.clear();
    provider.claims["aud"] = R"("annan-tjänst")";
    CHECK(code_of(other.sign_in(provider)) == "provider_token");
    provider.claims.erase("aud");

    auto const shared = TestKey::shared("first", provider.key.public_json());
    provider.token = sign(shared, "HS256", "{}");
    CHECK(code_of(other.sign_in(provider)) == "provider_token");
    CHECK_FALSE(other.is_in());
  });
}

TEST_CASE("S4-20: a minute of clock difference is taken, more is refused and said") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    auto const skewed = [&](std::int64_t by) {
      provider.claims["iat"] = std::to_string(provider.now() + by);
      provider.claims["exp"] = std::to_string(provider.now() + by + 5);
      TestBrowser browser(app);
      return browser.sign_in(provider);
    };
    CHECK(skewed(55).status == 200);
    CHECK(skewed(-55).status == 200);
    auto const ahead = skewed(90);
    CHECK(ahead.status == 403);
    CHECK(ahead.body.find("Klockan") != std::string::npos);
    CHECK(skewed(-90).status == 403);
  });
}

TEST_CASE("S4-20: a new key is asked for when a token names it, but no more than once a minute; a withdrawn one stops working") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    TestBrowser browser(app);
    REQUIRE(browser.sign_in(provider).status == 200);
    CHECK(provider.key_fetches == 1);

    auto const old = provider.key;
    provider.key = TestKey::rsa("second");
    provider.published = {provider.key};
    CHECK(browser.sign_in(provider).status == 200);
    CHECK(provider.key_fetches == 2);
    CHECK(browser.sign_in(provider).status == 200);
    CHECK(provider.key_fetches == 2);

    provider.key = old;
    CHECK(browser.sign_in(provider).status == 403);
    CHECK(browser.sign_in(provider).status == 403);
    CHECK(provider.key_fetches == 2);  // asked less than a minute ago
    app.clock.advance(std::chrono::minutes(2));
    CHECK(browser.sign_in(provider).status == 403);
    CHECK(provider.key_fetches == 3);
  });
}

TEST_CASE("S4-20: who is nobody of ours, unverified or somebody else's is refused with a reason") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    auto const refused = [&] {
      TestBrowser browser(app);
      auto const answer = browser.sign_in(provider);
      CHECK(answer.status == 403);
      CHECK_FALSE(browser.is_in());
      return code_of(answer);
    };
    auto const email = provider.claims["email"];
    provider.claims["email"] = "";
    CHECK(refused() == "provider_no_email");
    provider.claims["email"] = R"("okand@kommun.example")";
    CHECK(refused() == "provider_unknown_person");
    provider.claims["email"] = email;
    provider.claims["email_verified"] = "false";
    CHECK(refused() == "provider_unverified_email");
    provider.claims["email_verified"] = "";
    CHECK(refused() == "provider_unverified_email");
    provider.claims["email_verified"] = R"("true")";
    {
      TestBrowser browser(app);
      CHECK(browser.sign_in(provider).status == 200);
    }
    // Another account there with the same address does not take the person over.
    provider.claims["sub"] = R"("u2")";
    CHECK(refused() == "provider_other_account");
    auto const links = "/api/persons/" + std::to_string(made.employee) + "/provider-links";
    CHECK(app.get(links, made.administrator).body.find("Kommunkonto") != std::string::npos);
    CHECK(app.call(kernel::Method::del, links, made.administrator).status == 204);
    TestBrowser browser(app);
    CHECK(browser.sign_in(provider).status == 200);
    CHECK(count(app, "select count(*) from audit_entry where operation = 'provider_unlinked'") == 1);
  });
}

TEST_CASE("S4-20: signing in always begins a session of its own and ends the one that the browser held") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    TestBrowser browser(app);
    browser.cookies["rimlig_session"] = "planterad";
    REQUIRE(browser.sign_in(provider).status == 200);
    auto const first = browser.cookies["rimlig_session"];
    CHECK(first != "planterad");
    REQUIRE(browser.sign_in(provider).status == 200);
    CHECK(browser.cookies["rimlig_session"] != first);
    browser.cookies["rimlig_session"] = first;
    CHECK_FALSE(browser.is_in());
  });
}

TEST_CASE("S4-20: nobody is sent to another site after signing in") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    for (auto const* to : {"https://evil.example", "//evil.example", "/\\\\evil.example", "javascript:alert(1)", "", "/a\\tb", "actions"}) {
      TestBrowser browser(app);
      auto const answer = browser.sign_in(provider, std::string(R"({"to":")") + to + "\"}");
      INFO(to);
      REQUIRE(answer.status == 200);
      auto const json = answer.json();
      CHECK(json.root().get("to").text() == "/");
    }
  });
}

TEST_CASE("S4-20: a request that another site's page makes neither begins nor ends a sign-in") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider&) {
    for (auto const* target : {"/api/sign-in/providers/kommun/start", "/api/sign-in/return"}) {
      auto request = kernel::make_request(kernel::Method::post, target, "{}");
      request.headers = {{"Sec-Fetch-Site", "cross-site"}, {"Host", "rimlig.kommun.example"}};
      CHECK(app.routes.dispatch(request, app.services).status == 403);
    }
    TestBrowser browser(app);
    auto const answer = browser.post("/api/sign-in/providers/kommun/start", R"({"to":"/"})");
    auto const cookie = identity::header_of(answer, "Set-Cookie");
    CHECK(cookie.find("HttpOnly; SameSite=Strict") != std::string::npos);
  });
}

TEST_CASE("S4-20: starts and answers from one address are slowed down, and signing in gives the address its count back") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    TestBrowser browser(app);
    for (int n = 0; n < 60; ++n) REQUIRE(browser.sign_in(provider).status == 200);
    int status = 0;
    for (int n = 0; n < 60 && status != 429; ++n) status = browser.post("/api/sign-in/return", R"({"state":"gissad","code":"gissad"})").status;
    CHECK(status == 429);
    CHECK(browser.post("/api/sign-in/providers/kommun/start", R"({"to":"/"})").status == 429);
    TestBrowser elsewhere(app, "10.0.0.77");
    CHECK(elsewhere.sign_in(provider).status == 200);
  });
}

TEST_CASE("S4-20: a provider that does not answer is said to be down, and is left alone for a while") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider& provider) {
    provider.silent = true;
    TestBrowser browser(app);
    CHECK(code_of(browser.post("/api/sign-in/providers/kommun/start", R"({"to":"/"})")) == "provider_down");
    provider.silent = false;
    CHECK(code_of(browser.post("/api/sign-in/providers/kommun/start", R"({"to":"/"})")) == "provider_down");
    app.clock.advance(std::chrono::seconds(11));
    CHECK(browser.sign_in(provider).status == 200);
    CHECK(browser.post("/api/sign-in/providers/annan/start", R"({"to":"/"})").status == 404);
  });
}

TEST_CASE("S4-20: a role may demand a level of assurance, and who signs in with a lower one is told which") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    // Whoever has not signed in so themselves would be shut out.
    auto const rules = [](std::string const& role) { return R"({"second_factor_roles":[],"levels":[{"role":")" + role + R"(","level":3}]})"; };
    auto const top = identity::make_person(app, "Hel Administratör", identity::Role::administrator, made.council);
    CHECK(app.put("/api/sign-in-rules", top, rules("administrator"), "").status == 422);
    TestBrowser before(app), above(app);
    provider.claims["acr"] = R"("loa2")";
    REQUIRE(before.sign_in(provider).status == 200);
    provider.claims["acr"] = R"("loa3")";
    REQUIRE(above.sign_in(provider).status == 200);
    REQUIRE(app.put("/api/sign-in-rules", top, rules("employee"), "").status == 200);
    CHECK_FALSE(before.is_in());
    CHECK(above.is_in());

    auto const refused = [&](std::string const& acr) {
      provider.claims["acr"] = acr;
      TestBrowser browser(app);
      auto const answer = browser.sign_in(provider);
      CHECK(answer.status == 403);
      CHECK(code_of(answer) == "level_3_needed");
      CHECK(answer.body.find("Rollen medarbetare kräver tillitsnivå 3.") != std::string::npos);
      CHECK_FALSE(browser.is_in());
    };
    refused(R"("loa2")");
    refused(R"("okänd")");
    refused("");
    provider.claims["acr"] = R"("loa3")";
    TestBrowser browser(app);
    CHECK(browser.sign_in(provider, R"({"to":"/","level":3})").status == 200);
    CHECK(provider.asked["acr_values"] == "loa3");

    app.with_tx([&](Tx& tx) { identity::store_password(tx, {made.employee}, kernel::hash_password(identity::good, kernel::PasswordCost::minimum)); });
    auto const local = identity::try_sign_in(app, identity::email_of(app, made.employee), identity::good);
    CHECK(local.status == 403);
    CHECK(code_of(local) == "level_3_needed");
    CHECK(identity::try_sign_in(app, identity::email_of(app, made.employee), "fel lösenord här").status == 401);
  });
}

TEST_CASE("S4-20: a role of the municipality's own may demand a level too, and the demands can be taken away from the command line") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    auto const top = identity::make_person(app, "Hel Administratör", identity::Role::administrator, made.council);
    auto const role = app.post("/api/roles", top, R"({"name":"Samordnare","description":"","permissions":["action.read"],"second_factor":false,"sign_in_level":4})");
    REQUIRE(role.status == 201);
    auto const json = role.json();
    auto const given = R"({"role":"custom","custom_role_id":)" + std::to_string(json.root().get("id").integer()) + R"(,"unit_id":)" + std::to_string(made.unit.value) + "}";
    REQUIRE(app.post("/api/persons/" + std::to_string(made.employee) + "/assignments", top, given).status == 201);
    provider.claims["acr"] = R"("loa3")";
    TestBrowser browser(app);
    auto const refused = browser.sign_in(provider);
    CHECK(code_of(refused) == "level_4_needed");
    // Lowered, it lets the same sign-in through; raised again, it ends what was begun below it.
    auto const put = [&](std::string const& level, std::string const& etag) {
      return app.put("/api/roles/" + std::to_string(json.root().get("id").integer()), top,
                     R"({"name":"Samordnare","description":"","permissions":["action.read"],"second_factor":false,"sign_in_level":)" + level + "}", etag);
    };
    REQUIRE(put("3", role.etag).status == 200);
    REQUIRE(browser.sign_in(provider).status == 200);
    REQUIRE(put("4", "\"2\"").status == 200);
    CHECK_FALSE(browser.is_in());
    CHECK(refused.body.find("Rollen Samordnare kräver tillitsnivå 4.") != std::string::npos);

    app.with_tx([](Tx& tx) { identity::remove_level_demands(tx); });
    CHECK(browser.sign_in(provider).status == 200);
    CHECK(count(app, "select count(*) from audit_entry where object_kind = 'custom_role' and operation = 'update'") == 3);
  });
}

TEST_CASE("S4-20: our second step is asked for unless the provider has vouched for several factors") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    auto const top = identity::make_person(app, "Hel Administratör", identity::Role::administrator, made.council);
    REQUIRE(app.put("/api/sign-in-rules", top, R"({"second_factor_roles":["employee"],"levels":[]})", "").status == 200);
    provider.claims["acr"] = R"("loa2")";
    TestBrowser browser(app);
    auto const half = browser.sign_in(provider);
    REQUIRE(half.status == 200);
    auto const first = half.json();
    CHECK(first.root().get("session").get("step").text() == "set_up");
    CHECK_FALSE(browser.is_in());
    CHECK(count(app, "select count(*) from half_session where provider = 'kommun'") == 1);

    provider.claims["acr"] = R"("loa3")";
    auto const whole = browser.sign_in(provider);
    auto const second = whole.json();
    CHECK(second.root().get("session").get("step").text() == "done");
    CHECK(browser.is_in());
  });
}

TEST_CASE("S4-20: a claim gives an assignment, and takes it back at the next sign-in; others are left alone") {
  with_provider([](TestApp& app, identity::Organisation const& made, FakeProvider& provider) {
    auto const roles = [&] { return count(app, "select count(*) from assignment where person_id = " + std::to_string(made.employee)); };
    TestBrowser browser(app);
    provider.claims["groups"] = R"(["alla","chefer","vilse"])";
    auto const answer = browser.sign_in(provider);
    CHECK(answer.body.find(R"("role":"unit_manager")") != std::string::npos);
    CHECK(roles() == 2);
    CHECK(count(app, "select count(*) from provider_assignment") == 1);
    CHECK(browser.sign_in(provider).status == 200);
    CHECK(roles() == 2);
    auto const person = app.get("/api/persons/" + std::to_string(made.employee), made.administrator);
    CHECK(person.body.find(R"("role":"unit_manager")") < person.body.find(R"("by_provider":true)"));
    CHECK(count(app, "select count(*) from audit_entry where object_kind = 'assignment' and note = 'Enligt Kommunkonto.'") == 1);

    provider.claims["groups"] = R"("alla")";
    CHECK(browser.sign_in(provider).status == 200);
    CHECK(roles() == 1);
    CHECK(count(app, "select count(*) from provider_assignment") == 0);
    CHECK(count(app, "select count(*) from audit_entry where object_kind = 'assignment' and note = 'Enligt Kommunkonto.'") == 2);

    auto const top = identity::make_person(app, "Hel Administratör", identity::Role::administrator, made.council);
    auto const shown = app.get("/api/sign-in/settings", top);
    CHECK(shown.body.find(R"("unit":"Förskolan Åsen","known":true)") != std::string::npos);
    CHECK(shown.body.find(R"("unit":"Ingenstans","known":false)") != std::string::npos);
    CHECK(shown.body.find("hemligt") == std::string::npos);
  });
}

TEST_CASE("S4-20: what the provider says when it will not sign somebody in is passed on in words") {
  with_provider([](TestApp& app, identity::Organisation const&, FakeProvider&) {
    TestBrowser browser(app);
    auto const back_with = [&](std::string const& fields) {
      auto const address = browser.leave();
      std::string state;
      for (auto const& [name, value] : parameters_of(address))
        if (name == "state") state = value;
      return code_of(browser.post("/api/sign-in/return", R"({"state":")" + state + "\"," + fields + "}"));
    };
    CHECK(back_with(R"("error":"access_denied")") == "provider_denied");
    CHECK(back_with(R"("error":"unmet_authentication_requirements")") == "provider_unmet_level");
    CHECK(back_with(R"("error":"server_error")") == "provider_error");
    CHECK(back_with(R"("code":"engångskod","iss":"https://evil.example")") == "sign_in_again");
  });
}
