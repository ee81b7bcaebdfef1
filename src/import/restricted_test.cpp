// What an import still shows when something it made has restricted access: nothing of its words, to those outside.
#include "import/import_test.hpp"

namespace rimlig::import {

using identity::Organisation;
using kernel::Method;
using kernel::TestApp;

namespace {

std::string const narrative =
    "Uppföljning av handlingsplaner 2024\n\nUnder 2025 har handlingsplanerna stämts av.\n\n1. Loggar granskas inte\n\nVid granskningen framkom att loggar inte hade granskats enligt rutinen.\n\n"
    "Åtgärd\n\n- Ta fram en rutin.\n- Utbilda cheferna.\n\nGranskningen visar att rutinerna följs.\n\n2. Ramavtal följs inte\n\nInköp görs utanför avtalen.\n\nÅtgärd\n\nUtbilda beställarna i ramavtalen.\n";

bool has(std::string const& body, std::string_view part) { return body.find(part) != std::string::npos; }

std::int64_t one(TestApp& app, std::string const& sql) {
  std::int64_t found = 0;
  app.with_tx([&](kernel::Tx& tx) { found = tx.value<std::int64_t>(sql).value_or(0); });
  return found;
}

}  // namespace

TEST_CASE("S2-63: the row of a file that a restricted finding came from, and the file, are shown to its circle alone") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const target = accepted(app, who.controller, narrative, "b.txt");
    REQUIRE(app.post(target + "/store", who.controller, at(who.unit)).status == 200);
    auto const outside = who.at_unit.at(org::Role::controller);
    auto const finding = one(app, "select id from finding where title like 'Loggar%'");
    auto const action = "/api/actions/" + std::to_string(one(app, "select min(action_id) from finding_action where finding_id = " + std::to_string(finding)));
    REQUIRE(has(app.get(action, outside).body, "Loggar granskas inte"));
    REQUIRE(app.get(target + "/file", outside).status == 200);
    auto const address = "/api/findings/" + std::to_string(finding);
    auto const restricted = app.call(Method::post, address + "/restriction", who.controller, R"({"reason":"Utredning","member_ids":[)" + std::to_string(who.controller) + "]}",
                                     {{"If-Match", app.get(address, who.controller).etag}});
    REQUIRE_MESSAGE(restricted.status == 200, restricted.body);

    for (auto const& place : {target + "/rows", target, target + "/undo", target + "/file", action, std::string("/api/findings"), std::string("/api/search?q=loggar")}) {
      CAPTURE(place);
      CHECK_FALSE(has(app.get(place, outside).body, "oggar granskas inte"));
      CHECK_FALSE(has(app.get(place, outside).body, "loggar inte hade"));
    }
    CHECK(app.get(target + "/file", outside).status == 403);
    // The other row, and what came of it, is as open as before.
    CHECK(has(app.get(target + "/rows", outside).body, "Ramavtal"));
    CHECK(total(app, outside, "/api/findings") == 1);
    CHECK(app.get(target + "/file", who.controller).status == 200);
    CHECK(has(app.get(action, who.controller).body, "loggar inte hade"));
    // What has been restricted since stands in the way of taking the import back, without its words.
    auto const plan = app.get(target + "/undo", outside);
    CHECK(has(plan.body, "Iakttagelse " + std::to_string(finding)));
    CHECK(app.post(target + "/undo", outside, "").status == 409);

    REQUIRE(app.call(Method::del, address + "/restriction", who.controller).status == 204);
    CHECK(has(app.get(target + "/rows", outside).body, "Loggar granskas inte"));
    CHECK(app.get(target + "/file", outside).status == 200);
  });
}

TEST_CASE("S2-63: a row that two restricted objects came from is kept back until both are open") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const target = accepted(app, who.controller, narrative, "b.txt");
    REQUIRE(app.post(target + "/store", who.controller, at(who.unit)).status == 200);
    auto const finding = "/api/findings/" + std::to_string(one(app, "select id from finding where title like 'Loggar%'"));
    auto const action = "/api/actions/" + std::to_string(one(app, "select min(l.action_id) from finding_action l join finding f on f.id = l.finding_id where f.title like 'Loggar%'"));
    for (auto const& address : {finding, action})
      REQUIRE(app.call(Method::post, address + "/restriction", who.controller, R"({"reason":"Utredning","member_ids":[)" + std::to_string(who.controller) + "]}",
                       {{"If-Match", app.get(address, who.controller).etag}}).status == 200);
    auto const outside = who.at_unit.at(org::Role::controller);
    auto const concealed = "select count(*) from concealed c join import_row r on r.id = c.object_id";
    CHECK(one(app, concealed) == 2);
    REQUIRE(app.call(Method::del, action + "/restriction", who.controller).status == 204);
    CHECK(one(app, concealed) == 1);
    CHECK_FALSE(has(app.get(target + "/rows", outside).body, "Loggar"));
    REQUIRE(app.call(Method::del, finding + "/restriction", who.controller).status == 204);
    CHECK(one(app, concealed) == 0);
    CHECK(has(app.get(target + "/rows", outside).body, "Loggar"));
  });
}

}  // namespace rimlig::import
