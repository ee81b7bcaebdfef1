// What a person is to a unit. Each role is one bit, so that a person's roles in a unit are one
// number and "may this be done here" is one comparison in SQL.
#pragma once
#include <array>

#include "kernel/types.hpp"

namespace rimlig::org {

/// `custom` stands for a role of the municipality's own (identity/custom_role.hpp), which has a bit of its own.
/// The order is that of the bits: add last.
enum class Role { administrator, controller, unit_manager, employee, committee_secretary, auditor, department_head, quality_developer, elected_official, custom, central_coordinator,
                  lex_sarah_officer, lex_sarah_investigator };
BOOST_DESCRIBE_ENUM(Role, administrator, controller, unit_manager, employee, committee_secretary, auditor, department_head, quality_developer, elected_official, custom, central_coordinator,
                    lex_sarah_officer, lex_sarah_investigator)

/// Those that the program knows what they may do.
inline constexpr std::array all_roles{Role::administrator,       Role::controller, Role::department_head,   Role::unit_manager, Role::employee,
                                      Role::committee_secretary, Role::auditor,    Role::quality_developer, Role::elected_official, Role::central_coordinator,
                                      Role::lex_sarah_officer,   Role::lex_sarah_investigator};

constexpr std::int64_t bit_of(Role role) { return std::int64_t{1} << static_cast<int>(role); }

/// Roles whose holders over a unit read what is restricted there too; every read is logged. The permission
/// secrecy.read is the same, where the others stand.
inline constexpr std::int64_t reads_in_circles = bit_of(Role::auditor);

/// A role that reaches nothing at its unit, and only what a circle lets its holder into: who investigates is to be
/// independent of the unit, and to know no more of it than the matter asks for.
inline constexpr Role only_in_circles = Role::lex_sarah_investigator;

/// Custom roles have these places, so that there can be 39 of them beside what the program may yet come to know.
inline constexpr int first_custom_place = 24, last_custom_place = 62;

}  // namespace rimlig::org
