#include <doctest/doctest.h>

#include "identity/substitution.hpp"
#include "identity/testing.hpp"
#include "lint/lint.hpp"
#include "round/round.hpp"

using namespace rimlig;
using kernel::TestApp;
using kernel::Tx;

namespace {

struct World {
  identity::Organisation org;
  std::string action, round, unit_path;
};

std::string text(std::int64_t value) { return std::to_string(value); }
bool has(std::string const& body, std::string_view part) { return body.find(part) != std::string::npos; }

/// An open round about one action of the unit, which Eva owns.
void with_round(std::function<void(TestApp&, World&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), lint::feature(), action::feature(), round::feature()}, [&](TestApp& app) {
    World world{identity::make_organisation(app), {}, {}, {}};
    app.with_tx([&](Tx& tx) {
      tx.execute_derived("update account set password_hash = 'x'");
      action::Action made;
      made.unit_id = world.org.unit;
      made.text = "Rutinen gås igenom med alla nyanställda.";
      made.status = action::Status::in_progress;
      made.due = kernel::PartialDate{"2026-11-30"};
      made.original_due = made.due;
      made.owner_id = kernel::Id<identity::Person>{world.org.unit_manager};
      world.action = text(action::store_imported(tx, made).id.value);
    });
    auto const created = app.post("/api/rounds", world.org.controller,
                                  R"({"name":"Tertial 3","kind":"year_end","year":2026,"opens":"2026-11-20","deadline":"2026-12-01","unit_ids":[)" + text(world.org.unit.value) + "]}");
    REQUIRE_MESSAGE(created.status == 201, created.body);
    world.round = text(created.json().root().get("id").integer());
    REQUIRE(app.call(kernel::Method::post, "/api/rounds/" + world.round + "/open", world.org.controller, "{}", {{"If-Match", created.etag}}).status == 200);
    world.unit_path = "/api/rounds/" + world.round + "/units/" + text(world.org.unit.value);
    test(app, world);
  });
}

/// Eva is away from today on.
void appoint(TestApp& app, World const& world, std::int64_t substitute) {
  app.with_tx([&](Tx& tx) {
    auto const held = tx.value<std::int64_t>("select min(id) from assignment where person_id = $1", world.org.unit_manager).value();
    identity::appoint_substitute(tx, {world.org.unit_manager}, {{substitute}, {{held}}, tx.today(), {"2026-12-05"}}, true);
  });
}

void answer(TestApp& app, World const& world, std::int64_t who, char const* version = "\"0\"") {
  REQUIRE(app.put(world.unit_path + "/answers/" + world.action, who, R"({"unchanged":true})", version).status == 200);
}

}  // namespace

TEST_CASE("S2-26: the absent manager's tasks are the substitute's too, and say for whom") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    CHECK_FALSE(has(app.get("/api/my-page", who.sibling_manager).body, "Rapportera Förskolan Eken"));
    appoint(app, world, who.sibling_manager);
    auto const theirs = app.get("/api/my-page", who.sibling_manager).body;
    auto const own = app.get("/api/my-page", who.unit_manager).body;
    for (auto const& page : {theirs, own}) {
      CHECK(has(page, "Rapportera Förskolan Eken"));
      CHECK(has(page, "Rutinen gås igenom"));
    }
    CHECK(has(theirs, R"("for_absent":"Eva Enhetschef")"));
    CHECK_FALSE(has(own, "Eva Enhetschef"));
    // Somebody of the unit is asked for themselves.
    appoint(app, world, who.employee);
    auto const page = app.get("/api/my-page", who.employee).json();
    for (std::size_t n = 0; n < page.root().get("tasks").size(); ++n) {
      auto const task = page.root().get("tasks").at(n);
      if (task.get("kind").text() == "report") CHECK(task.get("for_absent").serialize() == "null");
      if (task.get("kind").text() == "action") CHECK(task.get("for_absent").text() == "Eva Enhetschef");
    }
    app.clock.set("2026-12-06T08:00:00.000Z");
    CHECK_FALSE(has(app.get("/api/my-page", who.sibling_manager).body, "Rapportera Förskolan Eken"));
  });
}

TEST_CASE("S2-26: a substitute approves in the absent manager's place, and report and log say so") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    appoint(app, world, who.sibling_manager);
    answer(app, world, who.employee);
    REQUIRE(app.post(world.unit_path + "/submit", who.employee, "{}").status == 200);
    CHECK(has(app.get("/api/my-page", who.sibling_manager).body, "Godkänn rapporten för Förskolan Eken"));
    auto const approved = app.post(world.unit_path + "/approve", who.sibling_manager, "{}");
    REQUIRE_MESSAGE(approved.status == 200, approved.body);
    CHECK(has(approved.body, R"~("approved_by":"Sten Syskon (som ersättare för Eva Enhetschef)")~"));
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where actor_id = $1 and object_kind = 'round_report' and note = 'Godkänd (som ersättare för Eva Enhetschef)'",
                                   who.sibling_manager) == 1);
    });
  });
}

TEST_CASE("S2-26: whoever sent the report does not approve it as substitute, nor does a substitute of the sender") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    appoint(app, world, who.employee);
    answer(app, world, who.employee);
    REQUIRE(app.post(world.unit_path + "/submit", who.employee, "{}").status == 200);
    auto const own = app.post(world.unit_path + "/approve", who.employee, "{}");
    CHECK(own.status == 409);
    CHECK(has(own.body, "four_eyes"));
    CHECK_FALSE(has(app.get("/api/my-page", who.employee).body, "Godkänn rapporten"));

    REQUIRE(app.post(world.unit_path + "/return", who.controller, R"({"reason":"Komplettera."})").status == 200);
    REQUIRE(app.post(world.unit_path + "/submit", who.unit_manager, "{}").status == 200);
    CHECK(has(app.get(world.unit_path, who.employee).body, R"("may_approve":false)"));
    CHECK_FALSE(has(app.get("/api/my-page", who.employee).body, "Godkänn rapporten"));
    auto const in_place = app.post(world.unit_path + "/approve", who.employee, "{}");
    CHECK(in_place.status == 409);
    CHECK(has(in_place.body, "Du är ersättare för den som skickade rapporten"));
    CHECK(app.post(world.unit_path + "/approve", who.controller, "{}").status == 200);
  });
}
