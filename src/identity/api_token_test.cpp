#include <doctest/doctest.h>

#include "identity/api_token.hpp"
#include "identity/sign_in_test.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using namespace std::chrono_literals;
using kernel::Method;
using kernel::NameValues;
using kernel::TestApp;
using kernel::Tx;

namespace {

std::string draft(std::string const& name, std::string const& permissions = "", std::string const& until = "2027-11-22", std::string const& password = good) {
  return R"({"name":")" + name + R"(","permissions":[)" + permissions + R"(],"expires_on":")" + until + R"(","current":")" + password + "\"}";
}

/// One for the unit's manager, or for whoever is named.
std::string token_of(TestApp& app, std::int64_t person, std::vector<std::string> permissions, std::string const& name = "Bokslut") {
  std::string token;
  app.with_tx([&](Tx& tx) { token = make_token(tx, tx.get(kernel::Id<Person>{person}), {name, std::move(permissions), kernel::Date{"2027-11-22"}}).token; });
  return token;
}

TestApp::Answer by_token(TestApp& app, Method method, std::string const& target, std::string const& token, std::string body = "", NameValues headers = {}) {
  headers.emplace_back("Authorization", "Bearer " + token);
  return app.call(method, target, 0, std::move(body), std::move(headers));
}

}  // namespace

TEST_CASE("S4-20: a token is made with the password, shown once and kept as a hash") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const session = held(try_sign_in(app, email_of(app, made.employee), good));
    auto const make = [&](std::string const& body) { return post_as(app, "/api/tokens", session, body); };
    CHECK(make(draft("Bokslut", "", "2027-11-22", "fel fel fel fel")).status == 422);
    CHECK(make(draft("Bokslut", "", "2026-11-21")).body.find("har passerat") != std::string::npos);
    CHECK(make(draft("Bokslut", "", "2027-11-23")).body.find("högst ett år") != std::string::npos);
    // Neither what the person lacks, nor what no token may hold.
    CHECK(make(draft("Bokslut", "\"action.write\"")).body.find("action.write") != std::string::npos);
    CHECK(make(draft("Bokslut", "\"okänd.rätt\"")).status == 422);
    auto const answer = make(draft("Bokslut"));
    REQUIRE_MESSAGE(answer.status == 201, answer.body);
    auto const token = std::string(answer.json().root().get("token").text());
    CHECK(token.starts_with("rimlig_"));
    CHECK(make(draft("Bokslut")).body.find("heter så") != std::string::npos);
    auto const list = app.call(Method::get, "/api/tokens", 0, {}, session);
    CHECK(list.body.find(token) == std::string::npos);
    CHECK(list.json().root().get("items").at(0).get("name").text() == "Bokslut");
    CHECK(list.json().root().get("items").at(0).get("used_at").is_null());
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from api_token where token_hash = $1", kernel::sha256_hex(token)) == 1);
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where changes like '%rimlig%' or note like '%rimlig%'") == 0);
      CHECK(tx.value<std::string>("select note from audit_entry where operation = 'make_token'") == "Bokslut");
      CHECK_THROWS_AS(make_token(tx, tx.get(kernel::Id<Person>{made.administrator}), {"x", {"account.write"}, tx.today()}), kernel::Problem);
    });
    CHECK(by_token(app, Method::get, "/api/units", token).status == 200);
    CHECK(app.call(Method::get, "/api/tokens", 0, {}, session).json().root().get("items").at(0).get("used_at").text() == "2026-11-22T08:00:00.000Z");
  });
}

TEST_CASE("S4-20: a token for reading changes nothing, one for chosen permissions does those alone, without CSRF") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const body = R"({"name":"Nya Ek","email":"nya@kommun.example"})";
    auto const reader = token_of(app, made.administrator, {});
    CHECK(by_token(app, Method::get, "/api/persons", reader).status == 200);
    auto const refused = by_token(app, Method::post, "/api/persons", reader, body);
    CHECK(refused.status == 403);
    CHECK(refused.body.find("token_scope") != std::string::npos);
    auto const writer = token_of(app, made.administrator, {"person.write"}, "Personalsystem");
    CHECK(by_token(app, Method::get, "/api/persons", writer).status == 403);
    auto const created = by_token(app, Method::post, "/api/persons", writer, body);
    REQUIRE_MESSAGE(created.status == 201, created.body);
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::string>("select actor_name from audit_entry where operation = 'insert' and object_kind = 'person' order by seq desc limit 1").value().ends_with("(via API-nyckeln Personalsystem)"));
    });
    // A cookie beside the token adds nothing.
    auto const session = held(try_sign_in(app, email_of(app, made.employee), good));
    CHECK(by_token(app, Method::post, "/api/persons", reader, body, session).status == 403);
    CHECK(by_token(app, Method::get, "/api/session", reader, {}, session).status == 403);
    // A page elsewhere cannot make a browser send the header, and is refused if it could.
    CHECK(by_token(app, Method::post, "/api/persons", writer, body, {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
  });
}

TEST_CASE("S4-20: a token never holds more than its person does now, sees no more units, and ends") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const token = token_of(app, made.controller, {});
    auto const units = [&](std::string const& which) { return by_token(app, Method::get, "/api/units", which); };
    CHECK(units(token).body == app.get("/api/units", made.controller).body);
    CHECK(by_token(app, Method::get, "/api/audit", token).status == 200);
    app.with_tx([&](Tx& tx) {
      for (auto const& assignment : tx.select<Assignment>("select id, version, person_id, role, unit_id, valid_from, valid_to, custom_role_id from assignment where person_id = $1", made.controller)) end_assignment(tx, assignment);
    });
    CHECK(by_token(app, Method::get, "/api/audit", token).status == 403);
    auto const other = token_of(app, made.administrator, {});
    app.clock.advance(24h * 365);
    CHECK(units(other).status == 200);
    app.clock.advance(24h);
    CHECK(units(other).status == 401);
    CHECK(units(other).body.find("gått ut") != std::string::npos);
    CHECK(units("rimlig_fel").status == 401);
    CHECK(app.call(Method::get, "/api/units", 0, {}, {{"Authorization", "Basic abc"}}).status == 401);
  });
}

TEST_CASE("S4-20: a token reaches neither the session, the account, nor other tokens") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const token = token_of(app, made.administrator, {"person.write", "person.read", "org.read", "org.write"});
    int tried = 0;
    for (auto const& route : app.routes.all()) {
      bool const own = route.permission == kernel::session_route || route.permission.starts_with("account.");
      if (!own || route.path.starts_with("/api/jobs")) continue;
      auto path = route.path;
      for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) path.replace(at, path.find('}') - at + 1, std::to_string(made.employee));
      auto const answer = by_token(app, route.method, path, token, route.method == Method::get ? "" : "{}");
      INFO(route.operation << " " << answer.body);
      CHECK((answer.status == 403 && answer.body.find("not_by_token") != std::string::npos));
      ++tried;
    }
    CHECK(tried >= 20);
  });
}

TEST_CASE("S4-20: a token is revoked by its person, or by an administrator who administers all of the person") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const mine = token_of(app, made.employee, {}, "Min");
    auto const other = token_of(app, made.employee, {}, "Annan");
    auto const id_of = [&](std::string const& name) {
      std::int64_t id = 0;
      app.with_tx([&](Tx& tx) { id = tx.value<std::int64_t>("select id from api_token where name = $1", name).value(); });
      return std::to_string(id);
    };
    auto const person = "/api/persons/" + std::to_string(made.employee) + "/tokens";
    auto const id = id_of("Min");
    CHECK(app.call(Method::del, "/api/tokens/" + id, made.controller).status == 404);
    CHECK(app.call(Method::del, "/api/tokens/" + id, made.employee).status == 204);
    CHECK(by_token(app, Method::get, "/api/units", mine).status == 401);
    CHECK(app.get(person, made.controller).status == 403);
    CHECK(app.get(person, made.administrator).json().root().get("items").size() == 1);
    CHECK(app.call(Method::del, "/api/persons/" + std::to_string(made.controller) + "/tokens/" + id_of("Annan"), made.administrator).status == 404);
    CHECK(app.call(Method::del, person + "/" + id_of("Annan"), made.administrator).status == 204);
    CHECK(by_token(app, Method::get, "/api/units", other).status == 401);
    app.with_tx([&](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'revoke_token' and object_id = $1", made.employee) == 2); });
  });
}

TEST_CASE("S4-20: an auditor's reading by token is logged as such") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const token = token_of(app, made.auditor, {}, "Analys");
    CHECK(by_token(app, Method::get, "/api/persons", token).status == 200);
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::string>("select actor_name from audit_entry where operation = 'read' order by seq desc limit 1") == "Rune Revisor (via API-nyckeln Analys)");
    });
  });
}
