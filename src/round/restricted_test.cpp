// What a round, its frozen copy and its report say of an action that only a circle may read.
#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "lint/lint.hpp"
#include "report/followup_report.hpp"
#include "report/report.hpp"
#include "round/round.hpp"
#include "round/snapshot.hpp"

using namespace rimlig;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;

namespace {

std::string text(std::int64_t value) { return std::to_string(value); }
bool has(std::string const& body, std::string_view part) { return body.find(part) != std::string::npos; }

std::int64_t id_of(TestApp::Answer const& answer) {
  REQUIRE_MESSAGE(answer.status < 300, answer.body);
  auto const document = answer.json();
  return document.root().get("id").integer();
}

}  // namespace

TEST_CASE("S2-63: a round asks nothing about what is restricted, and its frozen copy and report count it without telling of it") {
  kernel::on_each_database({org::feature(), identity::feature(), lint::feature(), action::feature(), round::feature(), report::feature()}, [](TestApp& app) {
    auto const org = identity::make_organisation(app);
    auto const make = [&](std::string const& words) {
      return id_of(app.post("/api/actions", org.unit_manager, R"({"unit_id":)" + text(org.unit.value) + R"(,"due":"2026-12-31","owner_id":)" + text(org.employee) + R"(,"text":")" + words + "\"}"));
    };
    auto const open = make("Öppen åtgärd");
    auto const secret = make("Hemligstämplat ärende");
    auto const made = app.post("/api/rounds", org.controller, R"({"name":"T3","kind":"year_end","year":2026,"committee_id":)" + text(org.committee.value) +
                                                                   R"(,"opens":"2026-11-20","deadline":"2026-12-01","unit_ids":[)" + text(org.unit.value) + "]}");
    auto const round = "/api/rounds/" + text(id_of(made));
    REQUIRE(app.call(Method::post, round + "/open", org.controller, "{}", {{"If-Match", made.etag}}).status == 200);
    auto const report = round + "/units/" + text(org.unit.value);
    auto const answer = [&](std::int64_t action, std::string const& body) { return app.put(report + "/answers/" + text(action), org.employee, body, "\"0\"").status; };
    CHECK(answer(secret, R"({"unchanged":false,"status":"delayed","reason":"Hemligstämplat skäl","due":"2027-03"})") == 200);
    CHECK(answer(open, R"({"unchanged":true})") == 200);
    // Signed while it was open, and sent back: the entry says word for word what was answered.
    REQUIRE(app.post(report + "/submit", org.employee, "{}").status == 200);
    CHECK(has(app.get("/api/audit?limit=100", org.at_unit.at(identity::Role::controller)).body, "Hemligstämplat skäl"));

    auto const etag = app.get("/api/actions/" + text(secret), org.controller).etag;
    REQUIRE(app.call(Method::post, "/api/actions/" + text(secret) + "/restriction", org.controller, R"({"reason":"Utredning","member_ids":[)" + text(org.controller) + "]}", {{"If-Match", etag}}).status == 200);
    CHECK_FALSE(has(app.get("/api/audit?limit=100", org.at_unit.at(identity::Role::controller)).body, "emligst"));
    CHECK(has(app.get("/api/audit?limit=100", org.auditor).body, "Hemligstämplat skäl"));

    for (auto const who : {org.employee, org.unit_manager, org.controller}) {
      auto const view = app.get(report, who);
      CHECK_FALSE(has(view.body, "emligst"));
      CHECK(has(view.body, R"("restricted":1)"));
      auto const document = view.json();
      CHECK(document.root().get("items").size() == 1);
    }
    CHECK(has(app.get(round, org.controller).body, R"("answered":1,"total":1)"));
    CHECK_FALSE(has(app.get("/api/my-page", org.unit_manager).body, "emligst"));
    CHECK(has(app.get("/api/my-page", org.employee).body, "har fått begränsad åtkomst"));

    auto const figures = app.get("/api/figures", org.unit_manager).json();
    CHECK(figures.root().get("items").at(0).get("total").integer() == 1);
    CHECK(figures.root().get("items").at(0).get("restricted").integer() == 1);

    REQUIRE(app.post(report + "/approve", org.unit_manager, "{}").status == 200);
    app.with_tx([&](Tx& tx) { CHECK(tx.get(kernel::Id<action::Action>{secret}).status == action::Status::not_started); });
    auto const now = app.get(round, org.controller).json();
    auto const version = now.root().get("round").get("version").integer();
    REQUIRE(app.call(Method::post, round + "/close", org.controller, "{}", {{"If-Match", "\"" + text(version) + "\""}}).status == 200);
    std::string frozen;
    app.with_tx([&](Tx& tx) { frozen = tx.value<std::string>("select content from round_snapshot").value(); });
    CHECK_FALSE(has(frozen, "emligst"));
    CHECK(has(frozen, R"("restricted":1)"));
    auto const document = report::followup_report(kernel::from_json<report::FollowUpSnapshot>(frozen));
    auto const told = report::to_json(document);
    CHECK(has(told, "Utöver talen ovan har 1 åtgärd begränsad åtkomst."));
    CHECK_FALSE(has(told, "emligst"));
  });
}

TEST_CASE("S2-26: whoever wrote an answer does not approve the report that it stands in") {
  kernel::on_each_database({org::feature(), identity::feature(), lint::feature(), action::feature(), round::feature()}, [](TestApp& app) {
    auto const org = identity::make_organisation(app);
    auto const action = id_of(app.post("/api/actions", org.unit_manager, R"({"unit_id":)" + text(org.unit.value) + R"(,"due":"2026-12-31","text":"Gå igenom attestlistan"})"));
    auto const made = app.post("/api/rounds", org.controller, R"({"name":"T3","kind":"year_end","year":2026,"committee_id":)" + text(org.committee.value) +
                                                                   R"(,"opens":"2026-11-20","deadline":"2026-12-01","unit_ids":[)" + text(org.unit.value) + "]}");
    auto const round = "/api/rounds/" + text(id_of(made));
    REQUIRE(app.call(Method::post, round + "/open", org.controller, "{}", {{"If-Match", made.etag}}).status == 200);
    auto const report = round + "/units/" + text(org.unit.value);
    REQUIRE(app.put(report + "/answers/" + text(action), org.unit_manager, R"({"unchanged":true})", "\"0\"").status == 200);
    REQUIRE(app.post(report + "/submit", org.employee, "{}").status == 200);
    auto const refused = app.post(report + "/approve", org.unit_manager, "{}");
    CHECK(refused.status == 409);
    CHECK(has(refused.body, "four_eyes"));
    CHECK(has(app.get(report, org.unit_manager).body, R"("may_approve":false)"));
    CHECK_FALSE(has(app.get("/api/my-page", org.unit_manager).body, "Godkänn rapporten"));
    CHECK(app.post(report + "/approve", org.controller, "{}").status == 200);
  });
}
