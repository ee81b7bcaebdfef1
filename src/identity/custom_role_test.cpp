#include "identity/custom_role.hpp"

#include <doctest/doctest.h>

#include "identity/permissions.hpp"
#include "identity/second_factor.hpp"
#include "identity/testing.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;

namespace {

std::string body(std::string const& name, std::string const& permissions, std::string const& more = {}) {
  return R"({"name":")" + name + R"(","description":"Läser utan att ändra","permissions":[)" + permissions + "]" + more + "}";
}

std::int64_t make_role(TestApp& app, std::int64_t administrator, std::string const& name, std::string const& permissions) {
  auto const made = app.post("/api/roles", administrator, body(name, permissions));
  REQUIRE_MESSAGE(made.status == 201, made.body);
  return made.json().root().get("id").integer();
}

std::int64_t give(TestApp& app, Organisation const& made, std::int64_t role, kernel::Id<org::Unit> unit) {
  auto const person = make_person(app, "Lisa Läsare", Role::employee, made.other_unit);
  app.with_tx([&](Tx& tx) {
    auto old = tx.get(kernel::Id<Assignment>{tx.value<std::int64_t>("select id from assignment where person_id = $1", person).value()});
    end_assignment(tx, old);
    Assignment own{{}, {}, {person}, Role::custom, unit, {}, {}, kernel::Id<CustomRole>{role}};
    assign(tx, own);
  });
  return person;
}

std::string code_of(TestApp::Answer const& answer) {
  auto const document = answer.json();
  return std::string(document.root().has("errors") ? document.root().get("errors").at(0).get("code").text() : document.root().get("code").text());
}

void on_each(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature()}, [&](TestApp& app) { test(app, make_organisation(app)); });
}

}  // namespace

TEST_CASE("S4-52: a role of the municipality's own gives what it names, where it is held, and nothing else") {
  on_each([](TestApp& app, Organisation const& made) {
    auto const role = make_role(app, made.administrator, "Ekonom", R"("person.read","audit.read")");
    auto const person = give(app, made, role, made.unit);
    auto const session = app.get("/api/session", person).json();
    CHECK(session.root().get("permissions").size() == 4);  // and its own work and where it belongs
    CHECK(session.root().get("roles").at(0).get("custom_name").text() == "Ekonom");
    auto const persons = app.get("/api/persons", person);
    CHECK(persons.status == 200);
    CHECK(persons.body.find("Eva Enhetschef") != std::string::npos);
    CHECK(persons.body.find("Otto Enhetschef") == std::string::npos);
    CHECK(app.get("/api/audit", person).status == 200);
    CHECK(app.post("/api/persons", person, R"({"name":"Ny","email":"ny@kommun.example"})").status == 403);
    CHECK(app.post("/api/roles", person, body("Min", R"("audit.read")")).status == 403);
  });
}

TEST_CASE("S4-52: a changed role holds from the next request, and one that is held cannot be removed") {
  on_each([](TestApp& app, Organisation const& made) {
    auto const role = make_role(app, made.administrator, "Ekonom", R"("person.read")");
    auto const person = give(app, made, role, made.unit);
    auto const address = "/api/roles/" + std::to_string(role);
    REQUIRE(app.get("/api/persons", person).status == 200);
    CHECK(app.put(address, made.administrator, body("Ekonom", R"("audit.read")"), "\"1\"").status == 200);
    CHECK(app.get("/api/persons", person).status == 403);
    CHECK(app.get("/api/audit", person).status == 200);
    CHECK(app.put(address, made.administrator, body("Ekonom", R"("audit.read")"), "\"1\"").status == 412);
    auto const refused = app.call(Method::del, address, made.administrator);
    CHECK(refused.status == 409);
    CHECK(code_of(refused) == "in_use");
    auto const assignment = app.get("/api/persons/" + std::to_string(person), made.administrator).json().root().get("assignments").at(0).get("id").integer();
    CHECK(app.call(Method::del, "/api/assignments/" + std::to_string(assignment), made.administrator).status == 204);
    CHECK(app.call(Method::del, address, made.administrator).status == 204);
    CHECK(app.get("/api/audit", person).status == 403);
    CHECK(app.get(address, made.administrator).status == 404);
  });
}

TEST_CASE("S4-20: a role cannot hold what lets its holder give out roles, nor write what it may not read") {
  on_each([](TestApp& app, Organisation const& made) {
    auto const refused = [&](std::string const& permissions) {
      auto const answer = app.post("/api/roles", made.administrator, body("Prov", permissions));
      CHECK(answer.status == 422);
      return code_of(answer);
    };
    for (auto const* each : {"org.write", "person.write", "account.write"})
      CHECK(refused("\"org.read\",\"person.read\",\"" + std::string(each) + "\"") == "administrators_only");
    CHECK(refused(R"("action.write")") == "needs_reading");
    CHECK(refused(R"("action.fly","action.read")") == "unknown_value");
    CHECK(refused("") == "required");
    CHECK(refused(R"("org.read","job.read")") == "required");
    make_role(app, made.administrator, "Ekonom", R"("action.read","action.write")");
    auto const twin = app.post("/api/roles", made.administrator, body("EKONOM", R"("action.read")"));
    CHECK(twin.status == 422);
    CHECK(code_of(twin) == "taken");
    auto const without = app.post("/api/persons/" + std::to_string(made.employee) + "/assignments", made.administrator,
                                  R"({"role":"custom","unit_id":)" + std::to_string(made.unit.value) + "}");
    CHECK(code_of(without) == "role");
  });
}

TEST_CASE("S4-20: each role's bit is its own, up to the last place there is") {
  on_each([](TestApp& app, Organisation const& made) {
    constexpr int most = org::last_custom_place - org::first_custom_place + 1;
    for (int n = 0; n < most; ++n) make_role(app, made.administrator, "Roll " + std::to_string(n), R"("action.read")");
    app.with_tx([&](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(distinct bit) from custom_role").value() == std::int64_t{most}); });
    CHECK(code_of(app.post("/api/roles", made.administrator, body("En till", R"("action.read")"))) == "too_many_roles");
    CHECK(app.get("/api/session", made.employee).status == 200);
    auto const fixed = std::int64_t{1} << org::first_custom_place;
    for (auto const role : org::all_roles) CHECK(bit_of(role) < fixed);
    CHECK(bit_of(Role::custom) < fixed);
    CHECK((roles_with("action.read") & (std::int64_t{1} << org::last_custom_place)) != 0);
    CHECK((roles_with("action.write") & ~(fixed - 1)) == 0);
  });
}

TEST_CASE("S4-20: a role may ask for a code beside the password") {
  on_each([](TestApp& app, Organisation const& made) {
    auto const role = app.post("/api/roles", made.administrator, body("Skyddad", R"("action.read")", R"(,"second_factor":true)"));
    REQUIRE(role.status == 201);
    auto const person = give(app, made, role.json().root().get("id").integer(), made.unit);
    app.with_tx([&](Tx& tx) {
      CHECK(needs_second_factor(tx, {person}));
      CHECK_FALSE(needs_second_factor(tx, {made.employee}));
    });
  });
}
