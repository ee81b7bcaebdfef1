// What another site, a planted cookie or a name that only looks right can do to somebody's account: nothing.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "identity/session.hpp"
#include "identity/sign_in_test.hpp"
#include "kernel/crypto.hpp"
#include "kernel/log.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Method;
using kernel::NameValues;
using kernel::TestApp;

namespace {

std::string cookie_pair(TestApp::Answer const& answer) { return held(answer)[0].second; }

std::string problem_code(TestApp::Answer const& answer) {
  auto const document = answer.json();
  return std::string(document.root().get("errors").at(0).get("code").text());
}

}  // namespace

TEST_CASE("CSRF: no route that changes something takes a form, another site's page or a page without a site") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const session = held(try_sign_in(app, email_of(app, made.employee), good));
    int tried = 0;
    for (auto const& route : app.routes.all()) {
      if (route.method == Method::get) continue;
      CAPTURE(route.operation);
      auto path = route.path;
      for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) path.replace(open, path.find('}') - open + 1, "1");
      auto const send = [&](NameValues headers) {
        headers.insert(headers.end(), session.begin(), session.end());
        headers.emplace_back("Host", "rimlig.example");
        return app.call(route.method, path, 0, "{}", std::move(headers)).status;
      };
      CHECK(send({{"Content-Type", "text/plain"}}) == 415);
      CHECK(send({{"Content-Type", "text/plain;charset=UTF-8"}}) == 415);
      CHECK(send({{"Content-Type", "Application/X-WWW-Form-Urlencoded"}}) == 415);
      CHECK(send({{"Content-Type", "multipart/form-data; boundary=x"}}) == 415);
      CHECK(send({{"Sec-Fetch-Site", "cross-site"}}) == 403);
      CHECK(send({{"Sec-Fetch-Site", "same-site"}}) == 403);
      for (auto const* origin : {"https://ond.example", "null", "https://rimlig.example.ond.example", "https://ond.example/rimlig.example", "rimlig.example", "https://rimlig.example:8443", "file://", "https://ond.example, https://rimlig.example"})
        CHECK_MESSAGE(send({{"Origin", origin}}) == 403, origin);
      ++tried;
    }
    CHECK(tried > 30);
    // A program of its own, without anybody's cookie, may send what it likes: it is judged by what it says.
    CHECK(app.call(Method::post, "/api/session", 0, R"({"email":"x","password":"y"})", {{"Content-Type", "application/x-www-form-urlencoded"}}).status == 401);
    // The session has lived through it all, and the site's own page is let in.
    CHECK(app.call(Method::put, "/api/session/language", 0, R"({"language":"en"})",
                   {session[0], session[1], {"Host", "rimlig.example"}, {"Origin", "https://Rimlig.example"}, {"Sec-Fetch-Site", "same-origin"}, {"Content-Type", "application/json"}})
              .status == 200);
  });
}

TEST_CASE("CSRF: another person's token does not open one's own session, and none of a signed-out session does") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const mine = held(try_sign_in(app, email_of(app, made.employee), good));
    auto const again = held(try_sign_in(app, email_of(app, made.employee), good));
    auto const change = [&](NameValues headers) { return app.call(Method::put, "/api/session/language", 0, R"({"language":"en"})", std::move(headers)).status; };
    CHECK(change({mine[0], again[1]}) == 403);
    CHECK(change({mine[0], {"X-CSRF-Token", ""}}) == 403);
    CHECK(change({mine[0], {"X-CSRF-Token", mine[1].second + "0"}}) == 403);
    CHECK(change(mine) == 200);
    REQUIRE(app.call(Method::del, "/api/session", 0, {}, mine).status == 204);
    CHECK(change(mine) == 401);
    CHECK(change(again) == 200);
  });
}

TEST_CASE("session fixation: a cookie planted before signing in is not taken over, at no step") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    std::string const planted(43, 'a');
    for (std::string const prefix : {"rimlig_session=", "__Host-rimlig_session="}) {
      auto const answer = try_sign_in(app, email, good, "10.0.0.1", {{"Cookie", prefix + planted}});
      REQUIRE(answer.status == 200);
      CHECK(cookie_pair(answer).find(planted) == std::string::npos);
      CHECK(app.call(Method::get, "/api/session", 0, {}, {{"Cookie", prefix + planted}}).status == 401);
    }
    // Who holds a session and signs in again gets another.
    auto const first = try_sign_in(app, email, good);
    auto const second = try_sign_in(app, email, good, "10.0.0.1", {{"Cookie", cookie_pair(first)}});
    CHECK(cookie_pair(first) != cookie_pair(second));
    CHECK(held(first)[1].second != held(second)[1].second);
  });
}

TEST_CASE("cookies: never for script, never for another site, and Secure with the host's prefix beyond this machine") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const cookie = [&](NameValues headers) { return header_of(try_sign_in(app, email, good, "10.0.0.1", std::move(headers)), "Set-Cookie"); };
    for (auto const& headers : {NameValues{{"Host", "rimlig.example"}}, NameValues{{"Host", "10.0.0.7:8080"}}, NameValues{{"Host", "localhost:8080"}, {"X-Forwarded-Proto", "https"}},
                                NameValues{{"Host", "localhost.ond.example"}}, NameValues{{"Host", "127.0.0.1.ond.example"}}}) {
      auto const set = cookie(headers);
      CHECK(set.starts_with("__Host-rimlig_session="));
      CHECK(set.ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure"));
    }
    CHECK(cookie({{"Host", "localhost:8080"}}).ends_with("; Path=/; HttpOnly; SameSite=Strict"));
  });
}

TEST_CASE("Unicode: two accounts cannot look the same, and a name hides nothing") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const add = [&](std::string const& name, std::string const& email) { return app.post("/api/persons", made.administrator, R"({"name":")" + name + R"(","email":")" + email + "\"}"); };
    REQUIRE(add("Eva Ek", "eva.ek@kommun.example").status == 201);
    CHECK(problem_code(add("Eva Ek", "EVA.EK@kommun.example")) == "taken");
    // Cyrillic е, fullwidth ａ, a composed and a decomposed å, a soft hyphen, a zero-width space, a dot that is none.
    for (auto const* email : {"\u0435va.ek@kommun.example", "ev\uff41.ek@kommun.example", "\u00e5sa@kommun.example", "a\u030asa@kommun.example", "eva.\u00adek@kommun.example",
                              "eva.\u200bek@kommun.example", "eva\u2024ek@kommun.example", "eva.ek@kommun\u3002example"})
      CHECK_MESSAGE(problem_code(add("Eva Ek", email)) == "letters", email);
    for (auto const* email : {"eva ek@kommun.example", "eva\\nek@kommun.example", "eva.ek@kommun.example\\r\\nBcc: x@y.example"}) CHECK_MESSAGE(add("Eva Ek", email).status == 422, email);
    for (auto const* name : {"Eva\u202eEk", "Eva\u200b Ek", "\ufeffEva", "Eva\u2066Ek\u2069", "Eva\u0085Ek", "Eva\\nEk", "Eva\u00adEk"})
      CHECK_MESSAGE(problem_code(add(name, "ny@kommun.example")) == "hidden", name);
    CHECK(add("Åsa Öst-Él'Amin Шевченко", "asa@kommun.example").status == 201);
    // A look-alike does not sign in as the one it looks like.
    CHECK(try_sign_in(app, "\u0435va.ek@kommun.example", good).status == 401);
  });
}

TEST_CASE("log: no password, cookie, token, code or address of a person is written, whatever goes wrong") {
  auto const path = std::filesystem::temp_directory_path() / ("rimlig-log-" + kernel::random_token(8));
  kernel::open_log(path, kernel::LogLevel::debug);
  std::vector<std::string> secrets{good, "hemligt lösenord", "hemlig-kaka", "rimlig_hemlig", "hemlig-csrf", "hemlig-kod"};
  with_account([&](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const first = try_sign_in(app, email, good);
    auto const session = held(first);
    auto const cookie = cookie_pair(first);
    secrets.insert(secrets.end(), {email, session[1].second, cookie.substr(cookie.find('=') + 1)});
    for (int n = 0; n < 8; ++n) try_sign_in(app, email, "hemligt lösenord", "10.0.0.66");
    try_sign_in(app, "hemlig-kod@kommun.example", "hemligt lösenord", "10.0.0.66");
    post_as(app, "/api/session/code", {{"Cookie", "rimlig_sign_in=hemlig-kaka"}}, R"({"code":"hemlig-kod"})");
    post_as(app, "/api/session/password", session, R"({"current":"hemligt lösenord","new":"kort"})");
    post_as(app, "/api/session/password", {session[0], {"X-CSRF-Token", "hemlig-csrf"}}, R"({"current":"hemligt lösenord","new":"kort")");
    app.call(Method::get, "/api/units?hemlig-kod=1", 0, {}, {{"Authorization", "Bearer rimlig_hemlig"}, {"Cookie", "rimlig_session=hemlig-kaka"}});
    app.post("/api/setup", 0, R"({"name":"x","email":"x@y.example","password":"hemligt lösenord","organisation":"y"})");
    // A row that the database refuses is told with the route's name and the first line of the fault.
    app.with_tx([](kernel::Tx& tx) { tx.execute_derived("drop table sign_in_known"); });
    CHECK(try_sign_in(app, email, good).status == 500);
  });
  kernel::open_log({}, kernel::LogLevel::info);
  std::ifstream file(path);
  std::string const written{std::istreambuf_iterator<char>(file), {}};
  CHECK(written.find("login_refused") != std::string::npos);
  CHECK(written.find("request_failed") != std::string::npos);
  for (auto const& secret : secrets) CHECK_MESSAGE(written.find(secret) == std::string::npos, secret);
  std::filesystem::remove(path);
}

TEST_CASE("query: a parameter that stands twice, is unknown or is no text is refused, and one that is long finds nothing") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const get = [&](std::string const& query) { return app.get("/api/persons?" + query, made.administrator).status; };
    CHECK(get("limit=2") == 200);
    for (auto const* query : {"limit=1&limit=2", "limit=1&lim%69t=1", "unit_id=1&okand=1", "limit=1;limit=2", "limit[]=1", "limit=1%00", "q=%ff", "limit=1e1", "limit=-1", "limit=99999999999999999999", "sort=name%3Bdrop%20table%20person",
                              "sort=password_hash", "after=%7B%7D", "after=rubbish"})
      CHECK_MESSAGE((get(query) == 400 || get(query) == 422), query);
  });
}
