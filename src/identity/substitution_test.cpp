#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "identity/permissions.hpp"
#include "identity/substitution.hpp"
#include "identity/testing.hpp"
#include "org/scope.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Date;
using kernel::Id;
using kernel::Method;
using kernel::TestApp;
using kernel::Tx;

namespace {

void with_organisation(std::function<void(TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature()}, [&](TestApp& app) {
    auto const made = make_organisation(app);
    app.with_tx([](Tx& tx) { tx.execute_derived("update account set password_hash = 'x'"); });
    test(app, made);
  });
}

std::string number(std::int64_t value) { return std::to_string(value); }

std::int64_t assignment_of(TestApp& app, std::int64_t person) {
  std::int64_t id = 0;
  app.with_tx([&](Tx& tx) { id = tx.value<std::int64_t>("select min(id) from assignment where person_id = $1", person).value(); });
  return id;
}

std::string draft(std::int64_t substitute, std::int64_t assignment, std::string const& from, std::string const& to) {
  return R"({"substitute_id":)" + number(substitute) + R"(,"assignment_ids":[)" + number(assignment) + R"(],"valid_from":")" + from + R"(","valid_to":")" + to + R"("})";
}

std::size_t units_seen(TestApp& app, std::int64_t person) { return app.get("/api/units", person).json().root().get("items").size(); }

void next_day(TestApp& app, int days = 1) { app.clock.advance(std::chrono::hours(24 * days)); }

}  // namespace

TEST_CASE("S2-26: authority follows to the substitute from the first day to the last, and ends by itself") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const eva = assignment_of(app, made.unit_manager);
    auto const path = "/api/units/" + number(made.unit.value);
    CHECK(app.get(path, made.sibling_manager).status == 404);
    auto const answer = app.post("/api/substitutions", made.unit_manager, draft(made.sibling_manager, eva, "2026-11-23", "2026-11-24"));
    REQUIRE(answer.status == 201);
    CHECK(answer.json().root().get("state").text() == "coming");
    CHECK(units_seen(app, made.sibling_manager) == 1);
    next_day(app);
    CHECK(units_seen(app, made.sibling_manager) == 2);
    CHECK(units_seen(app, made.unit_manager) == 1);
    auto const session = app.get("/api/session", made.sibling_manager).json();
    CHECK(session.root().get("substitute_for").at(0).get("absent_name").text() == "Eva Enhetschef");
    CHECK(session.root().get("substitute_for").at(0).get("valid_to").text() == "2026-11-24");
    next_day(app);
    CHECK(units_seen(app, made.sibling_manager) == 2);
    next_day(app);
    CHECK(units_seen(app, made.sibling_manager) == 1);
    CHECK(app.get("/api/substitutions", made.unit_manager).json().root().get("items").at(0).get("state").text() == "past");
  });
}

TEST_CASE("S2-26: from today the authority is there at once, and either party or an administrator ends it") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const eva = assignment_of(app, made.unit_manager);
    for (auto const who : {made.unit_manager, made.sibling_manager, made.administrator}) {
      auto const answer = app.post("/api/substitutions", made.unit_manager, draft(made.sibling_manager, eva, "2026-11-22", "2026-12-05"));
      REQUIRE(answer.status == 201);
      CHECK(units_seen(app, made.sibling_manager) == 2);
      auto const path = "/api/substitutions/" + number(answer.json().root().get("id").integer());
      CHECK(app.call(Method::del, path, made.employee).status == 404);
      CHECK(app.call(Method::del, path, made.other_controller).status == 404);
      CHECK(app.call(Method::del, path, who).status == 204);
      CHECK(units_seen(app, made.sibling_manager) == 1);
      CHECK(app.call(Method::del, path, who).status == 409);
    }
    // Somebody who is asked may say no before it has begun.
    auto const coming = app.post("/api/substitutions", made.unit_manager, draft(made.sibling_manager, eva, "2026-12-01", "2026-12-05"));
    CHECK(app.call(Method::del, "/api/substitutions/" + number(coming.json().root().get("id").integer()), made.sibling_manager).status == 204);
  });
}

TEST_CASE("S2-26: nobody appoints themselves, somebody without an account or outside the committee, or passes on what they hold as substitute") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const eva = assignment_of(app, made.unit_manager);
    auto const refused = [&](std::int64_t as, std::string const& body, std::string const& code) {
      auto const answer = app.post("/api/substitutions", as, body);
      INFO(answer.body);
      CHECK(answer.status == 422);
      CHECK(answer.body.find("\"" + code + "\"") != std::string::npos);
    };
    auto const from = std::string("2026-11-22");
    auto const to = std::string("2026-12-05");
    refused(made.unit_manager, draft(made.unit_manager, eva, from, to), "self");
    refused(made.unit_manager, draft(made.other_manager, eva, from, to), "outside_committee");
    refused(made.unit_manager, draft(made.sibling_manager, eva, to, from), "before_start");
    refused(made.unit_manager, draft(made.sibling_manager, eva, "2026-11-21", to), "in_past");
    refused(made.unit_manager, draft(made.sibling_manager, eva, from, "2028-01-01"), "too_long");
    refused(made.employee, draft(made.sibling_manager, eva, from, to), "not_own");
    refused(made.unit_manager, R"({"substitute_id":)" + number(made.sibling_manager) + R"(,"assignment_ids":[],"valid_from":"2026-11-22","valid_to":"2026-12-05"})", "required");
    app.with_tx([&](Tx& tx) { tx.execute_derived("update account set password_hash = '' where person_id = $1", made.employee); });
    refused(made.unit_manager, draft(made.employee, eva, from, to), "no_account");

    REQUIRE(app.post("/api/substitutions", made.unit_manager, draft(made.sibling_manager, eva, from, to)).status == 201);
    refused(made.sibling_manager, draft(made.controller, eva, from, to), "not_own");
    // Overlapping ones are fine, and end apart from each other.
    CHECK(app.post("/api/substitutions", made.unit_manager, draft(made.controller, eva, from, to)).status == 201);
    // Whoever can be chosen is known, and nobody else.
    auto const candidates = app.get("/api/substitutions/candidates", made.unit_manager).body;
    CHECK(candidates.find("Sten Syskon") != std::string::npos);
    CHECK(candidates.find("Eva Enhetschef") == std::string::npos);
    CHECK(candidates.find("Otto") == std::string::npos);
    CHECK(candidates.find("Moa") == std::string::npos);
    CHECK(app.get("/api/substitutions/candidates?q=sten", made.unit_manager).json().root().get("items").size() == 1);
  });
}

TEST_CASE("S2-26: an administrator appoints for somebody who is ill, but not themselves and not what they hold as substitute") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const eva = assignment_of(app, made.unit_manager);
    auto const path = "/api/persons/" + number(made.unit_manager) + "/substitutions";
    auto const body = draft(made.sibling_manager, eva, "2026-11-22", "2027-03-01");
    CHECK(app.post(path, made.controller, body).status == 403);
    CHECK(app.post(path, made.administrator, draft(made.administrator, eva, "2026-11-22", "2026-12-01")).status == 422);
    auto const answer = app.post(path, made.administrator, body);
    REQUIRE(answer.status == 201);
    // Whoever administers has confirmed the longer absence by appointing.
    CHECK(answer.json().root().get("valid_to").text() == "2027-03-01");
    CHECK(units_seen(app, made.sibling_manager) == 2);
    CHECK(app.get(path, made.administrator).json().root().get("items").size() == 1);
    CHECK(app.get("/api/persons/" + number(made.other_manager) + "/substitutions", made.administrator).status == 404);

    auto const ada = assignment_of(app, made.administrator);
    REQUIRE(app.post("/api/substitutions", made.administrator, draft(made.sibling_manager, ada, "2026-11-22", "2026-12-01")).status == 201);
    auto const passed_on = app.post("/api/persons/" + number(made.administrator) + "/substitutions", made.sibling_manager, draft(made.controller, ada, "2026-11-22", "2026-12-01"));
    CHECK(passed_on.status == 409);
    CHECK(passed_on.body.find("passed_on") != std::string::npos);
  });
}

TEST_CASE("S2-26: a longer absence holds for as long as the rules allow, and for all of it when somebody above confirms it") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const eva = assignment_of(app, made.unit_manager);
    auto const top = make_person(app, "Hel Administratör", Role::administrator, made.council);
    CHECK(app.put("/api/substitution-rules", made.administrator, R"({"days":10,"days_confirmed":200})", "\"1\"").status == 403);
    CHECK(app.put("/api/substitution-rules", top, R"({"days":10,"days_confirmed":5})", "\"1\"").status == 422);
    REQUIRE(app.put("/api/substitution-rules", top, R"({"days":10,"days_confirmed":200})", "\"1\"").status == 200);
    auto const answer = app.post("/api/substitutions", made.unit_manager, draft(made.sibling_manager, eva, "2026-11-22", "2027-01-31"));
    REQUIRE(answer.status == 201);
    auto const one = answer.json();
    CHECK(one.root().get("valid_to").text() == "2026-12-01");
    CHECK(one.root().get("wanted_to").text() == "2027-01-31");
    auto const confirm = "/api/substitutions/" + number(one.root().get("id").integer()) + "/confirm";
    CHECK(app.post(confirm, made.unit_manager, "").status == 403);
    CHECK(app.post(confirm, made.other_controller, "").status == 404);
    CHECK(app.get("/api/substitutions/to-confirm", made.controller).json().root().get("items").size() == 1);
    CHECK(app.get("/api/substitutions/to-confirm", made.other_controller).json().root().get("items").size() == 0);
    next_day(app, 10);
    CHECK(units_seen(app, made.sibling_manager) == 1);
    auto const confirmed = app.post(confirm, made.controller, "");
    REQUIRE(confirmed.status == 200);
    CHECK(confirmed.json().root().get("valid_to").text() == "2027-01-31");
    CHECK(units_seen(app, made.sibling_manager) == 2);
    CHECK(app.post(confirm, made.controller, "").status == 409);
    // Nobody confirms what they are a party to.
    auto const carl = assignment_of(app, made.controller);
    auto const own = app.post("/api/substitutions", made.controller, draft(made.sibling_manager, carl, "2026-12-02", "2027-01-31"));
    REQUIRE(own.status == 201);
    for (auto const party : {made.controller, made.sibling_manager})
      CHECK(app.post("/api/substitutions/" + number(own.json().root().get("id").integer()) + "/confirm", party, "").status == 409);
  });
}

TEST_CASE("S2-26: what is done by the absent person's authority alone says so, and what one's own allows does not") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const ada = assignment_of(app, made.administrator);
    REQUIRE(app.post("/api/substitutions", made.administrator, draft(made.sibling_manager, ada, "2026-11-22", "2026-12-01")).status == 201);
    auto const local = make_person(app, "Lokal Administratör", Role::administrator, made.sibling_unit);
    app.with_tx([](Tx& tx) { tx.execute_derived("update account set password_hash = 'x'"); });
    REQUIRE(app.post("/api/substitutions", made.administrator, draft(local, ada, "2026-11-22", "2026-12-01")).status == 201);
    auto const add = [&](std::int64_t as, Id<org::Unit> unit, std::string const& title) {
      auto const answer = app.post("/api/positions", as, R"({"unit_id":)" + number(unit.value) + R"(,"title":")" + title + R"("})");
      REQUIRE(answer.status == 201);
      return answer.json().root().get("id").integer();
    };
    auto const note_of = [&](std::int64_t id) {
      std::string note;
      app.with_tx([&](Tx& tx) { note = tx.value<std::string>("select note from audit_entry where object_kind = 'position' and object_id = $1", id).value(); });
      return note;
    };
    CHECK(note_of(add(made.sibling_manager, made.unit, "Som ersättare")) == "Som ersättare för Ada Administratör");
    // A manager at the unit, but not by that role: no administrator there of one's own.
    CHECK(note_of(add(made.sibling_manager, made.sibling_unit, "Också")) == "Som ersättare för Ada Administratör");
    CHECK(note_of(add(local, made.sibling_unit, "Själv")) == "");
    CHECK(note_of(add(local, made.unit, "Ersättare")) == "Som ersättare för Ada Administratör");
    CHECK(note_of(add(made.administrator, made.unit, "Ada själv")) == "");
  });
}

TEST_CASE("S2-26: a role that is taken from the absent person is taken from the substitute, in the same transaction") {
  with_organisation([](TestApp& app, Organisation const& made) {
    auto const eva = assignment_of(app, made.unit_manager);
    REQUIRE(app.post("/api/substitutions", made.unit_manager, draft(made.sibling_manager, eva, "2026-11-22", "2026-12-01")).status == 201);
    CHECK(units_seen(app, made.sibling_manager) == 2);
    REQUIRE(app.call(Method::del, "/api/assignments/" + number(eva), made.administrator).status == 204);
    CHECK(units_seen(app, made.sibling_manager) == 1);
    // Whoever could sign in as a substitute would hold what the substitute holds.
    auto const local = make_person(app, "Lokal Administratör", Role::administrator, made.sibling_unit);
    auto const password = "/api/persons/" + number(made.sibling_manager) + "/password";
    auto const carl = assignment_of(app, made.controller);
    REQUIRE(app.post("/api/substitutions", made.controller, draft(made.sibling_manager, carl, "2026-12-01", "2026-12-02")).status == 201);
    CHECK(app.post(password, local, R"({"password":"sommar regn hav"})").status == 403);
  });
}

TEST_CASE("S2-26: on every day the substitute's scope is their own and that of the absent, and nobody's scope is anything else") {
  with_organisation([](TestApp& app, Organisation const& made) {
    std::mt19937 numbers(26);
    auto const any = [&](std::size_t below) { return static_cast<std::size_t>(numbers() % below); };
    std::vector<std::int64_t> const people{made.controller, made.unit_manager, made.sibling_manager, made.employee, made.committee_secretary};
    std::vector<Id<org::Unit>> const units{made.committee, made.division, made.unit, made.sibling_unit, made.third_unit, made.fourth_unit, made.other_division};
    auto const day = [&](std::size_t after) { return Date{kernel::swedish_date(app.clock.now() + std::chrono::hours(24 * after))}; };
    auto const first = day(0);
    std::vector<Substitution> appointed;
    app.with_tx([&](Tx& tx) {
      for (int n = 0; n < 12; ++n) {
        Assignment held;
        held.person_id = {people[any(people.size())]};
        held.role = org::all_roles[any(org::all_roles.size())];
        held.unit_id = units[any(units.size())];
        if (any(2) == 0) held.valid_from = day(any(6));
        if (any(2) == 0) held.valid_to = day(6 + any(6));
        assign(tx, held);
      }
      for (int n = 0; n < 14; ++n) {
        auto const absent = people[any(people.size())];
        auto const substitute = people[any(people.size())];
        if (absent == substitute) continue;
        SubstitutionDraft wanted{{substitute}, {}, day(any(6)), day(6 + any(4))};
        tx.run("select id from assignment where person_id = $1 and (valid_to is null or valid_to >= $2)", Tx::bind(absent, wanted.valid_from), [&](kernel::Row const& row) {
          if (any(2) == 0) wanted.assignment_ids.push_back({row.integer(0)});
        });
        if (!wanted.assignment_ids.empty()) appointed.push_back(appoint_substitute(tx, {absent}, wanted, true));
      }
    });
    REQUIRE(appointed.size() > 3);
    std::vector<Assignment> assignments;
    std::map<std::int64_t, std::string> paths;
    app.with_tx([&](Tx& tx) {
      assignments = tx.select<Assignment>("select " + kernel::columns_of(kernel::struct_of<Assignment>) + " from assignment order by id");
      tx.run("select id, path from org_unit", {}, [&](kernel::Row const& row) { paths[row.integer(0)] = row.text(1); });
    });
    for (int on = 0; on < 13; ++on, next_day(app)) {
      auto const today = day(0);
      auto const holds = [&](Assignment const& one) { return (!one.valid_from || *one.valid_from <= today) && (!one.valid_to || *one.valid_to >= today); };
      for (auto const person : people) {
        // The model: which assignments the person acts by today, and which units those reach.
        std::map<std::int64_t, std::int64_t> expected;
        for (auto const& one : assignments) {
          bool acts = one.person_id.value == person;
          for (auto const& each : appointed)
            acts = acts || (each.substitute_id.value == person && each.valid_from <= today && each.valid_to >= today && std::ranges::find(each.assignment_ids, one.id) != each.assignment_ids.end());
          if (!acts || !holds(one)) continue;
          for (auto const& [unit, path] : paths)
            if (path.starts_with(paths[one.unit_id.value])) expected[unit] |= bit_of(one.role);
        }
        app.get("/api/session", person);  // the day's first request
        app.with_tx([&](Tx& tx) {
          std::map<std::int64_t, std::int64_t> stored;
          tx.run("select scope_id, grants from actor_scope where actor_id = $1", Tx::bind(person), [&](kernel::Row const& row) { stored[row.integer(0)] = row.integer(1); });
          INFO("day " << on << " from " << first.text << ", person " << person);
          CHECK(stored == expected);
          std::int64_t all = 0;
          std::int64_t roles = -1;
          for (auto const& [unit, grants] : expected) all |= grants;
          tx.run("select " + org::roles_of("p.id", "$2") + " from person p where p.id = $1", Tx::bind(person, today), [&](kernel::Row const& row) { roles = row.integer(0); });
          CHECK(roles == all);
        });
      }
    }
  });
}
