// For tests of features: a small organisation with people in it, and a session for each of them.
#pragma once
#include <map>

#include "identity/identity.hpp"
#include "kernel/testing.hpp"

namespace rimlig::identity {

/// A council above two committees. The first has two divisions with two units each.
struct Organisation {
  kernel::Id<org::Unit> council, committee, division, unit, sibling_unit, other_division, third_unit, fourth_unit, other_committee, other_unit;

  // Persons' ids, for TestApp::call.
  std::int64_t administrator, controller, committee_secretary, auditor;  // at the committee
  std::int64_t unit_manager, employee;                                   // at the unit
  std::int64_t sibling_manager;                                          // at the sibling unit
  std::int64_t other_controller, other_manager;                          // at the other committee and its unit
  /// One person for each role, all at the unit.
  std::map<Role, std::int64_t> at_unit;
};

/// Guards the app's routes, makes call() sign in, and fills the organisation.
Organisation make_organisation(kernel::TestApp& app);

/// One more person with a role somewhere; gives the id for TestApp::call.
std::int64_t make_person(kernel::TestApp& app, std::string_view name, Role role, kernel::Id<org::Unit> unit);

}  // namespace rimlig::identity
