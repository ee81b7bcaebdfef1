// Restricted access to findings, through the API: who reads, who is told that something exists, and what the log says.
#include "finding/restriction.hpp"

#include <doctest/doctest.h>

#include "finding/store.hpp"
#include "identity/testing.hpp"
#include "lint/lint.hpp"
#include "org/scope.hpp"
#include "search/search.hpp"

using namespace rimlig;
using identity::make_person;
using identity::Organisation;
using identity::Role;
using kernel::Id;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;

namespace {

void with_findings(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), lint::feature(), search::feature(), action::feature(), finding::feature()},
                           [&](TestApp& app) { test(app, identity::make_organisation(app)); });
}

std::int64_t created(TestApp::Answer const& answer) {
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  auto const document = answer.json();
  return document.root().get("id").integer();
}

std::string number(std::int64_t value) { return std::to_string(value); }
std::string at(std::int64_t id, std::string_view under = {}) { return "/api/findings/" + number(id) + std::string(under); }

std::string body(Id<org::Unit> unit, std::string const& title, std::string const& more = {}) {
  return R"({"unit_id":)" + number(unit.value) + R"(,"level":"unit","assessment":"does_not_meet","title":")" + title + R"(","year":2026)" + more + "}";
}
std::int64_t make_finding(TestApp& app, Organisation const& org, std::string const& title = "Hemligstämplat fynd", std::string const& more = {}) {
  return created(app.post("/api/findings", org.unit_manager, body(org.unit, title, more)));
}
std::int64_t make_action(TestApp& app, Organisation const& org, std::string const& text) {
  return created(app.post("/api/actions", org.unit_manager, R"({"unit_id":)" + number(org.unit.value) + R"(,"text":")" + text + "\"}"));
}

std::string draft(std::vector<std::int64_t> const& members, std::string const& more = {}) {
  std::string ids;
  for (auto const id : members) ids += (ids.empty() ? "" : ",") + number(id);
  return R"({"reason":"Utredning av en medarbetare","member_ids":[)" + ids + "]" + more + "}";
}
TestApp::Answer try_to_restrict(TestApp& app, std::int64_t as, std::int64_t finding, std::vector<std::int64_t> const& members, std::string const& more = {}) {
  return app.call(Method::post, at(finding, "/restriction"), as, draft(members, more), {{"If-Match", app.get(at(finding), as).etag}});
}
void restrict_to(TestApp& app, Organisation const& org, std::int64_t finding, std::vector<std::int64_t> const& members, std::string const& more = {}) {
  auto const answer = try_to_restrict(app, org.controller, finding, members, more);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
}

std::string code_of(TestApp::Answer const& answer) {
  auto const document = answer.json();
  return std::string(document.root().get("code").text());
}
std::size_t size_of(TestApp::Answer const& answer, std::string_view member) {
  auto const document = answer.json();
  return document.root().get(member).size();
}
bool tells(TestApp& app, std::int64_t as, std::string const& target, std::string_view word) { return app.get(target, as).body.find(word) != std::string::npos; }

std::int64_t reads_logged(TestApp& app, std::int64_t by, std::int64_t object) {
  std::int64_t count = 0;
  app.with_tx([&](Tx& tx) { count = tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'read' and actor_id = $1 and object_id = $2 and object_kind = 'finding'", by, object).value_or(0); });
  return count;
}

}  // namespace

TEST_CASE("S2-63: a restricted finding is read by its circle alone, and others of the unit are told only that it exists") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org, "Hemligstämplat fynd", R"(,"text":"Hemligstämplad beskrivning, se bilaga")");
    auto const open = make_finding(app, org, "Öppet fynd");
    REQUIRE(app.post(at(finding, "/reviews"), org.unit_manager, R"({"year":2026,"text":"Hemligstämplad avstämning","assessment":"partly"})").status == 201);
    restrict_to(app, org, finding, {org.controller, org.other_manager});

    for (auto const outside : {org.unit_manager, org.employee, org.committee_secretary}) {
      CAPTURE(outside);
      for (auto const* under : {"", "/history"}) {
        auto const refused = app.get(at(finding, under), outside);
        CHECK(refused.status == 403);
        CHECK(code_of(refused) == "restricted");
        CHECK(refused.body.find("Carl Controller") != std::string::npos);
        CHECK(refused.body.find("emligt") == std::string::npos);
        CHECK(refused.body.find("Utredning") == std::string::npos);
      }
      CHECK(size_of(app.get("/api/findings?limit=100", outside), "items") == 1);
      CHECK(tells(app, outside, "/api/findings?limit=100", "\"total\":1,"));
      for (auto const* place : {"/api/findings?limit=100", "/api/findings?sort=title", "/api/findings?q=hemligst%C3%A4mplat", "/api/search?q=hemligst%C3%A4mplat", "/api/search?q=avst%C3%A4mning",
                                "/api/lint/questions?limit=100", "/api/audit?limit=100", "/api/findings/restricted"})
        CHECK_MESSAGE(!tells(app, outside, place, "emligst"), place);
      auto const known = app.get("/api/findings/restricted", outside).json();
      REQUIRE(known.root().get("items").size() == 1);
      CHECK(known.root().get("items").at(0).get("id").integer() == finding);
      CHECK(known.root().get("items").at(0).get("unit_name").text() == "Förskolan Eken");
      CHECK(known.root().get("items").at(0).get("decided_by").text() == "Carl Controller");
      // The two kinds are told of apart.
      CHECK(size_of(app.get("/api/actions/restricted", outside), "items") == 0);
      CHECK(app.get(at(open), outside).status == 200);
    }
    // One who reaches no part of the unit is told nothing.
    CHECK(app.get(at(finding), org.sibling_manager).status == 404);
    CHECK(size_of(app.get("/api/findings/restricted", org.sibling_manager), "items") == 0);
    CHECK(app.get("/api/actions/" + number(finding), org.unit_manager).status == 404);

    // In the circle by name, from another committee, with the roles held there.
    auto const seen = app.get(at(finding), org.other_manager);
    REQUIRE_MESSAGE(seen.status == 200, seen.body);
    auto const view = seen.json();
    CHECK(view.root().get("access").get("reason").text() == "Utredning av en medarbetare");
    CHECK(view.root().get("access").get("members").size() == 2);
    CHECK(view.root().get("reviews").size() == 1);
    CHECK(tells(app, org.other_manager, "/api/search?q=hemligst%C3%A4mplat", "Hemligstämplat"));
    CHECK(size_of(app.get("/api/findings", org.other_manager), "items") == 1);
    CHECK(size_of(app.get("/api/findings?unit=" + number(org.unit.value), org.controller), "items") == 2);
    CHECK(size_of(app.get("/api/findings?q=hemligst%C3%A4mplat&unit=" + number(org.unit.value), org.controller), "items") == 1);
    CHECK(size_of(app.get("/api/findings/restricted", org.controller), "items") == 0);
  });
}

TEST_CASE("S2-63: nobody outside the circle writes to a restricted finding, links to it or learns of it by trying") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    auto const open = make_finding(app, org, "Öppet fynd");
    auto const action = make_action(app, org, "Öppen åtgärd");
    restrict_to(app, org, finding, {org.controller});
    CHECK(app.put(at(finding), org.unit_manager, body(org.unit, "Skriver över"), "\"2\"").status == 403);
    CHECK(app.post(at(finding, "/reviews"), org.unit_manager, R"({"year":2026,"text":"x","assessment":"meets"})").status == 403);
    CHECK(app.post(at(finding, "/actions"), org.unit_manager, R"({"action_id":)" + number(action) + "}").status == 403);
    CHECK(app.call(Method::del, at(finding, "/actions/") + number(action), org.unit_manager).status == 403);
    CHECK(app.call(Method::del, at(finding, "/restriction"), org.at_unit.at(Role::quality_developer)).status == 403);
    CHECK(try_to_restrict(app, org.unit_manager, open, {org.unit_manager}).status == 403);  // not one who decides
    // An id in a body answers the same as one that does not exist.
    auto const repeats = [&](std::int64_t id) { return app.put(at(open), org.unit_manager, body(org.unit, "Öppet fynd", R"(,"repeats_finding_id":)" + number(id)), "\"1\""); };
    CHECK(repeats(finding).status == 422);
    CHECK(repeats(finding).body == repeats(99999).body);
    CHECK(tells(app, org.controller, at(finding), "Hemligstämplat fynd"));
    // What was written before it was restricted cannot be taken back by others.
    std::int64_t entry = 0;
    app.with_tx([&](Tx& tx) { entry = tx.value<std::int64_t>("select max(seq) from audit_entry where object_kind = 'finding' and object_id = $1", finding).value(); });
    CHECK(app.post("/api/undo/" + number(entry), org.unit_manager, "").status >= 400);
  });
}

TEST_CASE("S2-63: a finding's circle is changed and lifted by those in it who decide, and lifting gives everybody back what they had") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    REQUIRE(app.post(at(finding, "/reviews"), org.unit_manager, R"({"year":2026,"text":"Hemligstämplad avstämning","assessment":"partly"})").status == 201);
    restrict_to(app, org, finding, {org.controller, org.employee});
    CHECK(try_to_restrict(app, org.controller, finding, {org.controller}).status == 409);
    auto const change = [&](std::int64_t as, std::vector<std::int64_t> const& members, std::string const& version) { return app.put(at(finding, "/restriction"), as, draft(members), version); };
    CHECK(change(org.employee, {org.employee}, "\"1\"").status == 403);
    CHECK(change(org.controller, {org.controller, org.unit_manager}, "\"7\"").status == 412);
    CHECK(change(org.controller, {org.controller, org.unit_manager}, "\"1\"").status == 200);
    CHECK(app.get(at(finding), org.employee).status == 403);
    CHECK(app.get(at(finding), org.unit_manager).status == 200);
    CHECK(app.post(at(finding, "/reviews"), org.unit_manager, R"({"year":2026,"text":"Hemligstämplad i kretsen","assessment":"partly"})").status == 201);
    CHECK_FALSE(tells(app, org.employee, "/api/search?q=kretsen", "kretsen"));
    // A circle in which nobody could lift it again, or nobody may read, is refused.
    CHECK(change(org.controller, {org.employee, org.unit_manager}, "\"1\"").status == 422);
    CHECK(change(org.controller, {org.controller, org.administrator}, "\"1\"").status == 422);

    CHECK(app.call(Method::del, at(finding, "/restriction"), org.controller).status == 204);
    CHECK(app.call(Method::del, at(finding, "/restriction"), org.controller).status == 409);
    CHECK(app.get(at(finding), org.employee).status == 200);
    CHECK(size_of(app.get(at(finding), org.employee), "reviews") == 2);
    CHECK(tells(app, org.employee, "/api/search?q=kretsen", "kretsen"));
    CHECK(size_of(app.get("/api/findings/restricted", org.employee), "items") == 0);
    CHECK(tells(app, org.at_unit.at(Role::controller), "/api/audit?limit=100", "emligst"));
    // The reason stays with those who were meant to see it.
    CHECK_FALSE(tells(app, org.at_unit.at(Role::controller), "/api/audit?limit=100", "Utredning av en medarbetare"));
  });
}

TEST_CASE("S4-52: an auditor over the unit reads a restricted finding, and every read of it stands in the log") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    restrict_to(app, org, finding, {org.controller, org.employee});
    CHECK(app.get(at(finding), org.auditor).status == 200);
    CHECK(reads_logged(app, org.auditor, finding) == 1);
    CHECK(app.get(at(finding), make_person(app, "Rut Revisor", Role::auditor, org.other_committee)).status == 404);

    CHECK(app.get(at(finding), org.employee).status == 200);
    CHECK(app.get(at(finding, "/history"), org.employee).status == 200);
    CHECK(app.get("/api/findings", org.employee).status == 200);
    CHECK(app.get("/api/search?q=hemligst%C3%A4mplat", org.employee).status == 200);
    CHECK(reads_logged(app, org.employee, finding) == 4);
    // An open finding leaves no line, and one who was refused has read nothing.
    auto const open = make_finding(app, org, "Öppet fynd");
    CHECK(app.get(at(open), org.employee).status == 200);
    CHECK(app.get(at(finding), org.unit_manager).status == 403);
    CHECK(reads_logged(app, org.employee, open) == 0);
    CHECK(reads_logged(app, org.unit_manager, finding) == 0);
    auto const log = "/api/audit?limit=100&object_id=" + number(finding);
    CHECK_FALSE(tells(app, org.employee, at(finding, "/history"), "\"read\""));
    CHECK(tells(app, org.controller, log, "\"read\""));
    CHECK(tells(app, org.auditor, log, "\"restrict\""));
    CHECK(size_of(app.get(log, org.at_unit.at(Role::controller)), "items") == 0);
  });
}

TEST_CASE("S2-26: a substitute is let into a finding's circle only when the circle says so") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    auto const substitute = make_person(app, "Ulla Ersättare", Role::employee, org.third_unit);
    app.with_tx([&](Tx& tx) {
      auto const id = tx.next("id");
      auto const held = tx.value<std::int64_t>("select id from assignment where person_id = $1", org.controller).value();
      tx.execute_derived("insert into substitution(id, version, unit_id, absent_id, substitute_id, assignment_ids, valid_from, valid_to) values ($1, 1, $2, $3, $4, '[]', '2026-11-01', '2026-12-31')", id, org.committee,
                         org.controller, substitute);
      tx.execute_derived("insert into substitution_assignment(substitution_id, assignment_id) values ($1, $2)", id, held);
      org::refresh_scope_of_person(tx, substitute);
    });
    restrict_to(app, org, finding, {org.controller});
    CHECK(app.get(at(finding), substitute).status == 403);
    CHECK(app.put(at(finding, "/restriction"), org.controller, draft({org.controller}, R"(,"substitutes":true)"), "\"1\"").status == 200);
    CHECK(app.get(at(finding), substitute).status == 200);
  });
}

TEST_CASE("S2-63: an action shows that it comes of a restricted finding, and a finding that it has a restricted action, and no more") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    auto const action = make_action(app, org, "Öppen åtgärd");
    REQUIRE(app.post(at(finding, "/actions"), org.unit_manager, R"({"action_id":)" + number(action) + "}").status == 204);
    auto const page = "/api/actions/" + number(action);
    CHECK(tells(app, org.employee, page, "Hemligstämplat"));
    restrict_to(app, org, finding, {org.controller});
    auto const view = app.get(page, org.employee);
    CHECK(view.body.find("Hemligstämplat") == std::string::npos);
    auto const shown = view.json();
    CHECK(shown.root().get("findings").size() == 0);
    REQUIRE(shown.root().get("restricted_findings").size() == 1);
    CHECK(shown.root().get("restricted_findings").at(0).get("decided_by").text() == "Carl Controller");
    CHECK_FALSE(tells(app, org.employee, page + "/history", "emligst"));
    CHECK(size_of(app.get(page, org.controller), "findings") == 1);
    CHECK(reads_logged(app, org.controller, finding) == 1);  // by its title, on the action's page
    CHECK(reads_logged(app, org.employee, finding) == 0);
    CHECK(size_of(app.get(page, org.controller), "restricted_findings") == 0);

    // The other way round.
    auto const open = make_finding(app, org, "Öppet fynd");
    auto const kept = make_action(app, org, "Hemligstämplad åtgärd");
    REQUIRE(app.post(at(open, "/actions"), org.unit_manager, R"({"action_id":)" + number(kept) + "}").status == 204);
    REQUIRE(app.call(Method::post, "/api/actions/" + number(kept) + "/restriction", org.controller, draft({org.controller}), {{"If-Match", "\"1\""}}).status == 200);
    CHECK(size_of(app.get(at(open), org.employee), "actions") == 0);
    CHECK(size_of(app.get(at(open), org.employee), "restricted_actions") == 1);
    CHECK_FALSE(tells(app, org.employee, at(open), "emligst"));
    CHECK_FALSE(tells(app, org.employee, "/api/lint/questions?limit=100", "emligst"));
  });
}

TEST_CASE("S2-63: who is let into a finding's circle alone is told that it has an action which is restricted to others") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const investigator = org.at_unit.at(Role::lex_sarah_investigator);
    auto const finding = make_finding(app, org);
    auto const action = make_action(app, org, "Hemligstämplad åtgärd");
    REQUIRE(app.post(at(finding, "/actions"), org.controller, R"({"action_id":)" + number(action) + "}").status == 204);
    restrict_to(app, org, finding, {org.controller}, R"(,"actions_too":true)");
    CHECK(app.get(at(finding), investigator).status == 404);
    REQUIRE(app.put(at(finding, "/restriction"), org.controller, draft({org.controller, investigator}), "\"1\"").status == 200);
    auto const view = app.get(at(finding), investigator);
    REQUIRE(view.status == 200);
    CHECK(size_of(view, "actions") == 0);
    CHECK(size_of(view, "restricted_actions") == 1);
    CHECK(view.body.find("Hemligstämplad åtgärd") == std::string::npos);
    CHECK(app.get("/api/actions/" + number(action), investigator).status == 404);
  });
}

TEST_CASE("S2-63: an action that comes of a restricted finding gets the same circle unless somebody says otherwise") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    restrict_to(app, org, finding, {org.controller, org.unit_manager});
    auto const link = [&](std::int64_t as, std::int64_t action, std::string const& more = {}) { return app.post(at(finding, "/actions"), as, R"({"action_id":)" + number(action) + more + "}"); };
    auto const first = make_action(app, org, "Åtgärd ur kretsen");
    CHECK(link(org.controller, first).status == 204);
    CHECK(app.get("/api/actions/" + number(first), org.unit_manager).status == 200);
    CHECK(app.get("/api/actions/" + number(first), org.employee).status == 403);
    // The two circles are each their own from then on.
    CHECK(app.call(Method::del, "/api/actions/" + number(first) + "/restriction", org.controller).status == 204);
    CHECK(app.get("/api/actions/" + number(first), org.employee).status == 200);
    CHECK(app.get(at(finding), org.employee).status == 403);

    auto const second = make_action(app, org, "Åtgärd för alla");
    CHECK(link(org.controller, second, R"(,"same_circle":false)").status == 204);
    CHECK(app.get("/api/actions/" + number(second), org.employee).status == 200);
    // One who may not decide who reads an action does not do so by linking it, and nothing is linked.
    auto const third = make_action(app, org, "Åtgärd som chefen kopplar");
    CHECK(code_of(link(org.unit_manager, third)) == "not_yours_to_restrict");
    CHECK(size_of(app.get("/api/actions/" + number(third), org.unit_manager), "findings") == 0);
    CHECK(link(org.unit_manager, third, R"(,"same_circle":false)").status == 204);

    // One that is made of the finding is never seen by others, whoever in the circle makes it, and the log of it is not either.
    auto const made_of = [&](std::int64_t as, std::string const& query = {}) {
      return app.post(at(finding, "/new-action") + query, as, R"({"unit_id":)" + number(org.unit.value) + R"(,"text":"Hemligstämplad åtgärd"})");
    };
    auto const fourth = created(made_of(org.unit_manager));
    CHECK(app.get("/api/actions/" + number(fourth), org.employee).status == 403);
    CHECK(size_of(app.get("/api/actions/" + number(fourth), org.unit_manager), "findings") == 1);
    for (auto const* place : {"/api/search?q=hemligst%C3%A4mplad", "/api/actions?limit=100", "/api/audit?limit=100", "/api/lint/questions?limit=100"})
      CHECK_MESSAGE(!tells(app, org.at_unit.at(Role::controller), place, "Hemligstämplad"), place);
    auto const fifth = created(made_of(org.unit_manager, "?same_circle=false"));
    CHECK(app.get("/api/actions/" + number(fifth), org.employee).status == 200);
    CHECK(made_of(org.at_unit.at(Role::controller)).status == 403);
    CHECK(made_of(org.at_unit.at(Role::quality_developer)).status == 403);
    CHECK(app.post(at(finding, "/new-action"), org.sibling_manager, R"({"unit_id":)" + number(org.sibling_unit.value) + R"(,"text":"x"})").status == 404);

    // The finding's open actions are restricted with it when that is asked for, and only then.
    auto const other = make_finding(app, org, "Ett till fynd");
    auto const hers = make_action(app, org, "Åtgärd som följer med");
    REQUIRE(app.post(at(other, "/actions"), org.unit_manager, R"({"action_id":)" + number(hers) + "}").status == 204);
    restrict_to(app, org, other, {org.controller});
    CHECK(app.get("/api/actions/" + number(hers), org.employee).status == 200);
    REQUIRE(app.call(Method::del, at(other, "/restriction"), org.controller).status == 204);
    restrict_to(app, org, other, {org.controller}, R"(,"actions_too":true)");
    CHECK(app.get("/api/actions/" + number(hers), org.employee).status == 403);
    CHECK(app.get("/api/actions/" + number(hers), org.controller).status == 200);
  });
}

TEST_CASE("S1-23: a restricted finding that goes to another unit stays restricted, and its auditors are the new unit's") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    REQUIRE(app.post(at(finding, "/reviews"), org.unit_manager, R"({"year":2026,"text":"Hemligstämplad avstämning","assessment":"partly"})").status == 201);
    restrict_to(app, org, finding, {org.controller, org.employee});
    auto const moved = app.put(at(finding), org.controller, body(org.third_unit, "Hemligstämplat fynd"), app.get(at(finding), org.controller).etag);
    REQUIRE_MESSAGE(moved.status == 200, moved.body);
    CHECK(app.get(at(finding), org.employee).status == 200);
    CHECK(size_of(app.get(at(finding), org.employee), "reviews") == 1);
    CHECK(app.get(at(finding), org.unit_manager).status == 404);
    CHECK(app.get(at(finding), make_person(app, "Tina Enhetschef", Role::unit_manager, org.third_unit)).status == 403);
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from review r join finding f on f.id = r.finding_id where r.scope_id = f.scope_id and r.unit_id = f.unit_id and f.scope_id <> f.unit_id") == 1);
    });
    // Taking the move back takes the circle back too.
    std::int64_t entry = 0;
    app.with_tx([&](Tx& tx) { entry = tx.value<std::int64_t>("select max(seq) from audit_entry where object_kind = 'finding' and operation = 'update' and object_id = $1", finding).value(); });
    auto const undone = app.post("/api/undo/" + number(entry), org.controller, "");
    REQUIRE_MESSAGE(undone.status < 300, undone.body);
    CHECK(app.get(at(finding), org.unit_manager).status == 403);
    CHECK(app.get(at(finding), org.employee).status == 200);
  });
}

TEST_CASE("S1-12: the search for personal identity numbers looks in a restricted finding for its circle alone") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const finding = make_finding(app, org);
    // As a restore may bring it in, past the question that a form asks.
    app.with_tx([&](Tx& tx) {
      auto stored = tx.get(Id<finding::Finding>{finding});
      stored.text = "Gäller 19811218-9876.";
      finding::store_change(tx, stored, stored.version);
    });
    auto const outside = org.at_unit.at(Role::controller);
    auto const found = [&](std::int64_t as) { return size_of(app.get("/api/personal-numbers", as), "items"); };
    REQUIRE(found(outside) == 1);
    restrict_to(app, org, finding, {org.controller});
    CHECK(found(outside) == 0);
    CHECK(found(org.controller) == 1);
  });
}
