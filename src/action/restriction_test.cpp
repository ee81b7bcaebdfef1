// Restricted access, through the API: who reads, who is told that something exists, and what the log says.
#include <doctest/doctest.h>

#include "action/restriction.hpp"
#include "action/testing.hpp"
#include "kernel/audit.hpp"
#include "lint/lint.hpp"
#include "org/scope.hpp"
#include "search/search.hpp"

using namespace rimlig;
using namespace rimlig::action;
using identity::Organisation;
using identity::make_person;
using identity::Role;
using kernel::Method;
using kernel::TestApp;

namespace {

/// With the log's own routes too.
void with_log(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), lint::feature(), search::feature(), feature()}, [&](TestApp& app) { test(app, identity::make_organisation(app)); });
}

std::string draft(std::vector<std::int64_t> const& members, std::string const& more = {}) {
  std::string ids;
  for (auto const id : members) ids += (ids.empty() ? "" : ",") + std::to_string(id);
  return R"({"reason":"Utredning av en medarbetare","member_ids":[)" + ids + "]" + more + "}";
}

std::string etag_of(TestApp& app, Made const& action, std::int64_t as) { return app.get(action.target(), as).etag; }

void restrict_to(TestApp& app, Organisation const& org, Made const& action, std::vector<std::int64_t> const& members, std::string const& more = {}) {
  auto const answer = app.call(Method::post, action.target("/restriction"), org.controller, draft(members, more), {{"If-Match", etag_of(app, action, org.controller)}});
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
}

std::string code_of(TestApp::Answer const& answer) {
  auto const document = answer.json();
  return std::string(document.root().get("code").text());
}

std::int64_t reads_logged(TestApp& app, std::int64_t by, std::int64_t object) {
  std::int64_t count = 0;
  app.with_tx([&](Tx& tx) {
    count = tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'read' and actor_id = $1 and object_id = $2 and object_kind in ('action', 'evidence')", by, object).value_or(0);
  });
  return count;
}

bool tells(TestApp& app, std::int64_t as, std::string const& target, std::string_view word) {
  return app.get(target, as).body.find(word) != std::string::npos;
}

}  // namespace

TEST_CASE("S2-63: a lex Sarah investigator reaches what a circle lets them into, and nothing else of the unit") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const investigator = org.at_unit.at(Role::lex_sarah_investigator);
    auto const another = make_person(app, "Ulla Utredare", Role::lex_sarah_investigator, org.council);
    auto const secret = make_action(app, org.unit_manager, org.unit, "Ärende att utreda");
    auto const open = make_action(app, org.unit_manager, org.unit, "Annat på enheten");
    for (auto const* place : {"/api/actions?limit=100", "/api/search?q=utreda", "/api/actions/export?format=csv"}) {
      CAPTURE(place);
      CHECK_FALSE(tells(app, investigator, place, "utreda"));
      CHECK_FALSE(tells(app, investigator, place, "Annat"));
    }
    CHECK(app.get(secret.target(), investigator).status == 404);
    CHECK(app.post("/api/actions", investigator, R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Egen åtgärd"})").status == 403);

    restrict_to(app, org, secret, {org.controller, investigator});
    CHECK(app.get(secret.target(), investigator).status == 200);
    CHECK(ids(app, investigator, "/api/actions?limit=100") == std::vector<std::int64_t>{secret.id});
    CHECK(tells(app, investigator, "/api/search?q=utreda", "Ärende att utreda"));
    CHECK(app.post(secret.target("/comments"), investigator, R"({"text":"Samtal hållna."})").status == 201);
    CHECK(reads_logged(app, investigator, secret.id) > 0);
    CHECK(app.get(open.target(), investigator).status == 404);
    // Whoever leads the unit is outside, and so is another investigator, of the whole council.
    CHECK(app.get(secret.target(), org.unit_manager).status == 403);
    CHECK(app.get(secret.target(), another).status == 404);
    CHECK(ids(app, another, "/api/actions?limit=100").empty());
  });
}

TEST_CASE("S2-63: a restricted action is read by its circle alone, and others of the unit are told only that it exists") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Hemligstämplat ärende", R"(,"analysis":"Granskning av hemligstämpling","due":"2027-03-01")");
    auto const open = make_action(app, org.unit_manager, org.unit, "Öppen åtgärd");
    auto const file = app.post(action.target("/evidence?name=hemligt.pdf"), org.employee, "%PDF hemligt").json();
    auto const evidence = file.root().get("id").integer();
    REQUIRE(app.post(action.target("/comments"), org.employee, R"({"text":"Hemligstämplad kommentar"})").status == 201);
    restrict_to(app, org, action, {org.controller, org.other_manager});

    for (auto const outside : {org.unit_manager, org.employee, org.committee_secretary}) {
      CAPTURE(outside);
      for (auto const* under : {"", "/history", "/evidence", "/comments"}) {
        auto const refused = app.get(action.target(under), outside);
        CHECK(refused.status == 403);
        CHECK(code_of(refused) == "restricted");
        CHECK(refused.body.find("Carl Controller") != std::string::npos);
        CHECK(refused.body.find("emligt") == std::string::npos);
        CHECK(refused.body.find("Utredning") == std::string::npos);
      }
      CHECK(app.get("/api/evidence/" + std::to_string(evidence) + "/file", outside).status == 404);
      CHECK(ids(app, outside, "/api/actions?limit=100") == std::vector<std::int64_t>{open.id});
      CHECK(app.get("/api/actions?limit=100", outside).json().root().get("total").integer() == 1);
      for (auto const* place : {"/api/search?q=hemligst%C3%A4mplat", "/api/search?q=kommentar", "/api/actions?q=hemligst%C3%A4mplat", "/api/actions/export?format=csv",
                                "/api/lint/questions?limit=100", "/api/me/page", "/api/audit?limit=100", "/api/actions?sort=text", "/api/escalations"})
        CHECK_MESSAGE(!tells(app, outside, place, "emligst"), place);
      auto const known = app.get("/api/actions/restricted", outside).json();
      REQUIRE(known.root().get("items").size() == 1);
      CHECK(known.root().get("items").at(0).get("unit_name").text() == "Förskolan Eken");
      CHECK(known.root().get("items").at(0).get("decided_by").text() == "Carl Controller");
    }
    // One who reaches no part of the unit is told nothing.
    CHECK(app.get(action.target(), org.sibling_manager).status == 404);
    CHECK(app.get("/api/actions/restricted", org.sibling_manager).json().root().get("items").size() == 0);

    // In the circle by name, from another committee, with the roles held there.
    auto const seen = app.get(action.target(), org.other_manager);
    REQUIRE_MESSAGE(seen.status == 200, seen.body);
    auto const view = seen.json();
    CHECK(view.root().get("access").get("reason").text() == "Utredning av en medarbetare");
    CHECK(view.root().get("access").get("members").size() == 2);
    CHECK(tells(app, org.other_manager, "/api/search?q=hemligst%C3%A4mplat", "Hemligstämplat"));
    CHECK(ids(app, org.other_manager, "/api/actions") == std::vector<std::int64_t>{action.id});
    CHECK(ids(app, org.controller, "/api/actions?sort=number&unit=" + std::to_string(org.unit.value)) == std::vector<std::int64_t>{action.id, open.id});
    CHECK(app.get("/api/evidence/" + std::to_string(evidence) + "/file", org.other_manager).status == 200);
    CHECK(app.get("/api/actions/restricted", org.controller).json().root().get("items").size() == 0);
  });
}

TEST_CASE("S2-63: nobody outside the circle writes to a restricted action, links to it or learns of it by trying") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Hemligstämplat ärende");
    auto const open = make_action(app, org.unit_manager, org.unit, "Öppen åtgärd");
    restrict_to(app, org, action, {org.controller});
    auto const update = R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Skriver över"})";
    CHECK(app.put(action.target(), org.unit_manager, update, "\"2\"").status == 403);
    CHECK(app.call(Method::post, action.target("/status"), org.employee, R"({"to":"in_progress"})", {{"If-Match", "\"2\""}}).status == 403);
    CHECK(app.post(action.target("/comments"), org.employee, R"({"text":"x"})").status == 403);
    CHECK(app.post(action.target("/evidence?name=x.pdf"), org.employee, "x").status == 403);
    CHECK(app.post(action.target("/carry-over"), org.unit_manager, R"({"year":2027})").status == 403);
    CHECK(app.call(Method::del, action.target("/restriction"), org.at_unit.at(Role::quality_developer)).status == 403);
    // An id in a body answers the same as one that does not exist.
    auto const waits = [&](std::int64_t id) {
      return app.put(open.target(), org.unit_manager, R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Öppen åtgärd","depends_on_id":)" + std::to_string(id) + "}", open.etag);
    };
    CHECK(waits(action.id).body == waits(99999).body);
    CHECK(app.get(action.target(), org.controller).json().root().get("action").get("text").text() == "Hemligstämplat ärende");
    // What was written before it was restricted cannot be taken back by others.
    std::int64_t entry = 0;
    app.with_tx([&](Tx& tx) { entry = tx.value<std::int64_t>("select max(seq) from audit_entry where object_kind = 'action' and object_id = $1", action.id).value(); });
    CHECK(app.post("/api/undo/" + std::to_string(entry), org.unit_manager, "").status >= 400);
  });
}

TEST_CASE("S2-63: who is let in or must leave is decided in one transaction, and lifting gives everybody back what they had") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Hemligstämplat ärende");
    app.post(action.target("/comments"), org.employee, R"({"text":"Hemligstämplad kommentar"})");
    restrict_to(app, org, action, {org.controller, org.employee});
    CHECK(app.get(action.target(), org.employee).status == 200);
    CHECK(app.post(action.target("/comments"), org.employee, R"({"text":"Inne i kretsen"})").status == 201);
    CHECK(app.get(action.target(), org.unit_manager).status == 403);
    auto const change = [&](std::int64_t as, std::vector<std::int64_t> const& members, std::string const& version) {
      return app.put(action.target("/restriction"), as, draft(members), version);
    };
    CHECK(change(org.employee, {org.employee}, "\"1\"").status == 403);  // in the circle, and not one who decides
    CHECK(change(org.controller, {org.controller, org.unit_manager}, "\"7\"").status == 412);
    CHECK(change(org.controller, {org.controller, org.unit_manager}, "\"1\"").status == 200);
    CHECK(app.get(action.target(), org.employee).status == 403);
    CHECK(app.get(action.target(), org.unit_manager).status == 200);
    CHECK_FALSE(tells(app, org.employee, "/api/search?q=kretsen", "kretsen"));
    // A circle in which nobody could lift it again, or nobody could work, is refused, and so is one who may not read at all.
    CHECK(faults(change(org.controller, {org.employee, org.unit_manager}, "\"1\"")) == std::vector<std::string>{"/member_ids"});
    CHECK(faults(change(org.controller, {org.at_unit.at(Role::quality_developer)}, "\"1\"")) == std::vector<std::string>{"/member_ids"});
    CHECK(faults(change(org.controller, {org.controller, org.administrator}, "\"1\"")) == std::vector<std::string>{"/member_ids"});
    CHECK(faults(change(org.controller, {}, "\"1\"")) == std::vector<std::string>{"/member_ids"});

    CHECK(app.call(Method::del, action.target("/restriction"), org.unit_manager).status == 403);
    CHECK(app.call(Method::del, action.target("/restriction"), org.controller).status == 204);
    CHECK(app.call(Method::del, action.target("/restriction"), org.controller).status == 409);
    CHECK(app.get(action.target(), org.employee).status == 200);
    CHECK(app.get(action.target("/comments"), org.employee).json().root().get("items").size() == 2);
    CHECK(tells(app, org.employee, "/api/search?q=kretsen", "kretsen"));
    CHECK(app.get("/api/actions/restricted", org.employee).json().root().get("items").size() == 0);
    // The reason stays with those who were meant to see it.
    CHECK_FALSE(tells(app, org.at_unit.at(Role::controller), "/api/audit?limit=100", "Utredning av en medarbetare"));
    CHECK(tells(app, org.auditor, "/api/audit?limit=100", "Utredning av en medarbetare"));
  });
}

TEST_CASE("S4-52: an auditor over the unit reads what is restricted, and every read of it stands in the log") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Hemligstämplat ärende");
    auto const file = app.post(action.target("/evidence?name=hemligt.pdf"), org.employee, "%PDF hemligt").json();
    auto const evidence = file.root().get("id").integer();
    restrict_to(app, org, action, {org.controller, org.employee});
    CHECK(app.get(action.target(), org.auditor).status == 200);
    CHECK(app.call(Method::post, action.target("/comments"), org.auditor, R"({"text":"x"})").status == 403);
    CHECK(reads_logged(app, org.auditor, action.id) == 1);
    auto const others = make_person(app, "Rut Revisor", Role::auditor, org.other_committee);
    CHECK(app.get(action.target(), others).status == 404);

    for (auto const* under : {"", "/history", "/evidence", "/comments"}) CHECK(app.get(action.target(under), org.employee).status == 200);
    CHECK(reads_logged(app, org.employee, action.id) == 4);
    CHECK(app.get("/api/evidence/" + std::to_string(evidence) + "/file", org.employee).status == 200);
    CHECK(reads_logged(app, org.employee, evidence) == 1);
    CHECK(app.get("/api/actions?limit=100", org.employee).status == 200);
    CHECK(reads_logged(app, org.employee, action.id) == 5);
    CHECK(app.get("/api/actions/export?format=csv", org.employee).status == 200);
    CHECK(reads_logged(app, org.employee, action.id) == 6);
    CHECK(app.get("/api/search?q=hemligst%C3%A4mplat", org.employee).status == 200);
    CHECK(reads_logged(app, org.employee, action.id) == 7);
    // An open action leaves no line, and one who was refused has read nothing.
    auto const open = make_action(app, org.unit_manager, org.unit, "Öppen åtgärd");
    CHECK(app.get(open.target(), org.employee).status == 200);
    CHECK(app.get(action.target(), org.unit_manager).status == 403);
    CHECK(reads_logged(app, org.employee, open.id) == 0);
    CHECK(reads_logged(app, org.unit_manager, action.id) == 0);
    // The log of it is read by the circle and the auditor, and by nobody else at the unit.
    auto const log = "/api/audit?limit=100&object_id=" + std::to_string(action.id);
    // What happened to it is another matter than who looked, and looking changes nothing that can be taken back.
    CHECK_FALSE(tells(app, org.employee, action.target("/history"), "\"read\""));
    CHECK(app.put(action.target(), org.controller, R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Hemligstämplat ärende, utvidgat"})", etag_of(app, action, org.controller)).status == 200);
    CHECK(app.get(action.target(), org.employee).status == 200);
    CHECK(tells(app, org.controller, action.target("/history"), "\"undoable\":true"));
    CHECK(tells(app, org.controller, log, "\"read\""));
    CHECK(tells(app, org.auditor, log, "\"restrict\""));
    CHECK(app.get(log, org.at_unit.at(Role::controller)).json().root().get("items").size() == 0);
  });
}

TEST_CASE("S1-30: what was not carried out of a restricted action is answered by the level above, and not by its own circle alone") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Hemligstämplat ärende", R"(,"due":"2026-11-30")");
    restrict_to(app, org, action, {org.controller, org.unit_manager, org.other_manager});
    auto const status = app.call(Method::post, action.target("/status"), org.unit_manager, R"({"to":"not_done","reason":"Ingen tid"})", {{"If-Match", etag_of(app, action, org.unit_manager)}});
    REQUIRE_MESSAGE(status.status == 200, status.body);
    auto const view = app.get(action.target(), org.unit_manager).json();
    auto const question = "/api/escalations/" + std::to_string(view.root().get("escalation").get("id").integer()) + "/answer";
    auto const answer = [&](std::int64_t as) { return app.call(Method::post, question, as, R"({"answer":"Ta hjälp av staben","due":"2027-03-01"})", {{"If-Match", "\"1\""}}); };
    for (auto const below : {org.unit_manager, org.other_manager}) CHECK(code_of(answer(below)) == "level_above");
    CHECK(answer(org.employee).status == 403);
    CHECK(answer(org.controller).status == 200);
  });
}

TEST_CASE("S2-26: a substitute is let into a circle only when the circle says so") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Hemligstämplat ärende");
    auto const substitute = make_person(app, "Ulla Ersättare", Role::employee, org.third_unit);
    app.with_tx([&](Tx& tx) {
      auto const id = tx.next("id");
      auto const held = tx.value<std::int64_t>("select id from assignment where person_id = $1", org.controller).value();
      tx.execute_derived("insert into substitution(id, version, unit_id, absent_id, substitute_id, assignment_ids, valid_from, valid_to) values ($1, 1, $2, $3, $4, '[]', '2026-11-01', '2026-12-31')", id, org.committee,
                         org.controller, substitute);
      tx.execute_derived("insert into substitution_assignment(substitution_id, assignment_id) values ($1, $2)", id, held);
      org::refresh_scope_of_person(tx, substitute);
    });
    restrict_to(app, org, action, {org.controller});
    CHECK(app.get(action.target(), substitute).status == 403);
    CHECK(app.put(action.target("/restriction"), org.controller, draft({org.controller}, R"(,"substitutes":true)"), "\"1\"").status == 200);
    CHECK(app.get(action.target(), substitute).status == 200);
  });
}

TEST_CASE("S4-7: what goes on next year, or goes to another unit, stays restricted") {
  with_log([](TestApp& app, Organisation const& org) {
    auto const action = make_action(app, org.unit_manager, org.unit, "Hemligstämplat ärende", R"(,"due":"2026-11-30")");
    restrict_to(app, org, action, {org.controller, org.employee});
    auto const next = app.post(action.target("/carry-over"), org.controller, R"({"year":2027})");
    REQUIRE_MESSAGE(next.status == 201, next.body);
    auto const document = next.json();
    auto const target = "/api/actions/" + std::to_string(document.root().get("id").integer());
    CHECK(app.get(target, org.employee).status == 200);
    CHECK(app.get(target, org.unit_manager).status == 403);
    CHECK_FALSE(tells(app, org.at_unit.at(Role::controller), "/api/audit?limit=100", "emligst"));

    auto const moved = app.put(target, org.controller, R"({"unit_id":)" + std::to_string(org.third_unit.value) + R"(,"text":"Hemligstämplat ärende"})", etag_of(app, {document.root().get("id").integer(), {}}, org.controller));
    REQUIRE_MESSAGE(moved.status == 200, moved.body);
    CHECK(app.get(target, org.employee).status == 200);
    CHECK(app.get(target, org.unit_manager).status == 404);
    auto const there = make_person(app, "Tina Enhetschef", Role::unit_manager, org.third_unit);
    CHECK(app.get(target, there).status == 403);
  });
}
