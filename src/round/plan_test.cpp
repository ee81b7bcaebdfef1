#include "round/plan.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "identity/testing.hpp"
#include "kernel/audit.hpp"
#include "round/command.hpp"

using namespace rimlig;
using kernel::TestApp;
using kernel::Tx;

namespace {

std::string text(std::int64_t value) { return std::to_string(value); }
bool has(std::string const& body, std::string_view part) { return body.find(part) != std::string::npos; }

struct Plan {
  std::string name = "Tertial 2", opens = "2026-12-01", deadline = "2026-12-20";
  std::vector<kernel::Id<org::Unit>> units;

  [[nodiscard]] std::string body() const {
    return R"({"name":")" + name + R"(","kind":"t2","year":2026,"committee_id":0,"opens":")" + opens + R"(","deadline":")" + deadline +
           R"(","unit_ids":)" + kernel::to_json(units) + "}";
  }
};

void with_organisation(std::function<void(TestApp&, identity::Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), action::feature(), round::feature()},
                           [&](TestApp& app) { test(app, identity::make_organisation(app)); });
}

std::int64_t id_of(TestApp::Answer const& answer) { return answer.json().root().get("id").integer(); }
std::string path(std::int64_t round, std::string_view step = "") { return "/api/rounds/" + text(round) + std::string(step); }

std::string state_of(TestApp& app, identity::Organisation const& who, std::int64_t round) {
  return std::string(app.get(path(round), who.controller).json().root().get("round").get("state").text());
}

TestApp::Answer change(TestApp& app, kernel::Method method, std::string target, std::int64_t who, std::string body, std::string etag) {
  return app.call(method, std::move(target), who, std::move(body), {{"If-Match", std::move(etag)}});
}

std::vector<kernel::HistoryEntry> history_of(TestApp& app, std::int64_t round) {
  std::vector<kernel::HistoryEntry> entries;
  app.with_tx([&](Tx& tx) { entries = kernel::history(tx, "round", round); });
  return entries;
}

}  // namespace

TEST_CASE("S0-9: a planned round opens by itself on its day in Sweden, and the log says that the program did it") {
  with_organisation([](TestApp& app, identity::Organisation const& who) {
    auto const made = app.post("/api/rounds", who.controller, Plan{.units = {who.unit}}.body());
    REQUIRE_MESSAGE(made.status == 201, made.body);
    auto const id = id_of(made);
    app.clock.set("2026-11-30T22:59:00.000Z");  // one minute to midnight
    round::open_due_rounds(app.services);
    CHECK(state_of(app, who, id) == "planned");
    app.clock.set("2026-11-30T23:00:00.000Z");
    round::open_due_rounds(app.services);
    CHECK(state_of(app, who, id) == "open");
    round::open_due_rounds(app.services);
    auto const entries = history_of(app, id);
    REQUIRE(entries.size() == 2);
    CHECK(entries.front().who == "Systemet");
    CHECK(has(entries.front().note, "Öppnad av programmet"));
    // Somebody who had the page open since before gets what they wanted.
    auto const pressed = change(app, kernel::Method::post, path(id, "/open"), who.controller, "{}", made.etag);
    CHECK(pressed.status == 200);
    CHECK(has(pressed.body, R"("state":"open")"));
    CHECK(history_of(app, id).size() == 2);
  });
}

TEST_CASE("S0-9: two servers that look at the clock together open each round once") {
  with_organisation([](TestApp& app, identity::Organisation const& who) {
    std::vector<std::int64_t> ids;
    for (int n = 0; n < 5; ++n) ids.push_back(id_of(app.post("/api/rounds", who.controller, Plan{.opens = "2026-11-22", .units = {who.unit}}.body())));
    std::thread other([&] { round::open_due_rounds(app.services); });
    round::open_due_rounds(app.services);
    other.join();
    for (auto const id : ids) {
      CHECK(state_of(app, who, id) == "open");
      CHECK(history_of(app, id).size() == 2);
    }
  });
}

TEST_CASE("S0-9: a planned round is changed, units and all, by the one who has seen it last") {
  with_organisation([](TestApp& app, identity::Organisation const& who) {
    Plan plan{.units = {who.unit, who.sibling_unit}};
    auto const made = app.post("/api/rounds", who.controller, plan.body());
    auto const id = id_of(made);
    plan.name = "Tertial 2, ny tid";
    plan.deadline = "2027-01-15";
    plan.units = {who.sibling_unit, who.third_unit};
    auto const changed = app.put(path(id), who.controller, plan.body(), made.etag);
    REQUIRE_MESSAGE(changed.status == 200, changed.body);
    CHECK(has(changed.body, R"("deadline":"2027-01-15")"));
    auto const view = app.get(path(id), who.controller);
    CHECK(view.json().root().get("units").size() == 2);
    CHECK(has(view.body, "Hemtjänst Norr"));
    CHECK_FALSE(has(view.body, "Förskolan Eken"));

    plan.units = {who.unit};
    CHECK(app.put(path(id), who.controller, plan.body(), made.etag).status == 412);
    auto const units_only = app.put(path(id), who.controller, plan.body(), changed.etag);
    CHECK(units_only.status == 200);
    CHECK(units_only.etag != changed.etag);
    CHECK(app.put(path(id), who.controller, plan.body(), changed.etag).status == 412);

    plan.deadline = "2026-11-01";
    auto const refused = app.put(path(id), who.controller, plan.body(), units_only.etag);
    CHECK(refused.status == 422);
    CHECK(has(refused.body, "/deadline"));
    plan.deadline = "2027-01-15";
    plan.units = {};
    CHECK(has(app.put(path(id), who.controller, plan.body(), units_only.etag).body, "/unit_ids"));
    plan.units = {who.other_unit};
    CHECK(app.put(path(id), who.controller, plan.body(), units_only.etag).status == 422);
    CHECK(app.put(path(id), who.unit_manager, Plan{.units = {who.unit}}.body(), units_only.etag).status == 403);

    REQUIRE(change(app, kernel::Method::post, path(id, "/open"), who.controller, "{}", units_only.etag).status == 200);
    auto const late = app.put(path(id), who.controller, Plan{.units = {who.unit}}.body(), units_only.etag);
    CHECK(late.status == 409);
    CHECK(has(late.body, "sista dagen flyttas fram"));
  });
}

TEST_CASE("S0-9: a planned round can be removed, an open one cannot") {
  with_organisation([](TestApp& app, identity::Organisation const& who) {
    auto const made = app.post("/api/rounds", who.controller, Plan{.units = {who.unit, who.third_unit}}.body());
    auto const id = id_of(made);
    CHECK(change(app, kernel::Method::del, path(id), who.unit_manager, {}, made.etag).status == 403);
    CHECK(change(app, kernel::Method::del, path(id), who.other_controller, {}, made.etag).status == 404);
    CHECK(change(app, kernel::Method::del, path(id), who.controller, {}, "\"7\"").status == 412);
    CHECK(change(app, kernel::Method::del, path(id), who.controller, {}, made.etag).status == 204);
    CHECK(app.get(path(id), who.controller).status == 404);
    app.with_tx([&](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from round_report where round_id = $1", id) == 0); });
    CHECK(history_of(app, id).front().operation == "remove");

    auto const open = app.post("/api/rounds", who.controller, Plan{.opens = "2026-11-22", .units = {who.unit}}.body());
    round::open_due_rounds(app.services);
    auto const refused = change(app, kernel::Method::del, path(id_of(open)), who.controller, {}, "\"2\"");
    CHECK(refused.status == 409);
    CHECK(has(refused.body, "enheterna kan ha börjat svara"));
  });
}

TEST_CASE("S0-9: the last day of an open round moves forward, with a reason that everybody who sees the round reads") {
  with_organisation([](TestApp& app, identity::Organisation const& who) {
    auto const made = app.post("/api/rounds", who.controller, Plan{.opens = "2026-11-22", .deadline = "2026-11-30", .units = {who.unit}}.body());
    auto const id = id_of(made);
    auto const move = [&](std::string_view day, std::string_view reason, std::string etag) {
      return change(app, kernel::Method::post, path(id, "/deadline"), who.controller,
                    R"({"deadline":")" + std::string(day) + R"(","reason":")" + std::string(reason) + "\"}", std::move(etag));
    };
    CHECK(has(move("2026-12-10", "Vakanser", made.etag).body, "round_planned"));
    round::open_due_rounds(app.services);
    auto const without = move("2026-12-10", "", "\"2\"");
    CHECK(without.status == 422);
    CHECK(has(without.body, "/reason"));
    CHECK(has(move("2026-11-30", "Vakanser", "\"2\"").body, "Välj en dag efter 2026-11-30"));
    app.clock.set("2026-12-05T08:00:00.000Z");
    CHECK(has(move("2026-12-04", "Vakanser", "\"2\"").body, "har redan passerat"));
    auto const moved = move("2026-12-10", "Två enheter har vakanser.", "\"2\"");
    REQUIRE_MESSAGE(moved.status == 200, moved.body);
    auto const seen = app.get(path(id), who.employee);
    CHECK(has(seen.body, R"("before":"2026-11-30","after":"2026-12-10","reason":"Två enheter har vakanser.")"));
    CHECK(has(seen.body, R"("who":"Carl Controller")"));
    CHECK(has(seen.body, R"("late":false)"));
    CHECK(history_of(app, id).front().operation == "extend");
    CHECK(move("2026-12-11", "Igen", "\"2\"").status == 412);
  });
}

TEST_CASE("rimlig round moves the last day and removes what is only planned") {
  with_organisation([](TestApp& app, identity::Organisation const& who) {
    kernel::Actor const program{};
    auto const planned = id_of(app.post("/api/rounds", who.controller, Plan{.units = {who.unit}}.body()));
    CHECK(has(round::delete_command(app.services, program, planned, false), "\"Tertial 2\" är borttagen."));
    CHECK_THROWS_AS(round::delete_command(app.services, program, planned, true), kernel::Problem);
    auto const open = id_of(app.post("/api/rounds", who.controller, Plan{.opens = "2026-11-22", .units = {who.unit}}.body()));
    round::open_due_rounds(app.services);
    CHECK(has(round::extend_command(app.services, program, open, "2027-01-10", "Jul", false), "från 2026-12-20 till 2027-01-10"));
    CHECK(has(round::extend_command(app.services, program, open, "2027-01-12", "Jul", true), R"("deadline":"2027-01-12")"));
    CHECK_THROWS_AS(round::extend_command(app.services, program, open, "nästa vecka", "Jul", false), kernel::Problem);
  });
}
