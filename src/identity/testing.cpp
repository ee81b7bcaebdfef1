#include "identity/testing.hpp"

#include "identity/session.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::TestApp;
using kernel::Tx;

namespace {

Id<org::Unit> make_unit(Tx& tx, org::UnitKind kind, std::string_view name, std::optional<Id<org::Unit>> parent) {
  org::Unit unit{{}, {}, parent, kind, name, "", {}, {}, {}};
  org::add_unit(tx, unit);
  return unit.id;
}

void sign_in_by_session(TestApp& app) {
  struct Held {
    kernel::NameValues headers;
    kernel::TimePoint since;
  };
  // One session serves a person's calls until the test moves the clock.
  app.sign_in = [held = std::make_shared<std::map<std::int64_t, Held>>()](TestApp& in, std::int64_t person) {
    auto& mine = (*held)[person];
    if (mine.headers.empty() || in.clock.now() - mine.since > std::chrono::minutes(1)) {
      in.with_tx([&](Tx& tx) {
        auto const session = start_session(tx, {person});
        mine = {{{"Cookie", "rimlig_session=" + session.token}, {"X-CSRF-Token", session.csrf}}, in.clock.now()};
      });
    }
    return mine.headers;
  };
}

}  // namespace

std::int64_t make_person(TestApp& app, std::string_view name, Role role, Id<org::Unit> unit) {
  std::int64_t id = 0;
  app.with_tx([&](Tx& tx) {
    auto const number = tx.value<std::int64_t>("select count(*) from person").value();
    Person person{{}, {}, name, "person" + std::to_string(number + 1) + "@kommun.example"};
    add_person(tx, person);
    Assignment assignment{{}, {}, person.id, role, unit, {}, {}};
    assign(tx, assignment);
    id = person.id.value;
  });
  return id;
}

Organisation make_organisation(TestApp& app) {
  app.routes.guard(gatekeeper(app.routes));
  sign_in_by_session(app);
  Organisation made{};
  app.with_tx([&](Tx& tx) {
    using enum org::UnitKind;
    made.council = make_unit(tx, council, "Kommunfullmäktige", {});
    made.committee = make_unit(tx, committee, "Norrnämnden", made.council);
    made.division = make_unit(tx, division, "Avdelning förskola", made.committee);
    made.unit = make_unit(tx, unit, "Förskolan Eken", made.division);
    made.sibling_unit = make_unit(tx, unit, "Förskolan Åsen", made.division);
    made.other_division = make_unit(tx, division, "Avdelning äldreomsorg", made.committee);
    made.third_unit = make_unit(tx, unit, "Hemtjänst Norr", made.other_division);
    made.fourth_unit = make_unit(tx, unit, "Hemtjänst Söder", made.other_division);
    made.other_committee = make_unit(tx, committee, "Sydnämnden", made.council);
    made.other_unit = make_unit(tx, unit, "Sydskolan", made.other_committee);
  });
  made.administrator = make_person(app, "Ada Administratör", Role::administrator, made.committee);
  made.controller = make_person(app, "Carl Controller", Role::controller, made.committee);
  made.committee_secretary = make_person(app, "Sara Sekreterare", Role::committee_secretary, made.committee);
  made.auditor = make_person(app, "Rune Revisor", Role::auditor, made.committee);
  made.unit_manager = make_person(app, "Eva Enhetschef", Role::unit_manager, made.unit);
  made.employee = make_person(app, "Moa Medarbetare", Role::employee, made.unit);
  made.sibling_manager = make_person(app, "Sten Syskon", Role::unit_manager, made.sibling_unit);
  made.other_controller = make_person(app, "Olga Controller", Role::controller, made.other_committee);
  made.other_manager = make_person(app, "Otto Enhetschef", Role::unit_manager, made.other_unit);
  for (auto const role : org::all_roles) made.at_unit[role] = make_person(app, "Person " + std::string(kernel::name_of(role)), role, made.unit);
  return made;
}

}  // namespace rimlig::identity
