#include <doctest/doctest.h>

#include "identity/testing.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::TestApp;
using kernel::Tx;

TEST_CASE("the audit trail is read newest first, a page at a time, by controllers and auditors of the unit alone") {
  kernel::on_each_database({org::feature(), identity::feature()}, [](TestApp& app) {
    auto const made = make_organisation(app);
    auto const rename = [&](std::string const& name, std::string const& etag) {
      return app.put("/api/units/" + std::to_string(made.unit.value), made.administrator,
                     R"({"parent_id":)" + std::to_string(made.division.value) + R"(,"kind":"unit","name":")" + name + R"(","area":"","aliases":[]})", etag);
    };
    REQUIRE(rename("Eken", "\"1\"").status == 200);
    REQUIRE(rename("Stora Eken", "\"2\"").status == 200);
    auto const of_unit = "/api/audit?object_kind=unit&object_id=" + std::to_string(made.unit.value);
    auto const document = app.get(of_unit + "&limit=2", made.controller).json();
    auto const items = document.root().get("items");
    REQUIRE(items.size() == 2);
    CHECK(items.at(0).get("changes").get("name").at(1).text() == "Stora Eken");
    CHECK(items.at(0).get("object_kind").text() == "unit");
    CHECK(items.at(0).get("object_name").text() == "Stora Eken");
    CHECK(items.at(0).get("who").text() == "Ada Administratör");
    CHECK(items.at(0).get("unit_name").text() == "Stora Eken");
    auto const next = app.get(of_unit + "&limit=2&after=" + kernel::percent_encode(document.root().get("next").text()), made.controller).json();
    CHECK(next.root().get("items").at(0).get("operation").text() == "insert");
    CHECK(next.root().get("next").is_null());

    CHECK(app.get(of_unit, made.other_controller).json().root().get("items").size() == 0);
    CHECK(app.get(of_unit, made.unit_manager).status == 403);
    CHECK(app.get(of_unit, made.administrator).status == 403);
    CHECK(app.get(of_unit + "&person=" + std::to_string(made.controller), made.controller).json().root().get("items").size() == 0);
    CHECK(app.get(of_unit + "&from=2026-11-23", made.controller).json().root().get("items").size() == 0);
    CHECK(app.get(of_unit + "&to=2026-11-22", made.controller).json().root().get("total").integer() == 3);
    CHECK(app.get("/api/audit?unit=" + std::to_string(made.sibling_unit.value), made.controller).json().root().get("items").size() > 0);

    // An auditor's look at the log is itself in the log.
    REQUIRE(app.get(of_unit, made.auditor).status == 200);
    auto const looks = app.get("/api/audit?operation=read", made.controller).json();
    REQUIRE(looks.root().get("total").integer() == 1);
    CHECK(looks.root().get("items").at(0).get("object_kind").text() == "listAudit");
  });
}
