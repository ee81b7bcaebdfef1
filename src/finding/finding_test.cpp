#include "finding/finding.hpp"

#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "kernel/feature.hpp"
#include "lint/lint.hpp"
#include "search/search.hpp"

using namespace rimlig;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;
using identity::Organisation;

namespace {

void with_findings(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), lint::feature(), search::feature(), action::feature(), finding::feature()},
                           [&](TestApp& app) { test(app, identity::make_organisation(app)); });
}

std::int64_t created(TestApp::Answer const& answer) {
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  return answer.json().root().get("id").integer();
}

std::string body(kernel::Id<org::Unit> unit, std::string const& title, int year, std::string const& more = {}) {
  return R"({"unit_id":)" + std::to_string(unit.value) + R"(,"level":"unit","assessment":"does_not_meet","title":")" + title + R"(","year":)" +
         std::to_string(year) + more + "}";
}

std::string at(std::int64_t id, std::string const& under = {}) { return "/api/findings/" + std::to_string(id) + under; }

std::size_t listed(TestApp& app, std::int64_t as, std::string const& query) {
  auto const answer = app.get("/api/findings" + query, as);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  return answer.json().root().get("items").size();
}

}  // namespace

TEST_CASE("S0-2, S0-3, S0-4, S0-21: a finding has level, assessment, bases and cause") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const id = created(app.post("/api/findings", org.unit_manager,
                                     body(org.unit, "Ramavtalen efterlevs ej", 2012, R"(,"bases":["compliance","efficiency","compliance"],"cause":"known_not_followed")")));
    auto const view = app.get(at(id), org.employee).json();
    auto const finding = view.root().get("finding");
    CHECK(finding.get("bases").serialize() == R"(["efficiency","compliance"])");
    CHECK(finding.get("cause").text() == "known_not_followed");
    CHECK(view.root().get("unit_name").text() == "Förskolan Eken");
    CHECK(listed(app, org.employee, "?assessment=does_not_meet&level=unit&year=2012&cause=known_not_followed") == 1);
    CHECK(listed(app, org.employee, "?year=2013") == 0);
    CHECK(listed(app, org.controller, "?unit=" + std::to_string(org.other_division.value)) == 0);
    CHECK(listed(app, org.employee, "?q=ramavtal") == 1);
    CHECK(listed(app, org.sibling_manager, "") == 0);
    CHECK(app.get(at(id), org.sibling_manager).status == 404);
    CHECK(app.post("/api/findings", org.employee, body(org.unit, "x", 2012)).status == 403);
    CHECK(app.post("/api/findings", org.unit_manager, body(org.sibling_unit, "x", 2012)).status == 422);
  });
}

TEST_CASE("S1-2: a finding keeps its identity through the reviews of later years") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const id = created(app.post("/api/findings", org.unit_manager, body(org.unit, "Ärenden utan arbetsplan", 2012)));
    CHECK(app.post(at(id, "/reviews"), org.unit_manager, R"({"year":2011,"text":"x","assessment":"meets"})").status == 422);
    created(app.post(at(id, "/reviews"), org.unit_manager, R"({"year":2014,"text":"Extra kontroll i december","assessment":"partly"})"));
    created(app.post(at(id, "/reviews"), org.unit_manager, R"({"year":2013,"text":"43 av 73 hade inte uppdaterats","assessment":"does_not_meet"})"));
    auto const view = app.get(at(id), org.employee).json();
    auto const reviews = view.root().get("reviews");
    REQUIRE(reviews.size() == 2);
    CHECK(reviews.at(0).get("year").integer() == 2013);
    CHECK(reviews.at(1).get("assessment").text() == "partly");
    CHECK(listed(app, org.employee, "?q=uppdatera") == 1);
    CHECK(app.post(at(id, "/reviews"), org.sibling_manager, R"({"year":2013,"text":"x","assessment":"meets"})").status == 404);
  });
}

TEST_CASE("S0-26: one action serves several findings and is shown with each") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const first = created(app.post("/api/findings", org.unit_manager, body(org.unit, "Ramavtalen efterlevs ej", 2012)));
    auto const second = created(app.post("/api/findings", org.unit_manager, body(org.unit, "Uppföljning av avtal sker ej", 2012)));
    auto const action = created(app.post("/api/actions", org.unit_manager, R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Controller 50 %"})"));
    auto const link = R"({"action_id":)" + std::to_string(action) + "}";
    for (auto const id : {first, second, second}) CHECK(app.post(at(id, "/actions"), org.unit_manager, link).status == 204);
    CHECK(app.get(at(second), org.employee).json().root().get("actions").size() == 1);
    CHECK(app.get("/api/actions/" + std::to_string(action), org.employee).json().root().get("findings").size() == 2);
    auto const carried = app.post("/api/actions/" + std::to_string(action) + "/carry-over", org.unit_manager, R"({"year":2027})");
    REQUIRE(carried.status == 201);
    CHECK(app.get(at(first), org.employee).json().root().get("actions").size() == 2);
    CHECK(app.call(Method::del, at(first, "/actions/" + std::to_string(action)), org.unit_manager).status == 204);
    CHECK(app.call(Method::del, at(first, "/actions/" + std::to_string(action)), org.unit_manager).status == 404);
    CHECK(app.get(at(first), org.employee).json().root().get("actions").size() == 1);
    auto const foreign = created(app.post("/api/actions", org.controller, R"({"unit_id":)" + std::to_string(org.third_unit.value) + R"(,"text":"Annan enhets"})"));
    CHECK(app.post(at(first, "/actions"), org.unit_manager, R"({"action_id":)" + std::to_string(foreign) + "}").status == 422);
  });
}

TEST_CASE("S1-41: a finding that repeats an earlier one leads to it, and back") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const earlier = created(app.post("/api/findings", org.unit_manager, body(org.unit, "Utredningstiden är för lång", 2012)));
    auto const later = created(app.post("/api/findings", org.unit_manager, body(org.unit, "Handläggningstiden", 2013, R"(,"repeats_finding_id":)" + std::to_string(earlier))));
    CHECK(app.get(at(later), org.employee).json().root().get("repeats").get("id").integer() == earlier);
    CHECK(app.get(at(earlier), org.employee).json().root().get("repeated_by").at(0).get("id").integer() == later);
    auto const wrong = body(org.unit, "Utredningstiden är för lång", 2012, R"(,"repeats_finding_id":)" + std::to_string(later));
    CHECK(app.put(at(earlier), org.unit_manager, wrong, "\"1\"").status == 422);
  });
}

TEST_CASE("a changed finding has a history and its latest change can be taken back") {
  with_findings([](TestApp& app, Organisation const& org) {
    auto const id = created(app.post("/api/findings", org.unit_manager, body(org.unit, "Första rubriken", 2012, R"(,"text":"Kvar")")));
    auto const changed = app.put(at(id), org.unit_manager, body(org.unit, "Andra rubriken", 2012), "\"1\"");
    REQUIRE_MESSAGE(changed.status == 200, changed.body);
    CHECK(changed.json().root().get("text").text() == "Kvar");
    CHECK(app.put(at(id), org.unit_manager, body(org.unit, "Tredje", 2012), "\"1\"").status == 412);
    auto const history = app.get(at(id, "/history"), org.employee).json();
    REQUIRE(history.root().get("items").size() == 2);
    auto const undo = "/api/undo/" + std::to_string(history.root().get("items").at(0).get("audit_id").integer());
    CHECK(app.post(undo, org.auditor, "").status == 403);
    CHECK(app.post(undo, org.unit_manager, "").status == 200);
    CHECK(listed(app, org.employee, "?q=f%C3%B6rsta") == 1);
    CHECK(listed(app, org.employee, "?q=andra") == 0);
  });
}
