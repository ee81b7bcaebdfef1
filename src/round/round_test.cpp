#include "round/round.hpp"

#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "kernel/crypto.hpp"
#include "lint/lint.hpp"
#include "report/snapshot.hpp"
#include "round/command.hpp"

using namespace rimlig;
using kernel::TestApp;
using kernel::Tx;

namespace {

struct World {
  identity::Organisation org;
  std::string first, second;  // ids of two open actions of the unit
  std::string sibling;        // one of the sibling unit
  std::string round;          // id, open for both units until 2026-12-01
  std::string unit_path;      // "/api/rounds/1/units/2"
};

std::string text(std::int64_t value) { return std::to_string(value); }
std::int64_t number(std::string const& digits) { return std::stol(digits); }

action::Action make_action(Tx& tx, kernel::Id<org::Unit> unit, std::string words, std::string due) {
  action::Action made;
  made.unit_id = unit;
  made.text = std::move(words);
  made.status = action::Status::in_progress;
  made.due = kernel::PartialDate{std::move(due)};
  made.original_due = made.due;
  return action::store_imported(tx, made);
}

std::string round_body(World const& world, std::string const& deadline = "2026-12-01") {
  return R"({"name":"Tertial 3","kind":"year_end","year":2026,"committee_id":)" + text(world.org.committee.value) + R"(,"opens":"2026-11-20","deadline":")" +
         deadline + R"(","unit_ids":[)" + text(world.org.unit.value) + "," + text(world.org.sibling_unit.value) + "]}";
}

void with_round(std::function<void(TestApp&, World&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature(), lint::feature(), action::feature(), round::feature()}, [&](TestApp& app) {
    World world{identity::make_organisation(app), {}, {}, {}, {}, {}};
    app.with_tx([&](Tx& tx) {
      world.first = text(make_action(tx, world.org.unit, "Rutinen gås igenom med alla nyanställda.", "2026-12-31").id.value);
      world.second = text(make_action(tx, world.org.unit, "Tio akter granskas varje tertial.", "2026-11-30").id.value);
      world.sibling = text(make_action(tx, world.org.sibling_unit, "Nycklar räknas varje månad.", "2027").id.value);
    });
    auto const created = app.post("/api/rounds", world.org.controller, round_body(world));
    REQUIRE_MESSAGE(created.status == 201, created.body);
    world.round = text(created.json().root().get("id").integer());
    auto const opened = app.call(kernel::Method::post, "/api/rounds/" + world.round + "/open", world.org.controller, "{}", {{"If-Match", created.etag}});
    REQUIRE_MESSAGE(opened.status == 200, opened.body);
    world.unit_path = "/api/rounds/" + world.round + "/units/" + text(world.org.unit.value);
    test(app, world);
  });
}

TestApp::Answer save(TestApp& app, World const& world, std::int64_t who, std::string const& action, std::string body, std::string etag = "\"0\"") {
  return app.put(world.unit_path + "/answers/" + action, who, std::move(body), std::move(etag));
}

void answer_all_unchanged(TestApp& app, World const& world, std::int64_t who) {
  REQUIRE(save(app, world, who, world.first, R"({"unchanged":true})").status == 200);
  REQUIRE(save(app, world, who, world.second, R"({"unchanged":true})").status == 200);
}

TestApp::Answer post(TestApp& app, World const& world, std::string_view step, std::int64_t who, std::string body = "{}") {
  return app.post(world.unit_path + "/" + std::string(step), who, std::move(body));
}

std::string status_of(TestApp& app, std::string const& action) {
  std::string status;
  app.with_tx([&](Tx& tx) { status = kernel::name_of(tx.get(kernel::Id<action::Action>{number(action)}).status); });
  return status;
}

bool has(std::string const& body, std::string_view part) { return body.find(part) != std::string::npos; }

TestApp::Answer close(TestApp& app, World const& world) {
  auto const view = app.get("/api/rounds/" + world.round, world.org.controller);
  auto const version = view.json().root().get("round").get("version").integer();
  return app.call(kernel::Method::post, "/api/rounds/" + world.round + "/close", world.org.controller, "{}",
                  {{"If-Match", "\"" + text(version) + "\""}});
}

}  // namespace

TEST_CASE("S4-10 S0-9: a unit answers, signs, somebody else approves, and only then do the actions change") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    auto const empty = app.get(world.unit_path, who.employee).json();
    REQUIRE(empty.root().get("items").size() == 2);
    CHECK(empty.root().get("state").text() == "not_started");
    CHECK(empty.root().get("items").at(0).get("version").integer() == 0);
    CHECK(empty.root().get("items").at(0).get("previous").get("status").text() == "in_progress");

    auto const saved = save(app, world, who.employee, world.first, R"({"unchanged":true})");
    REQUIRE_MESSAGE(saved.status == 200, saved.body);
    CHECK(saved.etag == "\"1\"");
    CHECK(has(saved.body, R"("complete":true)"));
    CHECK(has(saved.body, R"("rule":"L7")"));  // nobody owns the action: unchanged leaves that question standing
    auto const partly = save(app, world, who.employee, world.second, R"({"unchanged":false,"status":"delayed","reason":"Två vakanser."})");
    CHECK(has(partly.body, R"("complete":false,"missing":["due"])"));

    auto const early = post(app, world, "submit", who.employee);
    CHECK(early.status == 422);
    CHECK(has(early.body, "/items/1/answer/due"));
    CHECK(has(early.body, "ÅT-2"));

    auto const whole = save(app, world, who.employee, world.second, R"({"unchanged":false,"status":"delayed","reason":"Två vakanser.","due":"2027-02"})", partly.etag);
    CHECK(has(whole.body, R"("complete":true)"));
    auto const sent = post(app, world, "submit", who.employee);
    REQUIRE_MESSAGE(sent.status == 200, sent.body);
    CHECK(has(sent.body, R"("state":"submitted")"));
    CHECK(has(sent.body, R"("may_approve":false)"));
    CHECK(has(app.get(world.unit_path, who.unit_manager).body, R"("may_approve":true)"));
    CHECK(status_of(app, world.second) == "in_progress");
    CHECK(save(app, world, who.employee, world.second, R"({"unchanged":true})", whole.etag).status == 409);

    CHECK(post(app, world, "approve", who.employee).status == 403);
    auto const approved = post(app, world, "approve", who.unit_manager);
    REQUIRE_MESSAGE(approved.status == 200, approved.body);
    CHECK(has(approved.body, R"("state":"approved")"));
    CHECK(status_of(app, world.second) == "delayed");
    app.with_tx([&](Tx& tx) {
      auto const changed = tx.get(kernel::Id<action::Action>{number(world.second)});
      CHECK(changed.due->text == "2027-02");
      CHECK(changed.original_due->text == "2026-11-30");
      CHECK(changed.reason == "Två vakanser.");
    });
    // The item still shows what was before, beside the answer.
    CHECK(has(app.get(world.unit_path, who.employee).body, R"("previous":{"status":"in_progress")"));
  });
}

TEST_CASE("S4-10: nobody approves their own report, and one that is sent back can be sent again") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    answer_all_unchanged(app, world, who.unit_manager);
    CHECK(post(app, world, "approve", who.controller).status == 409);
    REQUIRE(post(app, world, "submit", who.unit_manager).status == 200);
    auto const own = post(app, world, "approve", who.unit_manager);
    CHECK(own.status == 409);
    CHECK(has(own.body, "four_eyes"));
    CHECK(post(app, world, "return", who.controller, R"({"reason":""})").status == 422);
    auto const returned = post(app, world, "return", who.controller, R"({"reason":"Skriv varför akterna inte är granskade."})");
    REQUIRE(returned.status == 200);
    CHECK(has(returned.body, R"("state":"returned","return_reason":"Skriv varför)"));
    CHECK(save(app, world, who.unit_manager, world.first, R"({"unchanged":true})", "\"1\"").status == 200);
    auto const again = post(app, world, "submit", who.unit_manager);
    CHECK(has(again.body, R"("return_reason":null)"));
    CHECK(post(app, world, "approve", who.controller).status == 200);
    CHECK(post(app, world, "return", who.controller, R"({"reason":"För sent."})").status == 409);
  });
}

TEST_CASE("two people who write on the same answer do not overwrite each other") {
  with_round([](TestApp& app, World& world) {
    REQUIRE(save(app, world, world.org.employee, world.first, R"({"unchanged":true})").status == 200);
    auto const stale = save(app, world, world.org.unit_manager, world.first, R"({"status":"done"})");
    CHECK(stale.status == 412);
    CHECK(has(stale.body, R"("current":{"action_id":)"));
    CHECK(has(stale.body, R"("changed_by":)"));
    CHECK(app.call(kernel::Method::put, world.unit_path + "/answers/" + world.first, world.org.employee, "{}").status == 428);
    CHECK(save(app, world, world.org.employee, world.sibling, R"({"unchanged":true})").status == 404);
  });
}

TEST_CASE("S0-37: a unit's report is seen from the unit and above, the round by those who take part") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    CHECK(app.get(world.unit_path, who.sibling_manager).status == 404);
    CHECK(app.get("/api/rounds/" + world.round, who.other_controller).status == 404);
    auto const seen = app.get("/api/rounds/" + world.round, who.sibling_manager).json();
    REQUIRE(seen.root().get("units").size() == 1);
    CHECK(seen.root().get("units").at(0).get("total").integer() == 1);
    CHECK(app.get("/api/rounds/" + world.round, who.auditor).json().root().get("units").size() == 2);
    CHECK(app.get("/api/rounds", who.employee).json().root().get("items").size() == 1);
    CHECK(app.get("/api/rounds", who.other_manager).json().root().get("items").size() == 0);
    CHECK(app.post("/api/rounds", who.unit_manager, round_body(world)).status == 403);
    CHECK(app.get(world.unit_path, who.administrator).status == 403);
  });
}

TEST_CASE("a round is planned for units of its committee, and its deadline comes after it opens") {
  with_round([](TestApp& app, World& world) {
    auto const late = app.post("/api/rounds", world.org.controller, round_body(world, "2026-11-19"));
    CHECK(late.status == 422);
    CHECK(has(late.body, "/deadline"));
    auto body = round_body(world);
    body.replace(body.find("\"committee_id\":"), 15 + text(world.org.committee.value).size(), "\"committee_id\":" + text(world.org.other_division.value));
    CHECK(has(app.post("/api/rounds", world.org.controller, body).body, "outside_committee"));
    body = round_body(world);
    body.replace(body.find("\"committee_id\":"), 15 + text(world.org.committee.value).size(), "\"committee_id\":0");
    CHECK(has(app.post("/api/rounds", world.org.controller, body).body, "\"committee_id\":" + text(world.org.committee.value)));
    body = round_body(world);
    body.replace(body.find("\"unit_ids\":"), std::string::npos, "\"unit_ids\":[]}");
    CHECK(has(app.post("/api/rounds", world.org.controller, body).body, "/unit_ids"));
  });
}

TEST_CASE("S0-9 S2-47: the controller sees who has reported, who is late and how long it took") {
  with_round([](TestApp& app, World& world) {
    answer_all_unchanged(app, world, world.org.employee);
    app.clock.advance(std::chrono::seconds(50));
    REQUIRE(post(app, world, "submit", world.org.employee).status == 200);
    app.clock.set("2026-12-02T08:00:00.000Z");
    auto const view = app.get("/api/rounds/" + world.round, world.org.controller).json();
    auto const units = view.root().get("units");
    REQUIRE(units.size() == 2);
    auto const ours = units.at(units.at(0).get("unit_id").integer() == world.org.unit.value ? 0 : 1);
    auto const other = units.at(units.at(0).get("unit_id").integer() == world.org.unit.value ? 1 : 0);
    CHECK(ours.get("answered").integer() == 2);
    CHECK(ours.get("total").integer() == 2);
    CHECK_FALSE(ours.get("late").boolean());
    CHECK(ours.get("minutes_to_send").integer() == 2);
    CHECK(other.get("late").boolean());
    CHECK(other.get("minutes_to_send").is_null());
    CHECK(view.root().get("median_minutes").integer() == 2);
  });
}

TEST_CASE("S1-30: an action that the approved report says was not carried out goes one level up") {
  with_round([](TestApp& app, World& world) {
    REQUIRE(save(app, world, world.org.employee, world.first, R"({"unchanged":true})").status == 200);
    REQUIRE(save(app, world, world.org.employee, world.second, R"({"status":"not_done","reason":"Ingen tid avsattes."})").status == 200);
    REQUIRE(post(app, world, "submit", world.org.employee).status == 200);
    REQUIRE(post(app, world, "approve", world.org.unit_manager).status == 200);
    CHECK(status_of(app, world.second) == "not_done");
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select unit_id from escalation where action_id = $1", number(world.second)) == world.org.division.value);
    });
    auto const above = identity::make_person(app, "Divisionens chef", org::Role::unit_manager, world.org.division);
    CHECK(has(app.get("/api/my-page", above).body, R"("kind":"escalation")"));
    CHECK_FALSE(has(app.get("/api/my-page", world.org.employee).body, R"("kind":"escalation")"));
  });
}

TEST_CASE("closing freezes the round once; what happens afterwards does not reach the snapshot") {
  with_round([](TestApp& app, World& world) {
    answer_all_unchanged(app, world, world.org.employee);
    REQUIRE(post(app, world, "submit", world.org.employee).status == 200);
    auto const waiting = close(app, world);
    CHECK(waiting.status == 409);
    CHECK(has(waiting.body, "En rapport väntar"));
    REQUIRE(post(app, world, "approve", world.org.unit_manager).status == 200);
    auto const closed = close(app, world);
    REQUIRE_MESSAGE(closed.status == 200, closed.body);
    CHECK(has(closed.body, R"("state":"closed")"));
    CHECK(close(app, world).status == 409);
    CHECK(app.get("/api/rounds/" + world.round, world.org.controller).json().root().get("snapshot_id").integer() > 0);
    CHECK(app.put("/api/rounds/" + world.round + "/units/" + text(world.org.sibling_unit.value) + "/answers/" + world.sibling, world.org.sibling_manager,
                  R"({"unchanged":true})", "\"0\"").status == 409);
    app.with_tx([&](Tx& tx) {
      auto const content = tx.value<std::string>("select content from round_snapshot where round_id = $1", number(world.round)).value();
      CHECK(tx.value<std::string>("select sha256 from round_snapshot where round_id = $1", number(world.round)) == kernel::sha256_hex(content));
      auto const frozen = kernel::from_json<report::FollowUpSnapshot>(content);
      CHECK(kernel::to_json(frozen) == content);
      CHECK(frozen.round.name == "Tertial 3");
      CHECK(frozen.as_of == "2026-11-22");
      REQUIRE(frozen.units.size() == 2);
      REQUIRE(frozen.actions.size() == 3);
      CHECK(frozen.actions[1].due == "2026-11-30");
      CHECK(frozen.actions[2].due == "2027");
      REQUIRE(frozen.answers.size() == 2);
      CHECK(frozen.answers[0].unchanged);
      CHECK(frozen.answers[0].previous_status == "in_progress");
      auto changed = tx.get(kernel::Id<action::Action>{number(world.first)});
      changed.text = "Något annat";
      tx.update(changed);
      CHECK(tx.value<std::string>("select content from round_snapshot where round_id = $1", number(world.round)) == content);
    });
  });
}

TEST_CASE("S2-52: my page tells an administrator of units without a manager, people who cannot sign in, and roles that end") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    auto const page = [&](std::int64_t person) { return app.get("/api/my-page", person).body; };
    CHECK(has(page(who.administrator), "\"kind\":\"administration\""));
    CHECK(has(page(who.administrator), "saknar chef"));
    CHECK_FALSE(has(page(who.administrator), "Nina Ny"));
    CHECK_FALSE(has(page(who.controller), "administration"));
    app.with_tx([&](Tx& tx) {
      identity::Person person{{}, {}, "Nina Ny", "nina.ny@kommun.example"};
      identity::add_person(tx, person);
      identity::Assignment assignment{{}, {}, person.id, identity::Role::employee, who.unit, {}, kernel::Date{"2026-12-15"}};
      identity::assign(tx, assignment);
    });
    auto const after = page(who.administrator);
    CHECK(has(after, "inget lösenord än"));
    CHECK(has(after, "Rollen för Nina Ny upphör"));
    CHECK(has(after, R"("due":"2026-12-15")"));
    CHECK_FALSE(has(page(who.other_manager), "Nina Ny"));
  });
}

TEST_CASE("S2-52: my page says what to do, for whom it is, and what became of it") {
  with_round([](TestApp& app, World& world) {
    auto const& who = world.org;
    auto const kinds = [&](std::int64_t person, char const* list) {
      std::vector<std::string> out;
      auto const page = app.get("/api/my-page", person).json();
      auto const tasks = page.root().get(list);
      for (std::size_t n = 0; n < tasks.size(); ++n) {
        auto const kind = std::string(tasks.at(n).get("kind").text());
        if (kind != "questions") out.push_back(kind);
      }
      return out;
    };
    using Kinds = std::vector<std::string>;
    CHECK(kinds(who.employee, "tasks") == Kinds{"report"});
    CHECK(kinds(who.controller, "tasks") == Kinds{});
    auto const page = app.get("/api/my-page", who.employee);
    CHECK(has(page.body, R"("deadline":"2026-12-01")"));
    CHECK(has(page.body, "0 av 2 klara"));
    CHECK(has(page.body, "\"link\":\"" + world.unit_path.substr(4) + "\""));
    answer_all_unchanged(app, world, who.employee);
    REQUIRE(post(app, world, "submit", who.employee).status == 200);
    CHECK(kinds(who.employee, "tasks") == Kinds{});
    CHECK(kinds(who.unit_manager, "tasks") == Kinds{"approve"});
    CHECK(kinds(who.controller, "tasks") == Kinds{"approve"});
    CHECK(app.get("/api/my-page", who.employee).json().root().get("done_count").integer() == 1);
    REQUIRE(post(app, world, "approve", who.unit_manager).status == 200);
    CHECK(kinds(who.unit_manager, "tasks") == Kinds{});
    CHECK(kinds(who.employee, "feedback") == Kinds{"report_approved"});
    app.with_tx([&](Tx& tx) {
      auto mine = tx.get(kernel::Id<action::Action>{number(world.first)});
      mine.owner_id = kernel::Id<identity::Person>{who.employee};
      mine.due = kernel::PartialDate{"2026-11-19"};
      tx.update(mine);
    });
    CHECK(kinds(who.employee, "tasks") == Kinds{"action"});
    CHECK(has(app.get("/api/my-page", who.employee).body, R"("late":true)"));
    REQUIRE(app.post("/api/rounds", who.controller, round_body(world)).status == 201);
    CHECK(kinds(who.employee, "soon") == Kinds{"round_opens"});
    CHECK(kinds(who.controller, "tasks") == Kinds{});
    app.clock.set("2026-12-02T08:00:00.000Z");
    CHECK(kinds(who.controller, "tasks") == Kinds{"round_to_close"});
    CHECK(has(app.get("/api/my-page", who.controller).body, "Stäng Tertial 3\",\"subtitle\":\"1 av 2 enheter är godkända"));
  });
}

TEST_CASE("rimlig round lists, opens and closes") {
  with_round([](TestApp& app, World& world) {
    kernel::Actor const program{};
    auto const list = round::list_command(app.services, program, false);
    CHECK(has(list, "Tertial 3 (öppen, sista dag 2026-12-01): 0 av 2 enheter har rapporterat, 0 godkända, 0 sena"));
    CHECK(has(round::list_command(app.services, program, true), R"({"items":[{"id":)"));
    auto const planned = app.post("/api/rounds", world.org.controller, round_body(world)).json().root().get("id").integer();
    CHECK(has(round::open_command(app.services, program, planned, false), "är öppen"));
    auto const closed = round::close_command(app.services, program, planned, true);
    CHECK(has(closed, R"("state":"closed")"));
    CHECK(kernel::JsonDocument(closed).root().get("snapshot_sha256").text().size() == 64);
    CHECK_THROWS_AS(round::close_command(app.services, program, planned, true), kernel::Problem);
    CHECK_THROWS_AS(round::open_command(app.services, program, 999'999, false), kernel::Problem);
  });
}
