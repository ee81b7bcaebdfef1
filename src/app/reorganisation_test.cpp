// Reorganisations with everything that features lay on units: what the plan says happens, nothing else.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "action/action.hpp"
#include "app/features.hpp"
#include "finding/finding.hpp"
#include "identity/substitution.hpp"
#include "identity/testing.hpp"
#include "org/ownership.hpp"
#include "org/reorganisation.hpp"
#include "org/scope.hpp"
#include "round/round.hpp"
#include "search/search.hpp"

using namespace rimlig;
using kernel::Id;
using kernel::Method;
using kernel::Problem;
using kernel::TestApp;
using kernel::Tx;
using org::Reorganisation;
using org::ReorganisationStep;
using org::StepKind;

namespace {

/// The same sequence every time: a test with chance in it teaches people to ignore red.
class Sequence {
public:
  explicit Sequence(std::uint64_t from) : state_(from) {}
  std::size_t below(std::size_t most) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>(state_ >> 33) % most;
  }

private:
  std::uint64_t state_;
};

action::Action add_action(Tx& tx, Id<org::Unit> unit, std::string_view text, action::Status status) {
  action::Action action;
  action.unit_id = unit;
  action.text = text;
  action.status = status;
  return action::store_imported(tx, action);
}

Reorganisation make_plan(Tx& tx, Id<org::Unit> within, std::vector<ReorganisationStep> steps) {
  Reorganisation plan;
  plan.unit_id = within;
  plan.name = "Ny förvaltning";
  plan.day = tx.today();
  plan.steps = std::move(steps);
  tx.insert(plan);
  return plan;
}

ReorganisationStep merge(std::vector<std::int64_t> units, std::string name) {
  ReorganisationStep step;
  step.kind = StepKind::merge;
  step.unit_ids = std::move(units);
  step.name = std::move(name);
  return step;
}

/// Everything that a reorganisation may touch, as text.
std::string everything(Tx& tx) {
  std::string text;
  auto const add = [&](std::string_view sql) {
    tx.run(sql, {}, [&](kernel::Row const& row) {
      for (int n = 0; n < row.columns(); ++n) text.append(row.null(n) ? "-" : row.text(n)).append("|");
      text += "\n";
    });
  };
  add("select 'unit', cast(id as text), cast(parent_id as text), name, cast(aliases as text), valid_to, path from org_unit order by id");
  add("select 'action', cast(id as text), cast(unit_id as text) from action order by id");
  add("select 'finding', cast(id as text), cast(unit_id as text) from finding order by id");
  add("select 'role', cast(person_id as text), cast(unit_id as text), role, valid_from, valid_to from assignment order by person_id, unit_id, role, id");
  add("select 'scope', cast(actor_id as text), cast(scope_id as text), cast(grants as text) from actor_scope order by actor_id, scope_id");
  add("select 'found', cast(object_id as text), cast(unit_id as text), tokens from search_document order by object_id");
  add("select 'answers', cast(rr.round_id as text), cast(rr.unit_id as text), cast(ra.action_id as text) from round_report rr left join round_answer ra on ra.report_id = rr.id order by rr.round_id, rr.unit_id, ra.action_id");
  add("select 'asked', cast(id as text), cast(unit_id as text), state from lint_question order by id");
  return text;
}

std::int64_t unit_of(Tx& tx, std::string_view table, std::int64_t id) { return tx.value<std::int64_t>("select unit_id from " + std::string(table) + " where id = $1", id).value_or(0); }

}  // namespace

TEST_CASE("S0-37, S1-23: units merge, open work and people follow, closed work stays, and it can be taken back") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    std::int64_t open = 0, closed = 0, found = 0;
    app.with_tx([&](Tx& tx) {
      open = add_action(tx, made.unit, "Rutinen skrivs om", action::Status::in_progress).id.value;
      closed = add_action(tx, made.unit, "Rutinen lästes", action::Status::done).id.value;
      finding::Finding finding;
      finding.unit_id = made.sibling_unit;
      finding.title = "Rutin saknas";
      finding.year.value = 2026;
      finding::store(tx, finding);
      found = finding.id.value;
      round::Round round{{}, {}, "Tertial 3", round::RoundKind::extra, {}, made.committee, {"2026-11-01"}, {"2026-12-31"}, round::RoundState::open, {}};
      round.year.value = 2026;
      tx.insert(round);
      for (auto const unit : {made.unit, made.sibling_unit}) {
        round::RoundReport report;
        report.round_id = round.id;
        report.unit_id = unit;
        tx.insert(report);
      }
    });
    std::string before;
    app.with_tx([&](Tx& tx) { before = everything(tx); });
    auto const draft = R"({"unit_id":)" + std::to_string(made.committee.value) + R"(,"name":"Ny enhet","day":"2026-11-22","steps":[{"kind":"merge","unit_ids":[)" + std::to_string(made.unit.value) + "," +
                       std::to_string(made.sibling_unit.value) + R"(],"name":"Samlad enhet","parts":[],"default_part":0,"choices":[]}]})";
    auto const created = app.post("/api/reorganisations", made.administrator, draft);
    REQUIRE(created.status == 201);
    auto const address = "/api/reorganisations/" + std::to_string(created.json().root().get("id").integer());
    auto const preview = app.get(address + "/preview", made.administrator);
    REQUIRE(preview.status == 200);
    CHECK(preview.json().root().get("hindrances").size() == 0);
    CHECK(preview.body.find(R"({"kind":"action","from":")") != std::string::npos);
    CHECK(preview.body.find(R"("stays":[{"kind":"action")") != std::string::npos);
    auto const digest = std::string(preview.json().root().get("digest").text());
    CHECK(app.call(Method::post, address + "/carry-out", made.administrator, R"({"digest":"an older one"})", {{"If-Match", "\"1\""}}).body.find("changed_since_preview") != std::string::npos);
    auto const done = app.call(Method::post, address + "/carry-out", made.administrator, R"({"digest":")" + digest + "\"}", {{"If-Match", "\"1\""}});
    REQUIRE(done.status == 200);
    app.with_tx([&](Tx& tx) {
      auto const unit = org::find_unit(tx, "Samlad enhet");
      REQUIRE(unit);
      CHECK(unit_of(tx, "action", open) == unit->value);
      CHECK(unit_of(tx, "finding", found) == unit->value);
      CHECK(unit_of(tx, "action", closed) == made.unit.value);
      CHECK(tx.value<std::int64_t>("select unit_id from search_document where object_id = $1", open) == unit->value);
      CHECK(tx.value<std::string>("select valid_to from org_unit where id = $1", made.unit) == "2026-11-21");
      CHECK(tx.value<std::int64_t>("select count(*) from round_report where unit_id = $1", *unit) == 1);
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where note like '%Omorganisationen Ny enhet%' and object_kind = 'action'") == 1);
      CHECK(tx.value<std::int64_t>("select count(*) from actor_scope where actor_id = $1 and scope_id = $2", made.unit_manager, *unit) == 1);
      CHECK(tx.value<std::int64_t>("select count(*) from actor_scope where actor_id = $1 and scope_id = $2", made.unit_manager, made.unit) == 0);
    });
    // Both predecessors are the new unit's history, and the people of the old units see it.
    auto const relations = app.get("/api/units", made.unit_manager);
    CHECK(relations.body.find("Samlad enhet") != std::string::npos);
    CHECK(app.get("/api/actions/" + std::to_string(open), made.sibling_manager).status == 200);
    auto const undone = app.call(Method::post, address + "/undo", made.administrator, "", {{"If-Match", "\"2\""}});
    CHECK(undone.status == 200);
    app.with_tx([&](Tx& tx) { CHECK(everything(tx) == before); });
    // Again, and then something is built on it.
    REQUIRE(app.call(Method::post, address + "/carry-out", made.administrator, R"({"digest":""})", {{"If-Match", "\"3\""}}).status == 200);
    app.with_tx([&](Tx& tx) { add_action(tx, *org::find_unit(tx, "Samlad enhet"), "Något nytt", action::Status::not_started); });
    auto const refused = app.call(Method::post, address + "/undo", made.administrator, "", {{"If-Match", "\"4\""}});
    CHECK(refused.status == 409);
    CHECK(refused.body.find("Samlad enhet har fått nytt innehåll") != std::string::npos);
    app.clock.set("2026-11-24T08:00:00.000Z");
    CHECK(app.get(address + "/preview", made.administrator).body.find("mer än ett dygn") != std::string::npos);
  });
}

TEST_CASE("S1-23, S2-63: what is restricted follows the work in its circle, though whoever reorganises may not read it, and comes back") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    std::int64_t action = 0, found = 0;
    app.with_tx([&](Tx& tx) {
      action = add_action(tx, made.unit, "Kretsens åtgärd", action::Status::in_progress).id.value;
      finding::Finding finding;
      finding.unit_id = made.unit;
      finding.title = "Kretsens iakttagelse";
      finding.year.value = 2026;
      finding::store(tx, finding);
      found = finding.id.value;
      finding::Review review;
      review.finding_id = finding.id;
      review.year.value = 2026;
      review.text = "Kretsens avstämning";
      finding::store(tx, review);
    });
    std::vector<std::string> const addresses{"/api/actions/" + std::to_string(action), "/api/findings/" + std::to_string(found)};
    for (auto const& address : addresses)
      REQUIRE(app.call(Method::post, address + "/restriction", made.controller, R"({"reason":"Utredning","member_ids":[)" + std::to_string(made.controller) + "]}", {{"If-Match", "\"1\""}}).status == 200);
    std::string before;
    app.with_tx([&](Tx& tx) { before = everything(tx); });
    auto const created = app.post("/api/reorganisations", made.administrator,
                                  R"({"unit_id":)" + std::to_string(made.committee.value) + R"(,"name":"Ny enhet","day":"2026-11-22","steps":[{"kind":"merge","unit_ids":[)" + std::to_string(made.unit.value) + "," +
                                      std::to_string(made.sibling_unit.value) + R"(],"name":"Samlad enhet","parts":[],"default_part":0,"choices":[]}]})");
    REQUIRE(created.status == 201);
    auto const made_plan = created.json();
    auto const plan = "/api/reorganisations/" + std::to_string(made_plan.root().get("id").integer());
    CHECK(app.get(plan + "/preview", made.administrator).body.find("Kretsens") == std::string::npos);
    REQUIRE(app.call(Method::post, plan + "/carry-out", made.administrator, R"({"digest":""})", {{"If-Match", "\"1\""}}).status == 200);
    for (auto const& address : addresses) {
      CAPTURE(address);
      CHECK(app.get(address, made.controller).status == 200);
      CHECK(app.get(address, made.unit_manager).status == 403);
      CHECK(app.get(address, made.sibling_manager).status == 403);
    }
    app.with_tx([&](Tx& tx) {
      auto const unit = org::find_unit(tx, "Samlad enhet");
      REQUIRE(unit);
      CHECK(unit_of(tx, "action", action) == unit->value);
      CHECK(unit_of(tx, "finding", found) == unit->value);
      CHECK(tx.value<std::int64_t>("select count(*) from circle where unit_id = $1", *unit) == 2);
      CHECK(tx.value<std::int64_t>("select count(*) from finding f join review r on r.finding_id = f.id join search_document d on d.object_id = f.id where r.scope_id = f.scope_id and d.scope_id = f.scope_id and f.scope_id <> f.unit_id") == 1);
    });
    REQUIRE(app.call(Method::post, plan + "/undo", made.administrator, "", {{"If-Match", "\"2\""}}).status == 200);
    app.with_tx([&](Tx& tx) { CHECK(everything(tx) == before); });
    for (auto const& address : addresses) {
      CHECK(app.get(address, made.controller).status == 200);
      CHECK(app.get(address, made.unit_manager).status == 403);
      CHECK(app.get(address, made.sibling_manager).status == 404);
    }
  });
}

TEST_CASE("S1-23: in a split each object goes where it is chosen, else to the usual part, and its words are shown to readers only") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    app.with_tx([&](Tx& tx) {
      auto const first = add_action(tx, made.unit, "Den hemliga texten", action::Status::in_progress).id.value;
      auto const second = add_action(tx, made.unit, "Den andra", action::Status::delayed).id.value;
      ReorganisationStep step;
      step.kind = StepKind::split;
      step.unit_ids = {made.unit.value};
      step.parts = {{made.unit.value, ""}, {0, "Utbruten enhet"}};
      step.choices = {{"action", second, 1}};
      auto plan = make_plan(tx, made.committee, {step});
      org::carry_out(tx, plan);
      CHECK(unit_of(tx, "action", first) == made.unit.value);
      CHECK(unit_of(tx, "action", second) == org::find_unit(tx, "Utbruten enhet")->value);
      CHECK_FALSE(tx.value<std::string>("select valid_to from org_unit where id = $1", made.unit));
      org::undo(tx, plan);
      CHECK(unit_of(tx, "action", second) == made.unit.value);
    });
    auto const listed = app.get("/api/reorganisations", made.administrator).json();
    auto const preview = app.get("/api/reorganisations/" + std::to_string(listed.root().get("items").at(0).get("id").integer()) + "/preview", made.administrator);
    CHECK(preview.body.find("ÅT-") != std::string::npos);
    CHECK(preview.body.find("hemliga") == std::string::npos);
  });
}

TEST_CASE("a reorganisation that cannot be carried out says every reason, and changes nothing") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    app.with_tx([&](Tx& tx) {
      add_action(tx, made.unit, "Pågår", action::Status::in_progress);
      ReorganisationStep end;
      end.kind = StepKind::end;
      end.unit_ids = {made.unit.value};
      ReorganisationStep circle;
      circle.kind = StepKind::move;
      circle.unit_ids = {made.division.value};
      circle.parent_id = made.sibling_unit.value;
      auto plan = make_plan(tx, made.committee, {end, circle, merge({made.third_unit.value, made.other_unit.value}, "Utanför"), merge({made.third_unit.value, made.fourth_unit.value}, "")});
      std::string all;
      for (auto const& hindrance : org::effects_of(tx, plan).hindrances) all += std::to_string(hindrance.step) + " " + hindrance.text + "\n";
      CHECK(all.find("0 ") != std::string::npos);
      CHECK(all.find("har sådant som pågår") != std::string::npos);
      CHECK(all.find("1 ") != std::string::npos);
      CHECK(all.find("kan inte ligga under sig själv") != std::string::npos);
      CHECK(all.find("2 ") != std::string::npos);
      CHECK(all.find("Skriv vad den nya enheten ska heta") != std::string::npos);
      auto const before = everything(tx);
      CHECK_THROWS_AS(org::carry_out(tx, plan), Problem);
      CHECK(everything(tx) == before);
    });
    // What lies outside the person's own part cannot even be named.
    auto const foreign = R"({"unit_id":)" + std::to_string(made.committee.value) + R"(,"name":"X","day":"2026-11-22","steps":[{"kind":"end","unit_ids":[)" + std::to_string(made.other_unit.value) +
                         R"(],"name":"","parts":[],"default_part":0,"choices":[]}]})";
    CHECK(app.post("/api/reorganisations", made.administrator, foreign).body.find("outside_plan") != std::string::npos);
  });
}

TEST_CASE("S2-30: a planned reorganisation is carried out on its day by itself, once") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    auto const draft = R"({"unit_id":)" + std::to_string(made.committee.value) + R"(,"name":"Nytt namn","day":"2027-01-01","steps":[{"kind":"rename","unit_ids":[)" + std::to_string(made.unit.value) +
                       R"(],"name":"Norra enheten","parts":[],"default_part":0,"choices":[]}]})";
    auto const created = app.post("/api/reorganisations", made.administrator, draft);
    REQUIRE(created.status == 201);
    auto const address = "/api/reorganisations/" + std::to_string(created.json().root().get("id").integer());
    CHECK(app.call(Method::post, address + "/carry-out", made.administrator, R"({"digest":""})", {{"If-Match", "\"1\""}}).body.find("too_early") != std::string::npos);
    REQUIRE(app.call(Method::post, address + "/plan", made.administrator, "", {{"If-Match", "\"1\""}}).status == 200);
    org::carry_out_due(app.services);
    app.with_tx([&](Tx& tx) { CHECK(tx.get(made.unit).name != "Norra enheten"); });
    app.clock.set("2027-01-01T08:00:00.000Z");
    org::carry_out_due(app.services);
    org::carry_out_due(app.services);
    app.with_tx([&](Tx& tx) {
      auto const unit = tx.get(made.unit);
      CHECK(unit.name == "Norra enheten");
      CHECK(unit.aliases.size() == 1);
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where object_kind = 'org_unit' and object_id = $1 and note like '%Nytt namn%'", made.unit) == 1);
    });
  });
}

TEST_CASE("S2-26, S1-23: a substitute stands in at the unit that took over, and at the old one again when it is taken back") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    app.with_tx([&](Tx& tx) {
      tx.execute_derived("update account set password_hash = 'x'");
      auto const held = tx.value<std::int64_t>("select min(id) from assignment where person_id = $1", made.unit_manager).value();
      identity::appoint_substitute(tx, {made.unit_manager}, {{made.employee}, {{held}}, tx.today(), {"2026-12-05"}}, true);
      auto const leads = [&](Id<org::Unit> unit) {
        return (tx.value<std::int64_t>("select grants from actor_scope where actor_id = $1 and scope_id = $2", made.employee, unit).value_or(0) & bit_of(org::Role::unit_manager)) != 0;
      };
      CHECK(leads(made.unit));
      auto const before = everything(tx);
      auto plan = make_plan(tx, made.committee, {merge({made.unit.value, made.sibling_unit.value}, "Samlad enhet")});
      org::carry_out(tx, plan);
      CHECK(leads(org::find_unit(tx, "Samlad enhet").value()));
      CHECK_FALSE(leads(made.unit));
      org::undo(tx, plan);
      CHECK(leads(made.unit));
      CHECK(everything(tx) == before);
    });
  });
}

TEST_CASE("S1-23: after any sequence of reorganisations what is open has an owner in force, nothing is lost, and nobody sees more than the plan says") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const made = identity::make_organisation(app);
    Sequence chance(20261122);
    std::int64_t carried = 0;
    app.with_tx([&](Tx& tx) {
      constexpr action::Status statuses[] = {action::Status::in_progress, action::Status::delayed, action::Status::done, action::Status::not_started};
      for (auto const unit : {made.division, made.unit, made.sibling_unit, made.other_division, made.third_unit, made.fourth_unit})
        for (auto const status : statuses) add_action(tx, unit, "Prov", status);
    });
    for (int turn = 0; turn < 60; ++turn) {
      app.clock.advance(std::chrono::hours(24));
      app.with_tx([&](Tx& tx) {
        org::refresh_all_scopes(tx);
        std::vector<std::int64_t> units;
        tx.run("select id from org_unit where id <> $1 and id <> $2 and id <> $3 and (valid_to is null or valid_to >= $4) order by id", Tx::bind(made.council, made.other_committee, made.other_unit, tx.today()),
               [&](kernel::Row const& row) { units.push_back(row.integer(0)); });
        auto const any = [&] { return units[chance.below(units.size())]; };
        ReorganisationStep step;
        step.kind = static_cast<StepKind>(chance.below(5));
        step.unit_ids = {any()};
        step.name = "Enhet " + std::to_string(turn);
        if (step.kind == StepKind::merge) step.unit_ids.push_back(any());
        if (step.kind == StepKind::merge && chance.below(2) == 0) step.into_id = step.unit_ids.front();
        if (step.kind == StepKind::end || step.kind == StepKind::move) step.into_id = step.parent_id = any();
        if (step.kind == StepKind::split) {
          step.parts = {{chance.below(2) == 0 ? step.unit_ids.front() : 0, "Del A " + std::to_string(turn)}, {0, "Del B " + std::to_string(turn)}};
          tx.run("select id from action where unit_id = $1", Tx::bind(step.unit_ids.front()), [&](kernel::Row const& row) { step.choices.push_back({"action", row.integer(0), static_cast<std::int64_t>(chance.below(2))}); });
        }
        auto plan = make_plan(tx, made.council, {step});
        auto const effects = org::effects_of(tx, plan);
        auto const before = everything(tx);
        if (!effects.hindrances.empty()) {
          CHECK_THROWS_AS(org::carry_out(tx, plan), Problem);
          CHECK(everything(tx) == before);
          return;
        }
        ++carried;
        std::map<std::int64_t, std::set<std::int64_t>> seen;
        tx.run("select actor_id, scope_id from actor_scope where actor_id <> 0", {}, [&](kernel::Row const& row) { seen[row.integer(0)].insert(row.integer(1)); });
        auto const count = [&](char const* sql) { return tx.value<std::int64_t>(sql).value_or(0); };
        auto const actions = count("select count(*) from action");
        auto const open = count("select count(*) from action where status_rank <= 4");
        auto const closed = count("select coalesce(sum(id * unit_id), 0) from action where status_rank > 4");
        org::carry_out(tx, plan);
        if (chance.below(3) == 0) {
          org::undo(tx, plan);
          CHECK(everything(tx) == before);
          org::carry_out(tx, plan);
        }
        CHECK(count("select count(*) from action") == actions);
        CHECK(count("select count(*) from action where status_rank <= 4") == open);
        CHECK(count("select coalesce(sum(id * unit_id), 0) from action where status_rank > 4") == closed);
        CHECK(tx.value<std::int64_t>("select count(*) from action a join org_unit u on u.id = a.unit_id where a.status_rank <= 4 and u.valid_to < $1", tx.today()) == 0);
        CHECK(count("select count(*) from search_document d join action a on a.id = d.object_id where d.unit_id <> a.unit_id") == 0);
        // Whoever sees a unit that they did not see holds a role that the plan gave them at it or above it, or already held what it was put under.
        std::set<std::int64_t> placed;
        for (auto const& unit : plan.done.units)
          if (unit.change == org::UnitChangeKind::created || unit.change == org::UnitChangeKind::moved) placed.insert(unit.id);
        tx.run("select s.actor_id, s.scope_id, u.path from actor_scope s join org_unit u on u.id = s.scope_id where s.actor_id <> 0", {}, [&](kernel::Row const& row) {
          auto const person = row.integer(0);
          if (seen[person].contains(row.integer(1))) return;
          auto const path = std::string(row.text(2));
          bool said = false;
          for (auto const unit : placed) said = said || path.find("/" + std::to_string(unit) + "/") != std::string::npos;
          for (auto const& owner : plan.done.owners)
            said = said || (owner.kind == "assignment" && owner.to != 0 && path.find("/" + std::to_string(owner.to) + "/") != std::string::npos &&
                            tx.value<std::int64_t>("select person_id from assignment where id = $1", owner.id) == person);
          CHECK(said);
        });
      });
    }
    CHECK(carried >= 15);
  });
}
