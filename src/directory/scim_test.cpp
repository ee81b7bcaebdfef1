#include <doctest/doctest.h>

#include "identity/sign_in_test.hpp"
#include "directory/directory.hpp"
#include "org/ownership.hpp"

using namespace rimlig;
using kernel::JsonNode;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;

namespace {

struct World {
  identity::Organisation org;
  std::int64_t admin;  // of the whole municipality, as the directory's token is
};

void with_directory(std::function<void(TestApp&, World const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), directory::feature()}, [&](TestApp& app) {
    World world{identity::make_organisation(app), 0};
    world.admin = identity::make_person(app, "Katalogen", identity::Role::administrator, world.org.council);
    test(app, world);
  });
}

std::string number(std::int64_t value) { return std::to_string(value); }

TestApp::Answer patch(TestApp& app, World const& world, std::string const& target, std::string const& operations) {
  return app.call(Method::patch, target, world.admin, R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" + operations + "]}");
}

std::string id_of(TestApp::Answer const& answer) {
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  auto const document = answer.json();
  return std::string(document.root().get("id").text());
}

std::string add_user(TestApp& app, World const& world, std::string const& name, std::string const& email, std::string const& more = "") {
  return id_of(app.post("/scim/v2/Users", world.admin,
                        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + email + R"(","displayName":")" + name + "\"" + more + "}"));
}
std::string add_group(TestApp& app, World const& world, std::string const& name, std::string const& members = "") {
  return id_of(app.post("/scim/v2/Groups", world.admin, R"({"displayName":")" + name + R"(","members":[)" + members + "]}"));
}
std::string member(std::string const& id) { return R"({"value":")" + id + "\"}"; }

void decide(TestApp& app, World const& world, std::string const& group, std::string const& role, kernel::Id<org::Unit> unit) {
  auto const before = app.get("/api/directory-groups/" + group, world.admin);
  auto const answer = app.put("/api/directory-groups/" + group, world.admin, R"({"role":")" + role + R"(","unit_id":)" + number(unit.value) + "}", before.etag);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
}

/// The roles that a person holds, as "employee@12".
std::vector<std::string> held_by(TestApp& app, std::string const& person) {
  std::vector<std::string> held;
  app.with_tx([&](Tx& tx) {
    tx.run("select role, unit_id from assignment where person_id = $1 order by role, unit_id", Tx::bind(std::stol(person)),
           [&](kernel::Row const& row) { held.push_back(std::string(row.text(0)) + "@" + number(row.integer(1))); });
  });
  return held;
}

}  // namespace

TEST_CASE("S0-37: the directory adds a person, finds them again, changes them, and closes the account when they leave") {
  with_directory([](TestApp& app, World const& world) {
    auto const made = app.post("/scim/v2/Users", world.admin,
                               R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],)"
                               R"("externalId":"a-17","userName":"anna.berg@kommun.example","name":{"givenName":"Anna Maria","familyName":"Berg"},)"
                               R"("emails":[{"value":"annan@kommun.example"},{"value":"Anna.Berg@kommun.example","type":"work","primary":true}],"active":true,)"
                               R"("title":"Enhetschef","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Hemtjänst"}})");
    auto const id = id_of(made);
    CHECK(made.content_type == "application/scim+json; charset=utf-8");
    auto const found = app.get("/scim/v2/Users?filter=" + kernel::percent_encode("userName eq \"ANNA.berg@kommun.example\""), world.admin);
    auto const document = found.json();
    CHECK(document.root().get("totalResults").integer() == 1);
    auto const user = document.root().get("Resources").at(0);
    CHECK(user.get("id").text() == id);
    CHECK(user.get("externalId").text() == "a-17");
    CHECK(user.get("displayName").text() == "Anna Maria Berg");
    CHECK(user.get("emails").at(0).get("value").text() == "anna.berg@kommun.example");
    CHECK(user.get("active").boolean());
    CHECK(user.get("meta").get("location").text() == "/scim/v2/Users/" + id);

    // A directory may name what it changes by path, by an object without one, and with letters of either case.
    CHECK(patch(app, world, "/scim/v2/Users/" + id, R"({"op":"Replace","path":"name.familyName","value":"Ek"})").status == 200);
    CHECK(patch(app, world, "/scim/v2/Users/" + id, R"({"op":"add","value":{"externalId":"a-18","phoneNumbers":[{"value":"1"}]}})").status == 200);
    auto const changed = patch(app, world, "/scim/v2/Users/" + id, R"({"op":"replace","path":"emails[type eq \"work\"].value","value":"anna.ek@kommun.example"})");
    REQUIRE_MESSAGE(changed.status == 200, changed.body);
    app.with_tx([&](Tx& tx) {
      auto const person = tx.get(kernel::Id<identity::Person>{std::stol(id)});
      CHECK(std::string(person.name) == "Anna Maria Ek");
      CHECK(std::string(person.email) == "anna.ek@kommun.example");
      identity::store_password(tx, person.id, kernel::hash_password(identity::good, kernel::PasswordCost::minimum));
    });
    auto const signed_in = identity::try_sign_in(app, "anna.ek@kommun.example", identity::good);
    REQUIRE_MESSAGE(signed_in.status == 200, signed_in.body);
    auto const session = identity::held(signed_in);
    CHECK(app.call(Method::get, "/api/session", 0, {}, session).status == 200);

    CHECK(patch(app, world, "/scim/v2/Users/" + id, R"({"op":"Replace","path":"active","value":"False"})").status == 200);
    CHECK(app.call(Method::get, "/api/session", 0, {}, session).status == 401);
    auto const refused = identity::try_sign_in(app, "anna.ek@kommun.example", identity::good);
    CHECK(refused.status == 403);
    CHECK(refused.body.find("account_closed") != std::string::npos);
    CHECK(patch(app, world, "/scim/v2/Users/" + id, R"({"op":"replace","value":{"active":true}})").status == 200);
    CHECK(identity::try_sign_in(app, "anna.ek@kommun.example", identity::good).status == 200);

    CHECK(app.call(Method::del, "/scim/v2/Users/" + id, world.admin).status == 204);
    CHECK(app.get("/scim/v2/Users/" + id, world.admin).status == 404);
    CHECK(identity::try_sign_in(app, "anna.ek@kommun.example", identity::good).status == 403);
    // Somebody who comes back is the same person, whose history goes on.
    CHECK(add_user(app, world, "Anna Ek", "anna.ek@kommun.example") == id);
    CHECK(identity::try_sign_in(app, "anna.ek@kommun.example", identity::good).status == 200);
  });
}

TEST_CASE("S0-37: a group gives its active members the role at the unit that an administrator has decided, and nothing before") {
  with_directory([](TestApp& app, World const& world) {
    auto const anna = add_user(app, world, "Anna Berg", "anna@kommun.example");
    auto const bo = add_user(app, world, "Bo Ek", "bo@kommun.example");
    auto const unit = "@" + number(world.org.unit.value);
    app.with_tx([&](Tx& tx) {  // by hand, before the directory knew
      identity::Assignment by_hand{{}, {}, {std::stol(bo)}, identity::Role::employee, world.org.unit, {}, {}};
      identity::assign(tx, by_hand);
    });
    auto const group = add_group(app, world, "SF-Hemtjänst", member(anna) + "," + member(bo));
    CHECK(held_by(app, anna).empty());
    decide(app, world, group, "employee", world.org.unit);
    CHECK(held_by(app, anna) == std::vector{"employee" + unit});
    CHECK(held_by(app, bo) == std::vector{"employee" + unit});

    decide(app, world, group, "unit_manager", world.org.unit);
    CHECK(held_by(app, anna) == std::vector{"unit_manager" + unit});
    CHECK(held_by(app, bo) == std::vector{"employee" + unit, "unit_manager" + unit});

    CHECK(patch(app, world, "/scim/v2/Groups/" + group, R"({"op":"remove","path":"members[value eq \")" + anna + "\\\"]\"}").status == 200);
    CHECK(held_by(app, anna).empty());
    CHECK(patch(app, world, "/scim/v2/Groups/" + group, R"({"op":"add","path":"members","value":[)" + member(anna) + "," + member(anna) + "]}").status == 200);
    CHECK(held_by(app, anna) == std::vector{"unit_manager" + unit});
    CHECK(patch(app, world, "/scim/v2/Users/" + anna, R"({"op":"replace","path":"active","value":false})").status == 200);
    CHECK(held_by(app, anna).empty());
    CHECK(patch(app, world, "/scim/v2/Users/" + anna, R"({"op":"replace","path":"active","value":true})").status == 200);
    CHECK(held_by(app, anna) == std::vector{"unit_manager" + unit});

    CHECK(app.call(Method::put, "/scim/v2/Groups/" + group, world.admin, R"({"displayName":"SF-Hemtjänst","members":[]})").status == 200);
    CHECK(held_by(app, anna).empty());
    CHECK(held_by(app, bo) == std::vector{"employee" + unit});
    CHECK(app.call(Method::del, "/scim/v2/Groups/" + group, world.admin).status == 204);
    CHECK(app.get("/scim/v2/Groups/" + group, world.admin).status == 404);
    CHECK(held_by(app, bo) == std::vector{"employee" + unit});
  });
}

TEST_CASE("S0-37: what a group gives follows a reorganised unit and comes back with it, and ends with one that nobody takes over") {
  with_directory([](TestApp& app, World const& world) {
    auto const anna = add_user(app, world, "Anna Berg", "anna@kommun.example");
    auto const group = add_group(app, world, "SF-Hemtjänst", member(anna));
    decide(app, world, group, "employee", world.org.unit);
    auto const* owned = org::find_owned("directory_group");
    REQUIRE(owned);
    for (auto const to : {world.org.sibling_unit, kernel::Id<org::Unit>{0}}) {
      app.with_tx([&](Tx& tx) {
        org::Handover const handover{std::stol(group), world.org.unit, to, tx.today()};
        auto const given = owned->give(tx, handover);
        auto const now = tx.get(kernel::Id<directory::DirectoryGroup>{std::stol(group)});
        CHECK(now.unit_id.has_value() == (to.value != 0));
        auto const there = tx.value<std::int64_t>("select count(*) from assignment where person_id = $1 and unit_id = $2", std::stol(anna), to).value_or(0);
        CHECK(there == (to.value != 0 ? 1 : 0));
        owned->take_back(tx, handover, given);
      });
      CHECK(held_by(app, anna) == std::vector{"employee@" + number(world.org.unit.value)});
    }
  });
}

TEST_CASE("S0-37: what the directory cannot have is told in SCIM's own form, in Swedish, and nothing of it is kept") {
  with_directory([](TestApp& app, World const& world) {
    auto const anna = add_user(app, world, "Anna Berg", "anna@kommun.example");
    auto const group = add_group(app, world, "Grupp", member(anna));
    struct Case {
      Method method;
      std::string target, body;
      int status;
      std::string type;
    };
    auto const patched = [](std::string const& operation) { return R"({"Operations":[)" + operation + "]}"; };
    std::string const user = "/scim/v2/Users/" + anna, one = "/scim/v2/Groups/" + group;
    for (auto const& [method, target, body, status, type] : std::vector<Case>{
             {Method::post, "/scim/v2/Users", "{", 400, ""},
             {Method::post, "/scim/v2/Users", "[]", 400, "invalidSyntax"},
             {Method::post, "/scim/v2/Users", R"({"displayName":"Utan namn"})", 400, "invalidValue"},
             {Method::post, "/scim/v2/Users", R"({"userName":"inte en adress"})", 400, "invalidValue"},
             {Method::post, "/scim/v2/Users", R"({"userName":"anna@kommun.example"})", 409, "uniqueness"},
             {Method::post, "/scim/v2/Users", R"({"userName":"ny@kommun.example","externalId":"19811228-9874"})", 400, "invalidValue"},
             {Method::post, "/scim/v2/Users", R"({"userName":"ny@kommun.example","active":"kanske"})", 400, "invalidValue"},
             {Method::get, "/scim/v2/Users?filter=userName%20co%20%22a%22", "", 400, "invalidFilter"},
             {Method::get, "/scim/v2/Users?filter=password%20eq%20%22a%22", "", 400, "invalidFilter"},
             {Method::get, "/scim/v2/Users?startIndex=x", "", 400, "invalidValue"},
             {Method::get, "/scim/v2/Users/999999", "", 404, ""},
             {Method::patch, user, "{}", 400, "invalidSyntax"},
             {Method::patch, user, patched(R"({"op":"move","path":"active"})"), 400, "invalidSyntax"},
             {Method::patch, user, patched(R"({"op":"remove"})"), 400, "noTarget"},
             {Method::patch, user, patched(R"({"op":"remove","path":"active"})"), 400, "mutability"},
             {Method::patch, user, patched(R"({"op":"replace","path":"userName","value":""})"), 400, "invalidValue"},
             {Method::patch, one, patched(R"({"op":"add","path":"members","value":[{"value":"999999"}]})"), 400, "invalidValue"},
             {Method::patch, one, patched(R"({"op":"add","path":"members","value":[{"value":"1","type":"Group"}]})"), 400, "invalidValue"},
             {Method::patch, one, patched(R"({"op":"remove","path":"members[display eq Anna]"})"), 400, "invalidPath"},
             {Method::patch, one, patched(R"({"op":"replace","path":"owner","value":"x"})"), 400, "invalidPath"},
             {Method::post, "/scim/v2/Groups", R"({"displayName":"Grupp"})", 409, "uniqueness"},
             {Method::post, "/scim/v2/Groups", R"({"members":[]})", 400, "invalidValue"}}) {
      INFO(target << " " << body);
      auto const answer = app.call(method, target, world.admin, body);
      CHECK_MESSAGE(answer.status == status, answer.body);
      CHECK(answer.content_type == "application/scim+json; charset=utf-8");
      auto const document = answer.json();
      CHECK(document.root().get("schemas").at(0).text() == "urn:ietf:params:scim:api:messages:2.0:Error");
      CHECK(document.root().get("status").text() == std::to_string(status));
      CHECK((type.empty() || document.root().get("scimType").text() == type));
      CHECK(document.root().get("detail").text().size() > 10);
    }
    app.with_tx([&](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from person where email like 'ny@%'") == 0); });
    CHECK(app.get("/scim/v2/Users", world.org.controller).status == 403);
    CHECK(app.get("/scim/v2/Users", 0).json().root().get("status").text() == "401");
  });
}

TEST_CASE("S0-37: the last administrator is not lost by a word from the directory, and pages count from one") {
  with_directory([](TestApp& app, World const& world) {
    auto const group = add_group(app, world, "Administratörer", member(number(world.admin)));
    decide(app, world, group, "administrator", world.org.council);
    app.with_tx([&](Tx& tx) {  // from here on administrator by the group alone
      for (auto const& held : tx.select<identity::Assignment>("select " + kernel::columns_of(kernel::struct_of<identity::Assignment>) + " from assignment where role = 'administrator'"))
        identity::end_assignment(tx, held);
      directory::apply(tx, tx.get(kernel::Id<directory::DirectoryGroup>{std::stol(group)}));
    });
    CHECK(held_by(app, number(world.admin)).size() == 1);
    auto const answer = app.call(Method::del, "/scim/v2/Groups/" + group, world.admin);
    CHECK_MESSAGE(answer.status == 409, answer.body);
    CHECK(held_by(app, number(world.admin)).size() == 1);

    auto const page = app.get("/scim/v2/Users?startIndex=2&count=1", world.admin).json();
    CHECK(page.root().get("startIndex").integer() == 2);
    CHECK(page.root().get("itemsPerPage").integer() == 1);
    auto const all = app.get("/scim/v2/Users", world.admin).json();
    CHECK(page.root().get("totalResults").integer() == all.root().get("totalResults").integer());
    CHECK(page.root().get("Resources").at(0).get("id").text() == all.root().get("Resources").at(1).get("id").text());
    CHECK(app.get("/scim/v2/Schemas", world.admin).json().root().get("totalResults").integer() == 2);
    CHECK(app.get("/scim/v2/ServiceProviderConfig", world.admin).json().root().get("patch").get("supported").boolean());
    CHECK(app.get("/scim/v2/ResourceTypes", world.admin).json().root().get("Resources").size() == 2);
    auto const without = app.get("/scim/v2/Groups?excludedAttributes=members", world.admin).json();
    CHECK_FALSE(without.root().get("Resources").at(0).has("members"));
  });
}
