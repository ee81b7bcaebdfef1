// What a person is to a unit. Each role is one bit, so that a person's roles in a unit are one
// number and "may this be done here" is one comparison in SQL.
#pragma once
#include <array>

#include "kernel/types.hpp"

namespace rimlig::org {

enum class Role { administrator, controller, unit_manager, employee, committee_secretary, auditor };
BOOST_DESCRIBE_ENUM(Role, administrator, controller, unit_manager, employee, committee_secretary, auditor)

inline constexpr std::array all_roles{Role::administrator, Role::controller,          Role::unit_manager,
                                      Role::employee,      Role::committee_secretary, Role::auditor};

constexpr std::int64_t bit_of(Role role) { return std::int64_t{1} << static_cast<int>(role); }

}  // namespace rimlig::org
