// Taking back a whole import, on both databases: all of it, or none with the reason why.
#include "import/import_cli.hpp"
#include "import/import_test.hpp"
#include "kernel/audit.hpp"
#include "kernel/audit_verify.hpp"

namespace rimlig::import {

using identity::Organisation;
using kernel::Method;
using kernel::TestApp;

namespace {

std::string const table =
    "Kontrollmoment\tOönskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys\n"
    "Stickprov varje månad\tFakturor betalas för sent\tFölja upp förfallna fakturor\tPågår\t2025-01-01\t2026-12-31\tRutinen är ny.\n"
    "Stickprov varje månad\tLoggar granskas inte\tGranska loggar varje kvartal\tPågår\t2025-01-01\t2026-12-31\tVäntar.\n";

std::string const narrative =
    "Uppföljning av handlingsplaner 2024\n\nUnder 2025 har handlingsplanerna stämts av.\n\n1. Loggar granskas inte\n\nVid granskningen framkom att loggar inte hade granskats enligt rutinen.\n\n"
    "Åtgärd\n\n- Ta fram en rutin.\n- Utbilda cheferna.\n\nGranskningen visar att rutinerna följs.\n\n2. Ramavtal följs inte\n\nInköp görs utanför avtalen.\n\nÅtgärd\n\nUtbilda beställarna i ramavtalen.\n";

std::string stored(TestApp& app, Organisation const& who, std::string const& bytes, std::string const& name = "a.txt") {
  auto target = accepted(app, who.controller, bytes, name);
  auto const answer = app.post(target + "/store", who.controller, at(who.unit));
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  return target;
}

std::string first_id(TestApp& app, std::int64_t as, std::string const& list) {
  return std::to_string(app.get(list, as).json().root().get("items").at(0).get("id").integer());
}

std::int64_t count(TestApp& app, std::string const& sql) {
  std::int64_t found = 0;
  app.with_tx([&](kernel::Tx& tx) { found = tx.value<std::int64_t>(sql).value_or(0); });
  return found;
}

bool has(std::string const& body, std::string_view part) { return body.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("S4-1: an import is taken back whole, and the same file can then be imported anew") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const as = who.controller;
    auto const target = stored(app, who, table);
    CHECK(total(app, as, "/api/actions") == 2);
    auto const plan = app.get(target + "/undo", as);
    CHECK(has(plan.body, R"("actions":2,"events":2,"controls":1,"findings":0,"obstacles":[])"));
    CHECK(app.post(target + "/undo", who.auditor, "").status == 403);
    CHECK(app.post(target + "/undo", who.other_controller, "").status == 404);

    auto const undone = app.post(target + "/undo", as, "");
    REQUIRE_MESSAGE(undone.status == 200, undone.body);
    CHECK(text(undone, "state") == "undone");
    for (auto const* list : {"/api/actions", "/api/controls", "/api/events", "/api/search?q=loggar", "/api/lint/questions"}) {
      CAPTURE(list);
      CHECK(total(app, as, list) == 0);
    }
    CHECK(count(app, "select count(*) from source_row") == 0);
    CHECK(count(app, "select count(*) from audit_entry where operation = 'remove' and note = 'Importen ångrad'") == 5);
    CHECK(app.post(target + "/undo", as, "").status == 409);
    CHECK(has(app.post(target + "/undo", as, "").body, "redan ångrad"));
    CHECK(has(app.post(target + "/reject", as, "").body, "redan ångrad"));
    CHECK(app.get(target + "/file", as).status == 200);

    auto const again = accepted(app, as, table);
    CHECK(text(app.get(again, as), "duplicate_of") == "");
    CHECK(text(app.post(again + "/store", as, at(who.unit)), "stored_rows") == "2");
    CHECK(total(app, as, "/api/actions") == 2);
    auto connection = app.database.lease();
    CHECK(kernel::verify_audit(*connection).broken_at == 0);
  });
}

TEST_CASE("S0-1 S4-1: a narrative is taken back with findings, reviews, links and actions") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const as = who.controller;
    auto const target = stored(app, who, narrative, "b.txt");
    REQUIRE(total(app, as, "/api/findings") == 2);
    REQUIRE(count(app, "select count(*) from finding_action") == 3);
    auto const undone = app.post(target + "/undo", as, "");
    REQUIRE_MESSAGE(undone.status == 200, undone.body);
    CHECK(total(app, as, "/api/findings") == 0);
    CHECK(total(app, as, "/api/actions") == 0);
    CHECK(count(app, "select count(*) from review") == 0);
    CHECK(count(app, "select count(*) from finding_action") == 0);
    CHECK(text(app.get(stored(app, who, narrative, "b.txt"), as), "stored_rows") == "2");
  });
}

TEST_CASE("S4-1: what somebody has done since is listed, and then nothing is taken back") {
  using Step = std::function<void(TestApp&, Organisation const&, std::string const& action)>;
  struct Case {
    std::string told;
    Step step;
  };
  std::vector<Case> const cases{
      {"ÅT-1 Följa upp förfallna fakturor har ändrats av Eva Enhetschef 2026-11-22",
       [](TestApp& app, Organisation const& who, std::string const& action) {
         CHECK(app.call(Method::post, action + "/status", who.unit_manager, R"({"to":"delayed","reason":"Vakans","due":"2027"})", {{"If-Match", "\"1\""}}).status == 200);
       }},
      {"ÅT-1 Följa upp förfallna fakturor har underlag",
       [](TestApp& app, Organisation const& who, std::string const& action) { CHECK(app.post(action + "/evidence?name=a.pdf", who.employee, "%PDF").status == 201); }},
      {"ÅT-1 Följa upp förfallna fakturor har kommentarer",
       [](TestApp& app, Organisation const& who, std::string const& action) { CHECK(app.post(action + "/comments", who.employee, R"({"text":"Klart snart"})").status == 201); }},
      {"har fått fler åtgärder",
       [](TestApp& app, Organisation const& who, std::string const&) {
         auto const event = first_id(app, who.controller, "/api/events");
         CHECK(app.post("/api/actions", who.unit_manager, R"({"unit_id":)" + std::to_string(who.unit.value) + R"(,"text":"En till","event_id":)" + event + "}").status == 201);
       }},
      {"Stickprov varje månad har fått fler oönskade händelser",
       [](TestApp& app, Organisation const& who, std::string const&) {
         auto const control = first_id(app, who.controller, "/api/controls");
         CHECK(app.post("/api/events", who.unit_manager, R"({"unit_id":)" + std::to_string(who.unit.value) + R"(,"text":"En till","control_id":)" + control + "}").status == 201);
       }},
      {"har kopplats till en annan iakttagelse",
       [](TestApp& app, Organisation const& who, std::string const& action) {
         auto const finding = app.post("/api/findings", who.unit_manager, R"({"unit_id":)" + std::to_string(who.unit.value) + R"(,"level":"unit","title":"Nytt","text":"","bases":[],"assessment":"partly","year":2026})");
         REQUIRE_MESSAGE(finding.status == 201, finding.body);
         auto const path = "/api/findings/" + std::to_string(finding.json().root().get("id").integer()) + "/actions";
         CHECK(app.post(path, who.unit_manager, R"({"action_id":)" + action.substr(action.rfind('/') + 1) + "}").status == 204);
       }},
  };
  with_imports([&](TestApp& app, Organisation const& who) {
    for (auto const& each : cases) {
      CAPTURE(each.told);
      auto const target = stored(app, who, table);
      auto const before = total(app, who.controller, "/api/actions");
      each.step(app, who, "/api/actions/" + first_id(app, who.controller, "/api/actions?sort=number"));
      auto const left = total(app, who.controller, "/api/actions");
      CHECK(left >= before);
      auto told = each.told;
      // Numbers go on; each round of this test has actions of its own.
      if (auto const number = told.find("ÅT-1"); number != std::string::npos) told = told.substr(told.find(' ', number) + 1);
      auto const refused = app.post(target + "/undo", who.controller, "");
      CHECK(refused.status == 409);
      CHECK_MESSAGE(has(refused.body, told), refused.body);
      CHECK_FALSE(has(app.get(target + "/undo", who.controller).body, R"("obstacles":[])"));
      CHECK(total(app, who.controller, "/api/actions") == left);
      // The next case begins with nothing.
      app.with_tx([](kernel::Tx& tx) {
        for (auto const* name : {"finding_action", "finding", "evidence", "action_comment", "escalation", "action", "unwanted_event", "control", "import_content"})
          tx.execute_derived("delete from " + std::string(name));
      });
    }
  });
}

TEST_CASE("S4-1: an answered question and a reviewed finding keep the import") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const target = stored(app, who, narrative, "b.txt");
    auto const finding = first_id(app, who.controller, "/api/findings");
    REQUIRE(app.post("/api/findings/" + finding + "/reviews", who.controller, R"({"year":2026,"text":"Rutinen följs.","assessment":"meets"})").status == 201);
    auto const questions = app.get("/api/lint/questions?object_kind=action", who.controller).json();
    auto const question = std::to_string(questions.root().get("items").at(0).get("id").integer());
    REQUIRE(app.call(Method::post, "/api/lint/questions/" + question + "/answer", who.controller, R"({"state":"explained","answer":"Så är det."})", {{"If-Match", "\"1\""}}).status == 200);
    auto const refused = app.post(target + "/undo", who.controller, "");
    CHECK(refused.status == 409);
    CHECK(has(refused.body, "har följts upp"));
    CHECK(has(refused.body, "har fått en fråga besvarad"));
  });
}

TEST_CASE("S4-1: of two imports with the same rows the later one is taken back first") {
  with_imports([](TestApp& app, Organisation const& who) {
    auto const first = stored(app, who, table, "a.txt");
    auto const second = stored(app, who, table, "b.txt");
    auto const refused = app.post(first + "/undo", who.controller, "");
    CHECK(refused.status == 409);
    CHECK(has(refused.body, "b.txt har 2 rader som inte sparades"));
    CHECK(app.post(second + "/undo", who.controller, "").status == 200);
    CHECK(total(app, who.controller, "/api/actions") == 2);
    auto const undone = undo_command(app.services, {}, std::stol(first.substr(first.rfind('/') + 1)));
    CHECK(has(undone.text, "Importen av a.txt är ångrad"));
    CHECK(has(undone.json, R"("state":"undone")"));
    CHECK(total(app, who.controller, "/api/actions") == 0);
  });
}

}  // namespace rimlig::import
