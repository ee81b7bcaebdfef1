// The same question about many objects: seen as one, answered as one in one transaction, and never beyond what the person saw and may answer.
#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "lint/lint.hpp"

using namespace rimlig;
using namespace rimlig::lint;
using kernel::Method;
using kernel::TestApp;

namespace {

constexpr char const* who = "Vem ansvarar?";

void ask(TestApp& app, std::int64_t first, std::int64_t count, kernel::Id<org::Unit> unit, std::string const& text, Severity severity = Severity::warning) {
  app.with_tx([&](kernel::Tx& tx) {
    for (auto id = first; id < first + count; ++id)
      sync(tx, {"action", id, unit.value, "ÅT-" + std::to_string(id)}, Origin::own, {{"L7", severity, "", "owner", 0, 0, "", text, "", {}, ""}});
  });
}

struct Group {
  std::string id, text;
  std::int64_t members, answerable;
};
std::vector<Group> groups(TestApp& app, std::int64_t as, std::string const& query = "") {
  auto const answer = app.get("/api/lint/question-groups" + query, as);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  auto const document = answer.json();
  std::vector<Group> all;
  auto const items = document.root().get("items");
  for (std::size_t n = 0; n < items.size(); ++n) {
    auto const one = items.at(n);
    all.push_back({std::to_string(one.get("first").get("id").integer()), std::string(one.get("first").get("text").text()), one.get("members").integer(),
                   one.get("answerable").integer()});
  }
  return all;
}

TestApp::Answer answer(TestApp& app, std::int64_t as, std::string const& id, std::string const& body) {
  return app.post("/api/lint/question-groups/" + id + "/answer", as, body);
}

std::int64_t total(TestApp& app, std::int64_t as, std::string const& query) {
  return app.get("/api/lint/questions?" + query, as).json().root().get("total").integer();
}

void on_lint(std::function<void(TestApp&, identity::Organisation const&)> const& test) {
  kernel::on_each_database({feature()}, [&](TestApp& app) { test(app, identity::make_organisation(app)); });
}

}  // namespace

TEST_CASE("five hundred equal questions are one line in the inbox, and answered in one step with a log entry each") {
  on_lint([](TestApp& app, identity::Organisation const& org) {
    ask(app, 1, 500, org.unit, who);
    ask(app, 501, 1, org.unit, "Vilket år gäller det?");
    ask(app, 502, 2, org.unit, "Texten säger avslutad.", Severity::error);
    auto const seen = groups(app, org.unit_manager);
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].members == 2);  // the gravest first, then what is asked most
    CHECK(seen[1].text == who);
    CHECK(seen[1].members == 500);
    CHECK(seen[1].answerable == 500);
    CHECK(seen[2].members == 1);
    CHECK(total(app, org.unit_manager, "state=open&same_as=" + seen[1].id) == 500);
    auto const done = answer(app, org.unit_manager, seen[1].id, R"({"state":"explained","answer":"Chefen ansvarar för alla.","count":500})");
    REQUIRE_MESSAGE(done.status == 200, done.body);
    CHECK(done.body == R"({"answered":500,"left":0})");
    CHECK(groups(app, org.unit_manager).size() == 2);
    CHECK(total(app, org.unit_manager, "state=explained") == 500);
    app.with_tx([](kernel::Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where object_kind = 'lint_question' and operation = 'update'") == 500);
      CHECK(tx.value<std::int64_t>("select count(*) from lint_question where answer = 'Chefen ansvarar för alla.' and answered_by = 'Eva Enhetschef' and version = 2") == 500);
    });
  });
}

TEST_CASE("a group holds only questions of the caller's units, and is narrowed by unit, rule and severity") {
  on_lint([](TestApp& app, identity::Organisation const& org) {
    ask(app, 1, 3, org.unit, who);
    ask(app, 11, 4, org.sibling_unit, who);
    ask(app, 21, 5, org.other_unit, who);
    CHECK(groups(app, org.unit_manager).at(0).members == 3);
    CHECK(groups(app, org.controller).at(0).members == 7);
    CHECK(groups(app, org.auditor).at(0).answerable == 0);
    auto const at_unit = "unit=" + std::to_string(org.sibling_unit.value);
    CHECK(groups(app, org.controller, "?" + at_unit).at(0).members == 4);
    CHECK(groups(app, org.controller, "?rule=L4").empty());
    CHECK(groups(app, org.controller, "?severity=error").empty());
    auto const of_sibling = groups(app, org.sibling_manager).at(0).id;
    CHECK(answer(app, org.unit_manager, of_sibling, R"({"state":"fixed","count":3})").status == 404);
    CHECK(answer(app, org.auditor, of_sibling, R"({"state":"fixed","count":7})").status == 403);
    auto const body = R"({"state":"fixed","count":4,"unit_id":)" + std::to_string(org.sibling_unit.value) + "}";
    CHECK(answer(app, org.controller, of_sibling, body).status == 200);
    CHECK(total(app, org.controller, "state=fixed") == 4);
    CHECK(total(app, org.unit_manager, "state=open") == 3);
    CHECK(total(app, org.other_manager, "state=open") == 5);
  });
}

TEST_CASE("a group that has changed since it was seen is not answered, and an answer needs its words") {
  on_lint([](TestApp& app, identity::Organisation const& org) {
    ask(app, 1, 3, org.unit, who);
    auto const seen = groups(app, org.unit_manager).at(0);
    ask(app, 4, 1, org.unit, who);
    auto const stale = answer(app, org.unit_manager, seen.id, R"({"state":"fixed","count":3})");
    CHECK(stale.status == 409);
    CHECK(stale.body.find("nu är det 4") != std::string::npos);
    CHECK(total(app, org.unit_manager, "state=open") == 4);
    CHECK(answer(app, org.unit_manager, seen.id, R"({"state":"not_relevant","answer":" ","count":4})").status == 422);
    CHECK(answer(app, org.unit_manager, seen.id, R"({"state":"open","count":4})").status == 422);
    CHECK(answer(app, org.unit_manager, seen.id, R"({"state":"fixed"})").status == 422);
    CHECK(answer(app, org.unit_manager, seen.id, R"({"state":"fixed","count":4})").status == 200);
  });
}

TEST_CASE("groups are paged like any list") {
  on_lint([](TestApp& app, identity::Organisation const& org) {
    for (std::int64_t n = 1; n <= 7; ++n) ask(app, n * 10, n, org.unit, "Fråga " + std::to_string(n) + "?");
    std::string sizes, after;
    for (int page = 0; page < 3; ++page) {
      auto const document = app.get("/api/lint/question-groups?limit=3" + after, org.unit_manager).json();
      CHECK(document.root().get("total").integer() == 7);
      auto const items = document.root().get("items");
      for (std::size_t n = 0; n < items.size(); ++n) sizes += std::to_string(items.at(n).get("members").integer());
      if (auto const next = document.root().get("next"); !next.is_null()) after = "&after=" + kernel::percent_encode(next.text());
    }
    CHECK(sizes == "7654321");
  });
}
