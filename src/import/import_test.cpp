// Imports through the API, on both databases: read in the background, judged row by row, stored once.
#include "import/import_test.hpp"
#include "kernel/audit.hpp"
#include "kernel/audit_verify.hpp"

namespace rimlig::import {

using identity::Organisation;
using kernel::Method;
using kernel::TestApp;

namespace {

std::string const dump =
    "## Uppföljning av åtgärder - 2025 (Enheten)\n\n"
    "Kontrollmoment\tOönskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys\n"
    "Stickprov varje månad\t■ Fakturor betalas för sent\t✓ Följa upp förfallna fakturor\tAvslutad\t2025-01-01\t2025-12-31\tInga avvikelser under\n"
    "\nKontrollmoment\tÖnskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys\n"
    "\t\t\t\t\t\thösten.\n"
    "\t\t! Utbilda attestanter\tFörsenad /avvikelse\t2025-03-01\t2025-10-31\t\n"
    "\t■ Loggar granskas inte\t✓ Granska loggar varje kvartal\tAvslutad\t2025-01-01\t2025-12-31\t\n";

std::string at_unit(Organisation const& organisation) { return at(organisation.unit); }

}  // namespace

TEST_CASE("S4-1 S4-2: a file is read, shown beside its source, and stored when accepted") {
  with_imports([](TestApp& app, Organisation const& organisation) {
    auto const as = organisation.controller;
    auto const target = uploaded(app, as, dump);
    auto const import = app.get(target, as);
    CHECK(text(import, "state") == "preview");
    CHECK(text(import, "title") == "Uppföljning av åtgärder - 2025 (Enheten)");
    CHECK(text(import, "year") == "2025");
    CHECK(text(import, "rows") == "3");

    auto const rows = app.get(target + "/rows", as).json();
    auto const items = rows.root().get("items");
    REQUIRE(items.size() == 3);
    CHECK(items.at(0).get("reading").get("analysis").text() == "Inga avvikelser under hösten.");
    CHECK(items.at(1).get("reading").get("status").text() == "delayed");
    CHECK(items.at(1).get("reading").get("control_source").text() == "same_event");
    CHECK(items.at(2).get("reading").get("control").is_null());
    CHECK(items.at(2).get("reading").get("control_inherited").text() == "Stickprov varje månad");
    CHECK(items.at(2).get("questions").size() > 0);
    CHECK(app.get("/api/actions", as).json().root().get("total").integer() == 0);

    CHECK(app.post(target + "/store", as, at_unit(organisation)).status == 422);
    auto const in = [&](std::string_view show) { return app.get(target + "/rows?show=" + std::string(show), as).json().root().get("total").integer(); };
    CHECK(in("undecided") == 3);
    CHECK(in("all") == 3);
    CHECK(in("repaired") < 3);
    CHECK(app.get(target + "/rows?show=doubtful&limit=1", as).json().root().get("items").size() == 1);
    REQUIRE(app.post(target + "/decisions", as, R"({"decision":"accepted"})").status == 200);
    CHECK(app.get(target + "/decisions", as).body == R"({"accepted":3,"rejected":0,"undecided":0})");
    CHECK(in("undecided") == 0);
    auto const stored = app.post(target + "/store", as, at_unit(organisation));
    REQUIRE_MESSAGE(stored.status == 200, stored.body);
    CHECK(text(stored, "stored_rows") == "3");
    auto const actions = app.get("/api/actions?sort=number", as).json();
    REQUIRE(actions.root().get("items").size() == 3);
    auto const id = std::to_string(actions.root().get("items").at(0).get("id").integer());
    auto const view = app.get("/api/actions/" + id, as).json();
    CHECK(view.root().get("source").get("file_name").text() == "a.txt");
    CHECK(view.root().get("control").get("title").text() == "Stickprov varje månad");
    CHECK(view.root().get("event").get("text").text() == "Fakturor betalas för sent");
    CHECK(app.get("/api/controls", as).json().root().get("items").size() == 1);
    CHECK(app.get("/api/events", as).json().root().get("items").size() == 2);

    CHECK(app.post(target + "/store", as, at_unit(organisation)).status == 409);
    auto connection = app.database.lease();
    CHECK(kernel::verify_audit(*connection).broken_at == 0);
  });
}

TEST_CASE("S4-1: the same file again, or the same rows in another format, add nothing") {
  with_imports([](TestApp& app, Organisation const& organisation) {
    auto const as = organisation.controller;
    auto const first = uploaded(app, as, dump);
    app.post(first + "/decisions", as, R"({"decision":"accepted"})");
    REQUIRE(app.post(first + "/store", as, at_unit(organisation)).status == 200);

    std::string const csv =
        "Kontroll;Oönskad händelse;Åtgärd;Status;Startdatum;Slutdatum;Analys\r\n"
        "Stickprov varje månad;Fakturor betalas för sent;Följa upp förfallna fakturor;Avslutad;2025-01-01;2025-12-31;Inga avvikelser under hösten.\r\n"
        ";;Utbilda attestanter;Försenad/avvikelse;2025-03-01;2025-10-31;\r\n"
        ";Loggar granskas inte;Granska loggar varje kvartal;Avslutad;2025-01-01;2025-12-31;\r\n"
        ";;Ny rutin för loggar;Pågår;2025-06-01;2025-12-31;\r\n";
    for (auto const& [bytes, name, added] : {std::tuple{dump, "a.txt", "0"}, std::tuple{csv, "b.csv", "1"}}) {
      auto const again = uploaded(app, as, bytes, name);
      auto const rows = app.get(again + "/rows", as).json();
      CHECK(!rows.root().get("items").at(0).get("existing_id").is_null());
      app.post(again + "/decisions", as, R"({"decision":"accepted"})");
      auto const stored = app.post(again + "/store", as, at_unit(organisation));
      REQUIRE_MESSAGE(stored.status == 200, stored.body);
      CHECK(text(stored, "stored_rows") == added);
      CHECK(text(stored, "existing_rows") == "3");
    }
    CHECK(app.get("/api/actions", as).json().root().get("total").integer() == 4);
    CHECK(app.get("/api/controls", as).json().root().get("items").size() == 1);
    auto const twin = app.post("/api/imports?name=c.txt", as, dump);
    CHECK(text(twin, "duplicate_of") != "");
  });
}

TEST_CASE("S4-2: a person edits and rejects rows; a stale row is not overwritten") {
  with_imports([](TestApp& app, Organisation const& organisation) {
    auto const as = organisation.controller;
    auto const target = uploaded(app, as, dump);
    auto const row = target + "/rows/3";
    std::string const reading = R"({"decision":"accepted","reading":{"control":"Stickprov varje månad","control_source":"confirmed","unwanted_event":"Loggar granskas inte","event_source":"explicit","action":"Granska loggar varje månad","status":"in_progress","start":"2025-01","due":"2025"}})";
    CHECK(app.call(Method::put, row, as, reading).status == 428);
    auto const changed = app.put(row, as, reading, "\"1\"");
    REQUIRE_MESSAGE(changed.status == 200, changed.body);
    CHECK(text(changed, "edited") == "true");
    CHECK(app.put(row, as, reading, "\"1\"").status == 412);
    CHECK(app.put(target + "/rows/1", as, R"({"decision":"accepted","reading":{"control_source":"","event_source":"","action":"","status":"klar","due":"igår"}})", "\"1\"").status == 422);
    CHECK(app.put(target + "/rows/2", as, R"({"decision":"rejected"})", "\"1\"").status == 200);
    auto const stored = app.post(target + "/store", as, at_unit(organisation));
    REQUIRE_MESSAGE(stored.status == 200, stored.body);
    CHECK(text(stored, "stored_rows") == "1");
    auto const actions = app.get("/api/actions", as).json();
    REQUIRE(actions.root().get("items").size() == 1);
    CHECK(actions.root().get("items").at(0).get("text").text() == "Granska loggar varje månad");
    CHECK(actions.root().get("items").at(0).get("control_title").text() == "Stickprov varje månad");
  });
}

TEST_CASE("S0-1 S1-2: a narrative becomes findings with actions and the year's review, once") {
  with_imports([](TestApp& app, Organisation const& organisation) {
    auto const as = organisation.controller;
    std::string const narrative =
        "Uppföljning av handlingsplaner 2024\n\nUnder 2025 har handlingsplanerna stämts av.\n\n1. Loggar granskas inte\n\nVid granskningen framkom att loggar inte hade granskats enligt rutinen.\n\n"
        "Åtgärd\n\n- Ta fram en rutin.\n- Utbilda cheferna.\n\nGranskningen visar att rutinerna följs.\n\n2. Ramavtal följs inte\n\nInköp görs utanför avtalen.\n\nÅtgärd\n\nUtbilda beställarna i ramavtalen.\n";
    for (int const time : {1, 2}) {
      auto const target = uploaded(app, as, narrative, "b.txt");
      REQUIRE(text(app.get(target, as), "kind") == "findings");
      REQUIRE(app.post(target + "/decisions", as, R"({"decision":"accepted"})").status == 200);
      auto const stored = app.post(target + "/store", as, at_unit(organisation));
      REQUIRE_MESSAGE(stored.status == 200, stored.body);
      CHECK(text(stored, "stored_rows") == (time == 1 ? "2" : "0"));
    }
    auto const findings = app.get("/api/findings", as).json();
    REQUIRE(findings.root().get("items").size() == 2);
    CHECK(app.get("/api/actions", as).json().root().get("total").integer() == 3);
  });
}

TEST_CASE("S0-1: a hostile or foreign file is refused with a sentence, and others cannot see an import") {
  with_imports([](TestApp& app, Organisation const& organisation) {
    auto const as = organisation.controller;
    auto const target = uploaded(app, as, "<!DOCTYPE html><html><head><title>404</title></head><body>Sidan finns inte</body></html>", "a.csv");
    auto const import = app.get(target, as);
    CHECK(text(import, "state") == "refused");
    CHECK(text(import, "problem").find("webbsida") != std::string::npos);
    CHECK(app.post(target + "/store", as, at_unit(organisation)).status == 409);
    CHECK(app.get(target, organisation.other_controller).status == 404);
    CHECK(app.post("/api/imports?name=a.txt", organisation.auditor, dump).status == 403);
    CHECK(app.get(target + "/file", as).status == 200);

    auto const rejected = uploaded(app, as, dump);
    CHECK(app.post(rejected + "/reject", as, "").status == 200);
    CHECK(text(app.get(rejected, as), "state") == "rejected");
    // A unit outside the person's scope cannot be stored at.
    auto const other = uploaded(app, as, dump);
    app.post(other + "/decisions", as, R"({"decision":"accepted"})");
    CHECK(app.post(other + "/store", as, R"({"unit_id":)" + std::to_string(organisation.other_unit.value) + "}").status == 422);
    CHECK(app.get("/api/imports", as).json().root().get("items").size() == 3);
  });
}

TEST_CASE("S1-12: a row with a personal identity number is not stored until it is mended, rejected or certified") {
  with_imports([](TestApp& app, Organisation const& organisation) {
    auto const as = organisation.controller;
    auto with_number = dump;
    with_number.replace(with_number.find("Inga avvikelser"), 15, "19121212-1212 av");
    auto const target = uploaded(app, as, with_number);
    app.post(target + "/decisions", as, R"({"decision":"accepted"})");
    auto const stopped = app.post(target + "/store", as, at_unit(organisation));
    CHECK(stopped.status == 422);
    CHECK(stopped.json().root().get("errors").at(0).get("pointer").text() == "/rows/1");
    CHECK(stopped.json().root().get("errors").at(0).get("code").text() == "personal_number");
    CHECK(app.get("/api/actions", as).json().root().get("total").integer() == 0);
    auto const stored = app.call(Method::post, target + "/store", as, at_unit(organisation), {{"X-Certified", "not-personal-number"}});
    REQUIRE_MESSAGE(stored.status == 200, stored.body);
    auto const actions = app.get("/api/actions?sort=number", as).json();
    auto const id = std::to_string(actions.root().get("items").at(0).get("id").integer());
    // The row as it came is kept beside the action, without what may identify a person.
    auto const source = std::string(app.get("/api/actions/" + id, as).json().root().get("source").get("text").text());
    CHECK(source.find("19121212-••••") != std::string::npos);
  });
}

}  // namespace rimlig::import
