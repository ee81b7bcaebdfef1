#include <doctest/doctest.h>

#include "identity/testing.hpp"

using namespace rimlig;
using kernel::Method;
using kernel::TestApp;

TEST_CASE("S0-37, S1-39: a unit leads to those that took over after it, and back") {
  kernel::on_each_database({org::feature(), identity::feature()}, [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    auto const text = [](auto id) { return std::to_string(id.value); };
    auto const link = [&](auto unit, auto former) {
      return app.post("/api/unit-links", made.administrator, R"({"unit_id":)" + text(unit) + R"(,"former_id":)" + text(former) + R"(,"day":"2026-01-01","reason":"Beslut § 4"})");
    };
    auto const first = link(made.unit, made.sibling_unit);
    REQUIRE(first.status == 201);
    CHECK(link(made.unit, made.sibling_unit).json().root().get("id").integer() == first.json().root().get("id").integer());
    CHECK(link(made.sibling_unit, made.unit).body.find("cycle") != std::string::npos);
    CHECK(link(made.unit, made.unit).status == 422);
    CHECK(link(made.unit, made.other_unit).status == 422);  // outside the administrator's scope
    // The unit's own people know what their unit came of, though the former one is not theirs.
    auto const seen = app.get("/api/units/" + text(made.unit) + "/relations", made.unit_manager);
    CHECK(seen.json().root().get("predecessors").at(0).get("unit_id").integer() == made.sibling_unit.value);
    CHECK(app.get("/api/units/" + text(made.sibling_unit) + "/relations", made.sibling_manager).json().root().get("successors").size() == 1);
    CHECK(app.get("/api/units/" + text(made.other_unit) + "/relations", made.unit_manager).status == 404);
    CHECK(app.get("/api/units/" + text(made.unit) + "/history", made.unit_manager).body.find("insert") != std::string::npos);
    CHECK(app.call(Method::del, "/api/unit-links/" + std::to_string(first.json().root().get("id").integer()), made.administrator).status == 204);
    CHECK(app.get("/api/units/" + text(made.unit) + "/relations", made.unit_manager).json().root().get("predecessors").size() == 0);
  });
}

TEST_CASE("S0-37: nothing new is laid on a unit that has ended") {
  kernel::on_each_database({org::feature(), identity::feature()}, [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    app.with_tx([&](kernel::Tx& tx) {
      auto unit = tx.get(made.unit);
      unit.valid_to = kernel::Date{"2026-11-22"};
      org::change_unit(tx, unit, unit.version);
      org::require_in_force(tx, made.unit, "/unit_id");  // its last day
    });
    app.clock.set("2026-11-23T08:00:00.000Z");
    app.with_tx([&](kernel::Tx& tx) { CHECK_THROWS_AS(org::require_in_force(tx, made.unit, "/unit_id"), kernel::Problem); });
  });
}
