// The library of standard actions through the API, on both databases: found, changed, and retired without harm to what came of it.
#include <doctest/doctest.h>

#include "action/action.hpp"
#include "action/testing.hpp"

namespace rimlig::action {

using identity::Organisation;
using kernel::TestApp;

namespace {

using Ids = std::vector<std::int64_t>;

Made make_template(TestApp& app, std::int64_t as, Id<org::Unit> unit, std::string const& text, std::string const& more = {}) {
  auto const answer = app.post("/api/action-templates", as, R"({"unit_id":)" + std::to_string(unit.value) + R"(,"text":")" + text + "\"" + more + "}");
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
  return {answer.json().root().get("id").integer(), answer.etag};
}

}  // namespace

TEST_CASE("S4-8: the library is searched by the beginnings of words in text, area and goal, whatever their case") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const review = make_template(app, org.controller, org.committee, "Årlig översyn av attesträtter", R"(,"area":"Ekonomi")");
    auto const audit = make_template(app, org.controller, org.division, "Egenkontroll av journaler", R"(,"goal":"KF 2.1 trygg vård")");
    auto const found = [&](std::string const& words, std::int64_t as) { return ids(app, as, "/api/action-templates?q=" + kernel::percent_encode(words)); };
    CHECK(found("", org.employee) == Ids{audit.id, review.id});
    CHECK(found("ÖVERSYN", org.employee) == Ids{review.id});
    CHECK(found("ekonomi årl", org.employee) == Ids{review.id});
    CHECK(found("trygg", org.employee) == Ids{audit.id});
    CHECK(found("kontroll", org.employee).empty());
    CHECK(found("%_", org.employee).size() == 2);  // no word at all
    CHECK(found("trygg", org.other_manager).empty());
    CHECK(ids(app, org.employee, "/api/action-templates?sort=-area") == Ids{review.id, audit.id});
    CHECK(ids(app, org.employee, "/api/action-templates?area=Ekonomi") == Ids{review.id});
  });
}

TEST_CASE("S4-8: a retired standard action is offered no more, and what came of it stays") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const entry = make_template(app, org.controller, org.committee, "Stickprov av fakturor");
    auto const id = std::to_string(entry.id);
    auto const from_it = R"(,"template_id":)" + id;
    auto const action = make_action(app, org.unit_manager, org.unit, "Stickprov av fakturor", from_it);
    auto const target = "/api/action-templates/" + id;
    auto const view = [&](std::int64_t as) { return app.get(target, as).json(); };
    CHECK(view(org.controller).root().get("writable").boolean());
    CHECK_FALSE(view(org.unit_manager).root().get("writable").boolean());
    CHECK(view(org.unit_manager).root().get("unit_name").text().size() > 3);
    auto const draft = [&](std::string const& retired) {
      return R"({"unit_id":)" + std::to_string(org.committee.value) + R"(,"text":"Stickprov av fakturor","retired":)" + retired + "}";
    };
    CHECK(app.put(target, org.employee, draft("true"), entry.etag).status == 403);
    auto const retired = app.put(target, org.controller, draft("true"), entry.etag);
    REQUIRE_MESSAGE(retired.status == 200, retired.body);
    CHECK(ids(app, org.unit_manager, "/api/action-templates").empty());
    CHECK(ids(app, org.unit_manager, "/api/action-templates?retired=true") == Ids{entry.id});
    CHECK(view(org.unit_manager).root().get("used").integer() == 1);
    auto const body = R"({"unit_id":)" + std::to_string(org.unit.value) + R"(,"text":"Stickprov")" + from_it + "}";
    CHECK(faults(app.post("/api/actions", org.unit_manager, body)) == std::vector<std::string>{"/template_id"});
    CHECK(app.put(action.target(), org.unit_manager, body, action.etag).status == 200);  // it was so already
    CHECK(ids(app, org.unit_manager, "/api/actions?template=" + id) == Ids{action.id});
    REQUIRE(app.put(target, org.controller, draft("false"), retired.etag).status == 200);
    CHECK(app.post("/api/actions", org.unit_manager, body).status == 201);
    CHECK(view(org.controller).root().get("used").integer() == 2);
  });
}

}  // namespace rimlig::action
