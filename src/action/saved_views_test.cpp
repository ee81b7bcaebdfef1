// Saved views through the API, on both databases: they are a person's own, and always something that the list can be asked.
#include <doctest/doctest.h>

#include "action/action.hpp"
#include "action/testing.hpp"

namespace rimlig::action {

using identity::Organisation;
using kernel::Method;
using kernel::TestApp;

namespace {

std::string names(TestApp& app, std::int64_t as) {
  auto const answer = app.get("/api/saved-views", as);
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  auto const document = answer.json();
  std::string all;
  for (std::size_t n = 0; n < document.root().get("items").size(); ++n) all += std::string(document.root().get("items").at(n).get("name").text()) + ";";
  return all;
}

TestApp::Answer save(TestApp& app, std::int64_t as, std::string const& name, std::string const& query) {
  return app.post("/api/saved-views", as, R"({"name":")" + name + R"(","query":")" + query + "\"}");
}

}  // namespace

TEST_CASE("a view is named, opened by its query, renamed, changed and removed") {
  with_actions([](TestApp& app, Organisation const& org) {
    CHECK(names(app, org.employee).empty());
    auto const late = save(app, org.employee, "  Mina sena åtgärder ", "late=true&owner=" + std::to_string(org.employee) + "&sort=-due");
    REQUIRE_MESSAGE(late.status == 201, late.body);
    CHECK(late.json().root().get("name").text() == "Mina sena åtgärder");
    REQUIRE(save(app, org.employee, "Årets", "q=%C3%A5rlig").status == 201);
    REQUIRE(save(app, org.employee, "Alla", "").status == 201);
    CHECK(names(app, org.employee) == "Alla;Mina sena åtgärder;Årets;");
    auto const query = std::string(late.json().root().get("query").text());
    CHECK(app.get("/api/actions?" + query, org.employee).status == 200);
    auto const target = "/api/saved-views/" + std::to_string(late.json().root().get("id").integer());
    auto const renamed = app.put(target, org.employee, R"({"name":"Sent"})", late.etag);
    REQUIRE_MESSAGE(renamed.status == 200, renamed.body);
    CHECK(renamed.json().root().get("query").text() == query);
    CHECK(app.put(target, org.employee, R"({"name":"Sent","query":"late=true"})", late.etag).status == 412);
    CHECK(app.put(target, org.employee, R"({"name":"Sent","query":"late=true"})", renamed.etag).status == 200);
    CHECK(app.call(Method::del, target, org.employee).status == 204);
    CHECK(app.call(Method::del, target, org.employee).status == 404);
    CHECK(names(app, org.employee) == "Alla;Årets;");
    app.with_tx([](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where object_kind = 'saved_view'") == 6); });
  });
}

TEST_CASE("nobody sees, renames or removes another person's view, not even in the same unit") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const made = save(app, org.employee, "Min egen", "status=delayed");
    REQUIRE(made.status == 201);
    auto const target = "/api/saved-views/" + std::to_string(made.json().root().get("id").integer());
    for (auto const person : {org.unit_manager, org.controller, org.auditor}) {
      CHECK(names(app, person).empty());
      CHECK(app.put(target, person, R"({"name":"Tagen"})", made.etag).status == 404);
      CHECK(app.call(Method::del, target, person).status == 404);
    }
    CHECK(app.get("/api/saved-views", org.administrator).status == 403);
    CHECK(save(app, org.unit_manager, "Min egen", "status=delayed").status == 201);  // names are each person's own
    CHECK(names(app, org.employee) == "Min egen;");
  });
}

TEST_CASE("a view that the list cannot show is refused with what is wrong") {
  with_actions([](TestApp& app, Organisation const& org) {
    auto const refused = [&](std::string const& name, std::string const& query, std::string const& words) {
      auto const answer = save(app, org.employee, name, query);
      CHECK_MESSAGE(answer.status == 422, answer.body);
      CHECK_MESSAGE(answer.body.find(words) != std::string::npos, answer.body);
    };
    refused("   ", "", "Fyll i det här fältet.");
    refused("Vy", "colour=red", "okänd parameter: colour");
    refused("Vy", "status=burning", "Vyn kan inte sparas");
    refused("Vy", "sort=colour", "inte sorteras på");
    refused("Vy", "late=true&after=12%3A2026", "första sida");
    refused("Vy", "q=%zz", "Vyn kan inte sparas");
    refused("Vy", "unit=" + std::to_string(org.other_unit.value), "utanför dina enheter");
    REQUIRE(save(app, org.employee, "Vy", "").status == 201);
    refused("Vy", "late=true", "Du har redan en vy som heter så.");
    for (int n = 2; n <= 30; ++n) CHECK(save(app, org.employee, "Vy " + std::to_string(n), "").status == 201);
    auto const full = save(app, org.employee, "En till", "");
    CHECK(full.status == 409);
    CHECK(full.body.find("30 vyer") != std::string::npos);
  });
}

}  // namespace rimlig::action
