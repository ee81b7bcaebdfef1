#include <doctest/doctest.h>

#include "identity/testing.hpp"

using namespace rimlig;
using kernel::TestApp;

namespace {

kernel::JsonDocument only(TestApp& app, std::string const& query, std::int64_t as) {
  auto answer = app.get("/api/positions" + query, as);
  REQUIRE(answer.status == 200);
  return answer.json();
}

}  // namespace

TEST_CASE("S2-30: a position is held from and to a day, and stands vacant from then on") {
  kernel::on_each_database({org::feature(), identity::feature()}, [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    auto const unit = std::to_string(made.unit.value);
    auto const person = std::to_string(made.employee);
    auto const created = app.post("/api/positions", made.administrator, R"({"unit_id":)" + unit + R"(,"title":"Gruppchef","authority":true})");
    REQUIRE(created.status == 201);
    auto const id = std::to_string(created.json().root().get("id").integer());
    CHECK(created.json().root().get("vacant").boolean());
    auto const held = app.post("/api/positions/" + id + "/holders", made.administrator, R"({"person_id":)" + person + R"(,"valid_from":"2025-01-01","valid_to":"2026-10-31"})");
    REQUIRE(held.status == 201);
    auto const past = app.get("/api/positions/" + id, made.administrator).json();
    CHECK(past.root().get("vacant").boolean());
    CHECK(past.root().get("last_held").text() == "2026-10-31");
    CHECK(only(app, "?vacant=true&unit=" + unit, made.unit_manager).root().get("total").integer() == 1);
    app.put("/api/holders/" + std::to_string(held.json().root().get("id").integer()), made.administrator, R"({"person_id":)" + person + R"(,"valid_from":"2025-01-01"})", "\"1\"");
    auto const now = only(app, "?unit=" + unit, made.unit_manager);
    CHECK_FALSE(now.root().get("items").at(0).get("vacant").boolean());
    CHECK(now.root().get("items").at(0).get("holders").at(0).get("person_name").text() == "Moa Medarbetare");
    CHECK(only(app, "?vacant=true", made.unit_manager).root().get("total").integer() == 0);
    // What somebody has held is ended, not erased.
    CHECK(app.call(kernel::Method::del, "/api/positions/" + id, made.administrator).status == 409);
    CHECK(app.post("/api/positions/" + id + "/holders", made.administrator, R"({"person_id":)" + person + R"(,"valid_from":"2026-02-01","valid_to":"2026-01-01"})").status == 422);
  });
}

TEST_CASE("S2-27, S1-40: a title is free text with suggestions, and gives no authority of itself") {
  kernel::on_each_database({org::feature(), identity::feature()}, [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    auto const draft = R"({"unit_id":)" + std::to_string(made.unit.value) + R"(,"title":"Samordnare av prov"})";
    auto const created = app.post("/api/positions", made.administrator, draft);
    REQUIRE(created.status == 201);
    CHECK_FALSE(created.json().root().get("authority").boolean());
    auto const titles = app.get("/api/position-titles", made.administrator).body;
    CHECK(titles.find("Samordnare av prov") != std::string::npos);
    CHECK(titles.find("Första socialsekreterare") != std::string::npos);
    // Another committee sees neither the position nor its title.
    CHECK(only(app, "", made.other_controller).root().get("total").integer() == 0);
    CHECK(app.get("/api/position-titles", made.other_controller).body.find("Samordnare") == std::string::npos);
    CHECK(app.post("/api/positions", made.unit_manager, draft).status == 403);
  });
}
