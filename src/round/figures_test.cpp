#include <doctest/doctest.h>

#include "action/rules.hpp"
#include "identity/testing.hpp"
#include "lint/lint.hpp"
#include "round/round.hpp"

using namespace rimlig;
using kernel::TestApp;
using kernel::Tx;

namespace {

constexpr std::string_view secret = "Väntrummet byggs om";

void add(Tx& tx, kernel::Id<org::Unit> unit, action::Status status, std::string due) {
  action::Action made;
  made.unit_id = unit;
  made.text = std::string(secret);
  made.status = status;
  made.due = kernel::PartialDate{std::move(due)};
  made.original_due = made.due;
  action::store_imported(tx, made);
}

struct World {
  identity::Organisation org;
  std::int64_t coordinator;
};

void with_actions(std::function<void(TestApp&, World const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), lint::feature(), action::feature(), round::feature()}, [&](TestApp& app) {
    World world{identity::make_organisation(app), 0};
    world.coordinator = identity::make_person(app, "Cecilia Central", identity::Role::central_coordinator, world.org.council);
    app.with_tx([&](Tx& tx) {
      for (auto const status : action::all_statuses) add(tx, world.org.unit, status, "2020-01-31");
      add(tx, world.org.unit, action::Status::in_progress, "2099-12-31");
      add(tx, world.org.other_unit, action::Status::done, "2020-01-31");
    });
    test(app, world);
  });
}

kernel::JsonNode unit_of(kernel::JsonNode const& root, std::int64_t id) {
  auto const items = root.get("items");
  for (std::size_t n = 0; n < items.size(); ++n)
    if (items.at(n).get("id").integer() == id) return items.at(n);
  FAIL("the unit has no figures");
  return items;
}

}  // namespace

TEST_CASE("S3-11: a central coordinator sees the figures of every committee, and not a word of what is written") {
  with_actions([](TestApp& app, World const& world) {
    auto const answer = app.get("/api/figures", world.coordinator);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    CHECK(answer.body.find(secret) == std::string::npos);
    auto const document = answer.json();
    auto const unit = unit_of(document.root(), world.org.unit.value);
    CHECK(unit.get("committee_id").integer() == world.org.committee.value);
    CHECK(unit.get("total").integer() == 8);
    for (auto const status : action::all_statuses)
      CHECK_MESSAGE(unit.get(kernel::name_of(status)).integer() == (status == action::Status::in_progress ? 2 : 1), kernel::name_of(status));
    // Those whose day has passed and that are neither done nor given up: not started, in progress, delayed, not done.
    CHECK(unit.get("late").integer() == 4);
    CHECK(unit.get("report_state").is_null());
    auto const other = unit_of(document.root(), world.org.other_unit.value);
    CHECK(other.get("committee_id").integer() == world.org.other_committee.value);
    CHECK(other.get("total").integer() == 1);
    CHECK(other.get("late").integer() == 0);
    for (auto const* closed : {"/api/actions", "/api/rounds", "/api/lint/questions", "/api/controls", "/api/actions/export", "/api/audit"})
      CHECK_MESSAGE(app.get(closed, world.coordinator).status == 403, std::string(closed));
  });
}

TEST_CASE("S3-11: others see the figures of their own units, and what is taken out as a file is noted") {
  with_actions([](TestApp& app, World const& world) {
    auto const own = app.get("/api/figures", world.org.unit_manager).json();
    CHECK(own.root().get("items").size() == 1);
    CHECK(unit_of(own.root(), world.org.unit.value).get("total").integer() == 8);
    CHECK(app.get("/api/figures", world.org.administrator).status == 403);
    auto const file = app.get("/api/figures/export?format=csv", world.coordinator);
    REQUIRE_MESSAGE(file.status == 200, file.body);
    CHECK(file.body.find("Försenad/avvikelse") != std::string::npos);
    CHECK(file.body.find(secret) == std::string::npos);
    app.with_tx([&](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'export' and object_kind = 'figures' and actor_id = $1", world.coordinator) == 1); });
    CHECK(app.get("/api/figures/export?format=xlsx", world.coordinator).body.starts_with("PK"));
  });
}
