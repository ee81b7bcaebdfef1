#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "org/scope.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::TestApp;
using kernel::Tx;

namespace {

void with_organisation(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature()}, [&](TestApp& app) { test(app, make_organisation(app)); });
}

std::vector<std::string> units_seen(TestApp& app, std::int64_t person) {
  std::vector<std::string> names;
  auto const document = app.get("/api/units", person).json();
  auto const items = document.root().get("items");
  for (std::size_t n = 0; n < items.size(); ++n) names.emplace_back(items.at(n).get("name").text());
  return names;
}

std::string unit_json(kernel::Id<org::Unit> parent, std::string const& name) {
  return R"({"parent_id":)" + std::to_string(parent.value) + R"(,"kind":"unit","name":")" + name + R"(","area":"förskola","aliases":[]})";
}

}  // namespace

TEST_CASE("S0-37: an assignment reaches its unit and all below, in the tree's order and Swedish order beside each other") {
  with_organisation([](TestApp& app, Organisation const& made) {
    using Names = std::vector<std::string>;
    CHECK(units_seen(app, made.employee) == Names{"Förskolan Eken"});
    CHECK(units_seen(app, made.controller) == Names{"Norrnämnden", "Avdelning förskola", "Förskolan Eken", "Förskolan Åsen", "Avdelning äldreomsorg", "Hemtjänst Norr",
                                                    "Hemtjänst Söder"});
    CHECK(units_seen(app, made.other_manager) == Names{"Sydskolan"});
    CHECK(app.get("/api/units", 0).status == 401);
    CHECK(app.get("/api/units/" + std::to_string(made.sibling_unit.value), made.employee).status == 404);
  });
}

TEST_CASE("S0-37: a new unit is seen at once by those who hold its parent") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const created = app.post("/api/units", made.administrator, unit_json(made.division, "Förskolan Linden"));
    REQUIRE(created.status == 201);
    CHECK(units_seen(app, made.controller).size() == 8);
    CHECK(units_seen(app, made.employee).size() == 1);
    CHECK(app.post("/api/units", made.administrator, unit_json(made.other_committee, "Stulen enhet")).status == 422);
    CHECK(app.post("/api/units", made.controller, unit_json(made.division, "Ej min sak")).status == 403);
    CHECK(app.post("/api/units", made.administrator, unit_json(made.division, "Förskolan Linden")).status == 409);
  });
}

TEST_CASE("S0-37: a moved unit takes its subtree along, and those who see it follow") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const manager = make_person(app, "Ulla Avdelning", Role::unit_manager, made.other_division);
    CHECK(units_seen(app, manager).size() == 3);
    auto const target = "/api/units/" + std::to_string(made.division.value);
    auto const moved = R"({"parent_id":)" + std::to_string(made.other_division.value) + R"(,"kind":"division","name":"Avdelning förskola","area":"","aliases":[]})";
    REQUIRE(app.put(target, made.administrator, moved, "\"1\"").status == 200);
    CHECK(units_seen(app, manager).size() == 6);
    auto const cycle = R"({"parent_id":)" + std::to_string(made.unit.value) + R"(,"kind":"division","name":"Avdelning förskola","area":"","aliases":[]})";
    auto const refused = app.put(target, made.administrator, cycle, "\"2\"");
    CHECK(refused.status == 422);
    CHECK(refused.body.find("under sig själv") != std::string::npos);
    CHECK(app.put(target, made.administrator, moved, "\"1\"").status == 412);
  });
}

TEST_CASE("the topmost unit of an administrator can be renamed but not moved") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const target = "/api/units/" + std::to_string(made.committee.value);
    auto const draft = [](std::string const& parent) { return R"({"parent_id":)" + parent + R"(,"kind":"committee","name":"Nya Norrnämnden","area":"","aliases":[]})"; };
    CHECK(app.put(target, made.administrator, draft(std::to_string(made.council.value)), "\"1\"").status == 200);
    CHECK(app.put(target, made.administrator, draft(std::to_string(made.other_committee.value)), "\"2\"").status == 422);
    CHECK(app.put(target, made.administrator, draft("null"), "\"2\"").status == 422);
    CHECK(app.put(target, made.administrator, draft(std::to_string(made.division.value)), "\"2\"").status == 422);
  });
}

TEST_CASE("S0-37: a unit is closed by its last day and stays readable for those who had it") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const target = "/api/units/" + std::to_string(made.unit.value);
    auto const closed = [&](std::string const& from, std::string const& to) {
      return R"({"parent_id":)" + std::to_string(made.division.value) + R"(,"kind":"unit","name":"Förskolan Eken","area":"","aliases":["Eken"],"valid_from":)" + from + R"(,"valid_to":)" + to + "}";
    };
    CHECK(app.put(target, made.administrator, closed("\"2026-01-01\"", "\"2025-12-31\""), "\"1\"").body.find("/valid_to") != std::string::npos);
    REQUIRE(app.put(target, made.administrator, closed("null", "\"2026-06-30\""), "\"1\"").status == 200);
    auto const unit = app.get(target, made.employee).json();
    CHECK(unit.root().get("valid_to").text() == "2026-06-30");
    CHECK(unit.root().get("aliases").at(0).text() == "Eken");
  });
}

TEST_CASE("S1-39: a unit is found by its name and by the other names that documents use") {
  with_organisation([](TestApp& app, Organisation const& made) {
    app.with_tx([&](Tx& tx) {
      auto unit = tx.get(made.unit);
      unit.aliases = {"Resursteamet barn och unga", "Ekens förskola"};
      org::change_unit(tx, unit, unit.version);
      CHECK(org::find_unit(tx, "FÖRSKOLAN  åsen") == made.sibling_unit);
      CHECK(org::find_unit(tx, "resursteamet barn\noch unga") == made.unit);
      CHECK(!org::find_unit(tx, "Okänd enhet"));
      auto heir = tx.get(made.sibling_unit);
      heir.aliases = {"Ekens förskola"};
      org::change_unit(tx, heir, heir.version);
      CHECK(!org::find_unit(tx, "Ekens förskola"));
      unit.valid_to = kernel::Date{"2026-06-30"};
      org::change_unit(tx, unit, unit.version);
      CHECK(org::find_unit(tx, "Ekens förskola") == made.sibling_unit);
      CHECK(org::find_unit(tx, "Förskolan Eken") == made.unit);
      CHECK(org::committee_of(tx, made.unit) == made.committee);
      CHECK(org::committee_of(tx, made.committee) == made.committee);
      CHECK(tx.value<std::int64_t>("select count(*) from org_unit u where " + org::within("u.id", made.division)) == 3);
    });
  });
}

TEST_CASE("an assignment begins and ends by its dates, though nobody changes anything that day") {
  with_organisation([](TestApp& app, Organisation const& made) {
    app.with_tx([&](Tx& tx) {
      Assignment assignment{{}, {}, {made.employee}, Role::employee, made.sibling_unit, kernel::Date{"2026-11-23"}, kernel::Date{"2026-11-24"}};
      assign(tx, assignment);
    });
    CHECK(units_seen(app, made.employee).size() == 1);
    app.clock.set("2026-11-23T08:00:00.000Z");
    CHECK(units_seen(app, made.employee).size() == 2);
    app.clock.set("2026-11-25T08:00:00.000Z");
    CHECK(units_seen(app, made.employee).size() == 1);
  });
}

TEST_CASE("a unit is not added while somebody is being given its parent") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto first = app.database.lease();
    if (!first->is_postgres()) return;  // has one writer at a time
    Tx giving(*first, {}, app.clock, kernel::TxMode::write);
    Assignment assignment{{}, {}, {made.employee}, Role::employee, made.division, {}, {}};
    assign(giving, assignment);
    auto second = app.database.lease();
    org::Unit unit{{}, {}, made.division, org::UnitKind::unit, "Ny", "", {}, {}, {}};
    {
      Tx adding(*second, {}, app.clock, kernel::TxMode::write);
      second->script("set local lock_timeout = '50ms'");
      CHECK_THROWS_AS(org::add_unit(adding, unit), kernel::RetryError);
    }
    giving.commit();
    Tx adding(*second, {}, app.clock, kernel::TxMode::write);
    org::add_unit(adding, unit);
    CHECK(adding.value<std::int64_t>("select 1 from actor_scope where actor_id = $1 and scope_id = $2", made.employee, unit.id));
  });
}

TEST_CASE("two roles at one unit add up, and one that ends leaves the other") {
  with_organisation([](TestApp& app, Organisation const& made) {
    Assignment extra{{}, {}, {made.employee}, Role::auditor, made.unit, {}, {}};
    auto const grants = [&](Tx& tx) {
      return tx.value<std::int64_t>("select grants from actor_scope where actor_id = $1 and scope_id = $2", made.employee, made.unit);
    };
    app.with_tx([&](Tx& tx) {
      assign(tx, extra);
      CHECK(grants(tx) == (bit_of(Role::employee) | bit_of(Role::auditor)));
      end_assignment(tx, extra);
      CHECK(grants(tx) == bit_of(Role::employee));
    });
  });
}

TEST_CASE("what an auditor reads is logged, what others read is not") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const reads = [&] {
      std::int64_t count = 0;
      app.with_tx([&](Tx& tx) { count = tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'read'").value(); });
      return count;
    };
    CHECK(app.get("/api/units", made.controller).status == 200);
    CHECK(reads() == 0);
    CHECK(app.get("/api/units/" + std::to_string(made.unit.value), made.auditor).status == 200);
    CHECK(reads() == 1);
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select object_id from audit_entry where operation = 'read'") == made.unit.value);
      CHECK(tx.value<std::int64_t>("select scope_id from audit_entry where operation = 'read'") == made.committee.value);
    });
  });
}
