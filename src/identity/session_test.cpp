#include <doctest/doctest.h>

#include "identity/password.hpp"
#include "identity/session.hpp"
#include "identity/sign_in_test.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Method;
using kernel::NameValues;
using kernel::TestApp;
using kernel::Tx;
using namespace std::chrono_literals;

TEST_CASE("signing in gives a strict cookie, the person, their roles and what they may do") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const answer = try_sign_in(app, email, good);
    REQUIRE(answer.status == 200);
    auto const cookie = header_of(answer, "Set-Cookie");
    CHECK(cookie.starts_with("rimlig_session="));
    CHECK(cookie.find("HttpOnly; SameSite=Strict") != std::string::npos);
    CHECK(cookie.find("Secure") == std::string::npos);
    auto const document = answer.json();
    CHECK(document.root().get("person").get("name").text() == "Moa Medarbetare");
    CHECK(document.root().get("roles").at(0).get("role").text() == "employee");
    CHECK(document.root().get("roles").at(0).get("unit_name").text() == "Förskolan Eken");
    CHECK(answer.body.find("\"action.report\"") != std::string::npos);
    CHECK(answer.body.find("\"action.write\"") == std::string::npos);
    CHECK(document.root().get("today").text() == "2026-11-22");

    auto const read = app.call(Method::get, "/api/session", 0, {}, held(answer));
    CHECK(read.body == answer.body);
    auto const secure = try_sign_in(app, email, good, "10.0.0.1", {{"Host", "rimlig.kommun.example"}});
    CHECK(header_of(secure, "Set-Cookie").starts_with("__Host-rimlig_session="));
    CHECK(header_of(secure, "Set-Cookie").find("; Secure") != std::string::npos);
    CHECK(app.call(Method::get, "/api/session", 0, {}, held(secure)).status == 200);
    app.with_tx([&](Tx& tx) {
      auto const token = held(answer)[0].second.substr(std::string("rimlig_session=").size());
      CHECK(tx.value<std::int64_t>("select count(*) from web_session where token_hash = $1", token) == 0);
    });
  });
}

TEST_CASE("a wrong password and an unknown address get the same answer") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const wrong = try_sign_in(app, email_of(app, made.employee), "fel fel fel fel");
    auto const unknown = try_sign_in(app, "ingen@kommun.example", "fel fel fel fel");
    auto const without_password = try_sign_in(app, email_of(app, made.controller), "");
    CHECK(wrong.status == 401);
    CHECK(wrong.body == unknown.body);
    CHECK(wrong.body == without_password.body);
  });
}

TEST_CASE("a change needs the session's own CSRF token, and no other site can make one") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const session = held(try_sign_in(app, email_of(app, made.employee), good));
    auto const change = [&](NameValues headers) { return app.call(Method::put, "/api/session/language", 0, R"({"language":"en"})", std::move(headers)).status; };
    CHECK(change({session[0]}) == 403);
    CHECK(change({session[0], {"X-CSRF-Token", "annan"}}) == 403);
    CHECK(change({session[0], session[1], {"Sec-Fetch-Site", "cross-site"}}) == 403);
    CHECK(change({session[0], session[1], {"Origin", "https://ond.example"}, {"Host", "rimlig.example"}}) == 403);
    CHECK(change({session[0], session[1]}) == 200);
    CHECK(app.call(Method::get, "/api/session", 0, {}, session).json().root().get("language").text() == "en");
  });
}

TEST_CASE("a session ends when signed out, when idle for eight hours, and after a week in any case") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const status = [&](NameValues const& session) { return app.call(Method::get, "/api/session", 0, {}, session).status; };
    auto session = held(try_sign_in(app, email, good));
    CHECK(app.call(Method::del, "/api/session", 0, {}, session).status == 204);
    CHECK(status(session) == 401);
    auto const log = app.get("/api/audit?person=" + std::to_string(made.employee), made.controller).json();
    REQUIRE(log.root().get("total").integer() == 2);
    CHECK(log.root().get("items").at(0).get("operation").text() == "sign_out");
    CHECK(log.root().get("items").at(1).get("operation").text() == "sign_in");

    session = held(try_sign_in(app, email, good));
    app.clock.advance(7h + 59min);
    CHECK(status(session) == 200);
    app.clock.advance(8h + 1min);
    CHECK(status(session) == 401);

    session = held(try_sign_in(app, email, good));
    for (int n = 0; n < 7 * 4 - 1; ++n) {
      app.clock.advance(6h);
      REQUIRE(status(session) == 200);
    }
    app.clock.advance(6h + 1min);
    CHECK(status(session) == 401);
  });
}

TEST_CASE("S4-20: a person sees their own sessions and ends one, or all but this") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const here = held(try_sign_in(app, email, good, "10.0.0.1", {{"User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"}}));
    app.clock.advance(1h);
    auto const phone = held(try_sign_in(app, email, good, "10.0.0.2", {{"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"}}));
    auto const third = held(try_sign_in(app, email, good, "10.0.0.3", {{"User-Agent", "curl/8"}}));
    auto const list = app.call(Method::get, "/api/sessions", 0, {}, here);
    REQUIRE_MESSAGE(list.status == 200, list.body);
    auto const document = list.json();
    auto const items = document.root().get("items");
    REQUIRE(items.size() == 3);
    CHECK(list.body.find(kernel::sha256_hex("").substr(0, 8)) == std::string::npos);
    std::int64_t phone_id = 0;
    for (std::size_t n = 0; n < items.size(); ++n) {
      auto const item = items.at(n);
      CHECK(item.get("current").boolean() == (item.get("address").text() == "10.0.0.1"));
      if (item.get("address").text() == "10.0.0.1") CHECK(item.get("agent").text() == "Edge, Windows");
      if (item.get("address").text() == "10.0.0.2") {
        CHECK(item.get("agent").text() == "Safari, iPhone");
        phone_id = item.get("id").integer();
      }
      if (item.get("address").text() == "10.0.0.3") CHECK(item.get("agent").text().empty());
    }
    auto const target = "/api/sessions/" + std::to_string(phone_id);
    // Not another person's, and not without the session's own CSRF token.
    CHECK(app.call(Method::del, target, made.controller).status == 404);
    CHECK(app.call(Method::del, target, 0, {}, {here[0], {"X-CSRF-Token", "fel"}}).status == 403);
    CHECK(app.call(Method::get, "/api/session", 0, {}, phone).status == 200);
    CHECK(app.call(Method::del, target, 0, {}, here).status == 204);
    CHECK(app.call(Method::get, "/api/session", 0, {}, phone).status == 401);
    CHECK(app.call(Method::del, target, 0, {}, here).status == 404);

    auto const ended = app.call(Method::post, "/api/sessions/end-others", 0, {}, here);
    CHECK(ended.json().root().get("ended").integer() == 1);
    CHECK(app.call(Method::get, "/api/session", 0, {}, third).status == 401);
    CHECK(app.call(Method::get, "/api/sessions", 0, {}, here).json().root().get("items").size() == 1);
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'end_session' and object_id = $1", made.employee) == 2);
    });
  });
}

TEST_CASE("a changed password ends the other sessions and must be a good one") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const one = held(try_sign_in(app, email, good));
    auto const other = held(try_sign_in(app, email, good));
    auto const change = [&](std::string const& current, std::string const& wanted) {
      return app.call(Method::post, "/api/session/password", 0, R"({"current":")" + current + R"(","new":")" + wanted + "\"}", one);
    };
    CHECK(change(good, "för kort").body.find("minst 12 tecken") != std::string::npos);
    CHECK(change(good, email).body.find("e-postadress") != std::string::npos);
    CHECK(change(good, "aaaaaaaaaaaaaaaa").status == 422);
    CHECK(change(good, good).status == 422);
    CHECK(change("fel fel fel fel", "vinter snö is").body.find("/current") != std::string::npos);
    REQUIRE(change(good, "vinter snö is").status == 204);
    CHECK(app.call(Method::get, "/api/session", 0, {}, one).status == 200);
    CHECK(app.call(Method::get, "/api/session", 0, {}, other).status == 401);
    CHECK(try_sign_in(app, email, good).status == 401);
    CHECK(try_sign_in(app, email, "vinter snö is").status == 200);
    app.with_tx([](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where changes like '%argon2%'") == 0); });
  });
}

TEST_CASE("guessing is slowed down, and the account's owner is not locked out by a stranger") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    REQUIRE(try_sign_in(app, email, good, "10.0.0.1").status == 200);
    // The cost of each guess is the same with a hash that is fast to check.
    TestApp::Answer answer{};
    for (int n = 0; n < 6; ++n) answer = try_sign_in(app, email, "fel fel fel fel", "10.0.0.66");
    CHECK(answer.status == 429);
    CHECK(std::stoi(header_of(answer, "Retry-After")) == 15);
    CHECK(answer.body.find("Vänta 15 sekunder") != std::string::npos);
    CHECK(try_sign_in(app, email, good, "10.0.0.66").status == 429);
    for (int n = 0; n < 40; ++n) try_sign_in(app, email, "fel fel fel fel", "10.0.1." + std::to_string(n));
    CHECK(try_sign_in(app, email, good, "10.0.0.2").status == 429);
    CHECK(try_sign_in(app, email, good, "10.0.0.1").status == 200);
    app.clock.advance(61s);
    CHECK(try_sign_in(app, email, good, "10.0.0.2").status == 200);
  });
}

TEST_CASE("the first administrator is made once") {
  kernel::on_each_database({org::feature(), identity::feature()}, [](TestApp& app) {
    app.routes.guard(gatekeeper(app.routes));
    auto const body = R"({"name":"Ada Ek","email":"Ada.Ek@Kommun.example","password":"sommar regn hav","organisation":"Norrby kommun"})";
    CHECK(app.get("/api/setup", 0).body == R"({"needed":true})");
    CHECK(app.post("/api/setup", 0, R"({"name":"Ada Ek","email":"ada","password":"sommar regn hav","organisation":"Norrby"})").status == 422);
    auto const answer = app.post("/api/setup", 0, body);
    REQUIRE(answer.status == 201);
    CHECK(app.get("/api/setup", 0).body == R"({"needed":false})");
    CHECK(app.post("/api/setup", 0, body).status == 409);
    auto const units = app.call(Method::get, "/api/units", 0, {}, held(answer));
    CHECK(units.json().root().get("items").at(0).get("name").text() == "Norrby kommun");
    CHECK(try_sign_in(app, "ada.ek@kommun.example", good).status == 200);
  });
}
