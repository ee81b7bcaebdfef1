#include <doctest/doctest.h>

#include "identity/closed_account.hpp"
#include "identity/testing.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;

namespace {

void with_organisation(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature()}, [&](TestApp& app) { test(app, make_organisation(app)); });
}

std::string person_path(std::int64_t person) { return "/api/persons/" + std::to_string(person); }
std::string role_json(std::string_view role, kernel::Id<org::Unit> unit) {
  return R"({"role":")" + std::string(role) + R"(","unit_id":)" + std::to_string(unit.value) + "}";
}

}  // namespace

TEST_CASE("persons are listed for those who hold a unit of theirs, and found by a part of the name") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const count = [&](std::string const& query, std::int64_t as) { return app.get("/api/persons" + query, as).json().root().get("total").integer(); };
    CHECK(count("", made.controller) == 7 + static_cast<std::int64_t>(org::all_roles.size()));
    CHECK(count("", made.other_controller) == 2);
    CHECK(count("?q=SYSKON", made.controller) == 1);
    CHECK(count("?q=%25", made.controller) == 0);
    CHECK(count("?unit=" + std::to_string(made.sibling_unit.value), made.controller) == 1);
    CHECK(app.get("/api/persons?unit=" + std::to_string(made.other_unit.value), made.controller).status == 422);
    CHECK(app.get(person_path(made.other_manager), made.controller).status == 404);
    CHECK(app.get("/api/persons", made.employee).status == 403);
    auto const page = app.get("/api/persons?limit=1", made.controller).json();
    CHECK(page.root().get("items").at(0).get("name").text() == "Ada Administratör");
    CHECK(page.root().get("items").at(0).get("assignments").at(0).get("unit_name").text() == "Norrnämnden");
  });
}

TEST_CASE("an administrator lays up a person, gives a role and a password, and takes the role back") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const created = app.post("/api/persons", made.administrator, R"({"name":"Nora Ny","email":"Nora@Kommun.example"})");
    REQUIRE(created.status == 201);
    auto const id = created.json().root().get("id").integer();
    CHECK(created.json().root().get("email").text() == "nora@kommun.example");
    CHECK(app.post("/api/persons", made.administrator, R"({"name":"Nora Ny","email":"NORA@kommun.example"})").body.find("används redan") != std::string::npos);
    CHECK(app.get(person_path(id), made.controller).status == 404);
    auto const given = app.post(person_path(id) + "/assignments", made.administrator, role_json("employee", made.unit));
    REQUIRE(given.status == 201);
    CHECK(app.get(person_path(id), made.controller).status == 200);
    CHECK(app.get("/api/units", id).json().root().get("items").size() == 1);
    CHECK(app.post(person_path(id) + "/password", made.administrator, R"({"password":"kort"})").status == 422);
    CHECK(app.post(person_path(id) + "/password", made.administrator, R"({"password":"sommar regn hav"})").status == 204);
    auto const changed = app.put(person_path(id), made.administrator, R"({"name":"Nora Nyström","email":"nora@kommun.example"})", created.etag);
    CHECK(changed.status == 200);
    CHECK(changed.etag == "\"2\"");
    CHECK(app.call(Method::del, "/api/assignments/" + std::to_string(given.json().root().get("id").integer()), made.administrator).status == 204);
    CHECK(app.get("/api/units", id).status == 401);  // the new password ended the session
    app.clock.advance(std::chrono::minutes(2));
    CHECK(app.get("/api/units", id).status == 403);
  });
}

TEST_CASE("nobody gives a role beyond their own units, or takes over a person who holds more") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const local = make_person(app, "Lokal Administratör", Role::administrator, made.division);
    auto const path = person_path(made.employee);
    CHECK(app.post(path + "/assignments", local, role_json("controller", made.sibling_unit)).status == 201);
    CHECK(app.post(path + "/assignments", local, role_json("controller", made.committee)).status == 422);
    CHECK(app.post(path + "/assignments", local, role_json("controller", made.other_unit)).status == 422);
    CHECK(app.post(person_path(made.other_manager) + "/assignments", local, role_json("employee", made.unit)).status == 404);
    CHECK(app.post(path + "/assignments", made.unit_manager, role_json("controller", made.unit)).status == 403);
    CHECK(app.post(person_path(made.controller) + "/assignments", made.administrator, role_json("auditor", made.unit)).status == 201);
    CHECK(app.post(person_path(made.controller) + "/password", local, R"({"password":"sommar regn hav"})").status == 403);
    CHECK(app.put(person_path(made.controller), local, R"({"name":"Kapad","email":"kapad@kommun.example"})", "\"1\"").status == 403);
    CHECK(app.post(path + "/assignments", local, R"({"role":"employee","unit_id":)" + std::to_string(made.unit.value) + R"(,"valid_from":"2026-02-01","valid_to":"2026-01-01"})").status == 422);
  });
}

TEST_CASE("the last administrator stays") {
  with_organisation([](TestApp& app, Organisation const& made) {
    std::int64_t own = 0;
    app.with_tx([&](Tx& tx) {
      tx.execute_derived("delete from assignment where role = 'administrator' and person_id <> $1", made.administrator);
      own = tx.value<std::int64_t>("select id from assignment where person_id = $1", made.administrator).value();
    });
    auto const answer = app.call(Method::del, "/api/assignments/" + std::to_string(own), made.administrator);
    CHECK(answer.status == 409);
    CHECK(app.get("/api/units", made.administrator).status == 200);
  });
}

TEST_CASE("S1-12: a closed account says how many roles still hold, today and later") {
  kernel::on_each_database({org::feature(), identity::feature()}, [](TestApp& app) {
    auto const made = make_organisation(app);
    auto const account = [&] { return app.get("/api/persons/" + std::to_string(made.employee) + "/account", made.administrator).body; };
    CHECK_MESSAGE(account().find(R"("closed":false,"roles_in_force":1)") != std::string::npos, account());
    app.with_tx([&](kernel::Tx& tx) { close_account(tx, tx.get(kernel::Id<Person>{made.employee})); });
    CHECK_MESSAGE(account().find(R"("closed":true,"roles_in_force":1)") != std::string::npos, account());
    app.with_tx([&](kernel::Tx& tx) { tx.execute_derived("update assignment set valid_to = '2026-11-22' where person_id = $1", made.employee); });
    CHECK(account().find(R"("roles_in_force":1)") != std::string::npos);
    app.with_tx([&](kernel::Tx& tx) { tx.execute_derived("update assignment set valid_to = '2026-11-21' where person_id = $1", made.employee); });
    CHECK(account().find(R"("roles_in_force":0)") != std::string::npos);
  });
}
