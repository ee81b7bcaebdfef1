#include "lint/lint.hpp"

#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "lint/check.hpp"
#include "lint/command.hpp"

using namespace rimlig;
using namespace rimlig::lint;

namespace {

/// A source over a table of the test's own: what the action feature does with its objects.
struct Texts {
  struct Row { std::int64_t id, unit_id; std::string text, analysis; };
  std::vector<Row> rows;
};
Texts& texts() {
  static Texts all;
  return all;
}

Action subject_of(Texts::Row const& row) {
  Action action;
  action.text = row.text;
  action.analysis = row.analysis;
  action.owner = "Enhetschef";
  action.due = "2026-12-31";
  action.status = Status::done;
  return action;
}

std::int64_t count(kernel::Tx&) { return static_cast<std::int64_t>(texts().rows.size()); }

std::vector<StoredSubject> next(kernel::Tx&, Position after, int limit) {
  std::vector<StoredSubject> found;
  for (auto const& row : texts().rows)
    if (std::pair(row.unit_id, row.id) > std::pair(after.unit_id, after.object_id) && static_cast<int>(found.size()) < limit)
      found.push_back({{"action", row.id, row.unit_id, "ÅT-" + std::to_string(row.id)}, subject_of(row)});
  return found;
}

void on_lint(std::function<void(kernel::TestApp&, identity::Organisation const&)> const& test) {
  add_source({"action", count, next});
  kernel::on_each_database({feature()}, [&](kernel::TestApp& app) {
    texts().rows.clear();
    auto const organisation = identity::make_organisation(app);
    test(app, organisation);
  });
}

SyncResult save(kernel::TestApp& app, std::int64_t id, std::int64_t unit, std::string const& analysis) {
  SyncResult result;
  app.with_tx([&](kernel::Tx& tx) { result = check_and_sync(tx, {"action", id, unit, "ÅT-" + std::to_string(id)}, subject_of({id, unit, "Gå igenom rutinen", analysis})); });
  return result;
}

kernel::JsonNode items(kernel::JsonDocument const& document) { return document.root().get("items"); }

}  // namespace

TEST_CASE("questions are asked once, closed when the text is mended, and asked again when it comes back") {
  on_lint([](kernel::TestApp& app, identity::Organisation const& org) {
    CHECK(save(app, 7, org.unit.value, "Arbetet pågår.").asked == 1);
    auto const again = save(app, 7, org.unit.value, "Arbetet pågår.");
    CHECK(again.asked == 0);
    CHECK(again.open == 1);
    auto const list = app.get("/api/lint/questions?state=open", org.unit_manager);
    REQUIRE(list.status == 200);
    CHECK(list.json().root().get("total").integer() == 1);
    auto const mended = save(app, 7, org.unit.value, "Arbetet är genomfört.");
    CHECK(mended.closed == 1);
    CHECK(app.get("/api/lint/questions?state=open", org.unit_manager).json().root().get("total").integer() == 0);
    CHECK(app.get("/api/lint/questions?state=fixed", org.unit_manager).json().root().get("total").integer() == 1);
    CHECK(save(app, 7, org.unit.value, "Arbetet pågår.").asked == 1);
    CHECK(app.get("/api/lint/questions", org.unit_manager).json().root().get("total").integer() == 1);
  });
}

TEST_CASE("an explained question stays explained until its text is another") {
  on_lint([](kernel::TestApp& app, identity::Organisation const& org) {
    save(app, 7, org.unit.value, "Arbetet pågår.");
    auto const list = app.get("/api/lint/questions", org.unit_manager).json();
    auto const id = std::to_string(items(list).at(0).get("id").integer());
    auto const target = "/api/lint/questions/" + id + "/answer";
    CHECK(app.post(target, org.unit_manager, R"({"state":"explained","answer":"Gäller nästa steg"})").status == 428);
    auto const empty = app.call(kernel::Method::post, target, org.unit_manager, R"({"state":"explained","answer":"  "})", {{"If-Match", "\"1\""}});
    CHECK(empty.status == 422);
    CHECK(empty.body.find("Skriv en förklaring.") != std::string::npos);
    auto const done = app.call(kernel::Method::post, target, org.unit_manager, R"({"state":"explained","answer":"Gäller nästa steg"})", {{"If-Match", "\"1\""}});
    REQUIRE(done.status == 200);
    CHECK(done.etag == "\"2\"");
    CHECK(done.json().root().get("answered_by").text().size() > 2);
    CHECK(app.call(kernel::Method::post, target, org.unit_manager, R"({"state":"fixed"})", {{"If-Match", "\"1\""}}).status == 412);
    CHECK(save(app, 7, org.unit.value, "Arbetet pågår.").asked == 0);
    CHECK(app.get("/api/lint/questions?state=open", org.unit_manager).json().root().get("total").integer() == 0);
    CHECK(save(app, 7, org.unit.value, "Utbildningen kommer att hållas.").asked == 1);
    auto const reopened = app.call(kernel::Method::post, target, org.unit_manager, R"({"state":"open"})", {{"If-Match", "\"2\""}});
    CHECK(reopened.status == 200);
    CHECK(reopened.body.find("\"answer\":null") != std::string::npos);
  });
}

TEST_CASE("a question is seen and answered only in the caller's units and roles") {
  on_lint([](kernel::TestApp& app, identity::Organisation const& org) {
    save(app, 7, org.unit.value, "Arbetet pågår.");
    save(app, 8, org.sibling_unit.value, "Arbetet pågår.");
    auto const total = [&](std::int64_t person, std::string const& query = "") {
      return app.get("/api/lint/questions" + query, person).json().root().get("total").integer();
    };
    CHECK(total(org.unit_manager) == 1);
    CHECK(total(org.sibling_manager) == 1);
    CHECK(total(org.controller) == 2);
    CHECK(total(org.other_controller) == 0);
    CHECK(total(org.controller, "?unit=" + std::to_string(org.unit.value)) == 1);
    CHECK(total(org.controller, "?unit=" + std::to_string(org.committee.value)) == 2);
    CHECK(total(org.controller, "?rule=L4&severity=error&object_kind=action&object_id=8") == 1);
    CHECK(total(org.controller, "?rule=L1") == 0);
    auto const list = app.get("/api/lint/questions", org.sibling_manager).json();
    auto const id = std::to_string(items(list).at(0).get("id").integer());
    CHECK(app.get("/api/lint/questions/" + id, org.unit_manager).status == 404);
    CHECK(app.call(kernel::Method::post, "/api/lint/questions/" + id + "/answer", org.unit_manager, R"({"state":"fixed"})", {{"If-Match", "\"1\""}}).status == 404);
    CHECK(app.call(kernel::Method::post, "/api/lint/questions/" + id + "/answer", org.auditor, R"({"state":"fixed"})", {{"If-Match", "\"1\""}}).status == 403);
    CHECK(app.get("/api/lint/counts", org.controller).body.find("\"count\":1") != std::string::npos);
  });
}

TEST_CASE("the inbox is paged in order of gravity") {
  on_lint([](kernel::TestApp& app, identity::Organisation const& org) {
    app.with_tx([&](kernel::Tx& tx) {
      for (int number = 1; number <= 30; ++number) {
        Observation one{"L8", number % 3 == 0 ? Severity::error : Severity::info, "", "text", 0, 0, "", "Fråga " + std::to_string(number), "", {}, std::to_string(number)};
        sync(tx, {"action", number, org.unit.value, "ÅT-" + std::to_string(number)}, Origin::own, {one});
      }
    });
    std::vector<std::string> severities;
    std::string after;
    for (int page = 0; page < 4; ++page) {
      auto const list = app.get("/api/lint/questions?state=open&limit=8" + after, org.unit_manager).json();
      for (std::size_t index = 0; index < items(list).size(); ++index) severities.emplace_back(items(list).at(index).get("severity").text());
      if (auto const more = list.root().get("next"); !more.is_null()) after = "&after=" + std::string(more.text());
    }
    REQUIRE(severities.size() == 30);
    CHECK(std::is_sorted(severities.begin(), severities.end()));  // error before info
    CHECK(severities[9] == "error");
    CHECK(severities[10] == "info");
  });
}

TEST_CASE("a run over everything finds what saves and comparisons find, and a second run asks nothing") {
  on_lint([](kernel::TestApp& app, identity::Organisation const& org) {
    for (std::int64_t id = 1; id <= 450; ++id) texts().rows.push_back({id, org.unit.value, "Gå igenom rutin nummer " + std::to_string(id * 7919), "Klart."});
    texts().rows.push_back({451, org.unit.value, "Gå igenom kvittenslistan med arbetsgruppen", "Arbetet pågår."});
    texts().rows.push_back({452, org.unit.value, "Gå igenom kvittenslistan med arbetsgruppen", "Klart."});
    auto const job = app.post("/api/lint/run", org.controller, "");
    REQUIRE(job.status == 202);
    app.jobs.drain();
    auto const id = std::to_string(job.json().root().get("id").integer());
    auto const done = app.get("/api/jobs/" + id, org.controller);
    CHECK(done.body.find("\"state\":\"done\"") != std::string::npos);
    CHECK(done.json().root().get("result").get("objects").integer() == 452);
    auto const questions = app.get("/api/lint/questions?rule=L12&object_id=451", org.unit_manager);
    CHECK(questions.json().root().get("total").integer() == 1);
    CHECK(app.get("/api/lint/questions?rule=L4", org.unit_manager).json().root().get("total").integer() == 1);
    auto const second = run(app.services, {}, {});
    CHECK(second.asked == 0);
    CHECK(second.closed == 0);
    CHECK(second.open_errors == 1);
    CHECK(app.post("/api/lint/run", org.unit_manager, "").status == 403);
    auto const printed = lint_everything(app.services, {}, true);
    CHECK(printed.exit_code == 3);
    CHECK(kernel::JsonDocument(printed.text).root().get("questions").size() > 1);
    CHECK(lint_everything(app.services, {}, false).text.find("ÅT-451 (L4)") != std::string::npos);
    // A save judges the object by itself and leaves the comparison's question alone.
    save(app, 451, org.unit.value, "Arbetet är genomfört.");
    CHECK(app.get("/api/lint/questions?rule=L12&state=open&object_id=451", org.unit_manager).json().root().get("total").integer() == 1);
    CHECK(app.get("/api/lint/questions?rule=L4&state=open", org.unit_manager).json().root().get("total").integer() == 0);
  });
}

TEST_CASE("questions from a file are added beside the object's own and only a person closes them") {
  on_lint([](kernel::TestApp& app, identity::Organisation const& org) {
    save(app, 7, org.unit.value, "Arbetet pågår.");
    Observation mended{"L16", Severity::warning, "", "control", 0, 0, "", "Cellen är tom. Gäller kontrollen ovanför?", "", {}, ""};
    auto found = check(subject_of({7, org.unit.value, "Gå igenom rutinen", "Arbetet pågår."}), {});
    found.push_back(mended);
    app.with_tx([&](kernel::Tx& tx) { CHECK(sync(tx, {"action", 7, org.unit.value, "ÅT-7"}, Origin::import_, found).asked == 1); });
    save(app, 7, org.unit.value, "Arbetet är genomfört.");
    auto const list = app.get("/api/lint/questions?state=open", org.unit_manager);
    CHECK(list.json().root().get("total").integer() == 1);
    CHECK(list.body.find("L16") != std::string::npos);
    app.with_tx([&](kernel::Tx& tx) {
      CHECK(questions_of(tx, "action", 7).size() == 2);
      CHECK(tx.value<std::int64_t>("select " + open_questions_sql("action", "7")) == 1);
      forget(tx, "action", 7);
    });
    CHECK(app.get("/api/lint/questions", org.unit_manager).json().root().get("total").integer() == 0);
  });
}

TEST_CASE("the rules are listed with words for people") {
  on_lint([](kernel::TestApp& app, identity::Organisation const& org) {
    auto const rules = app.get("/api/lint/rules", org.employee);
    REQUIRE(rules.status == 200);
    CHECK(items(rules.json()).size() == 13);
  });
}
