// Roles that a municipality makes of its own from the program's permissions. Each has a bit beside those
// of the fixed roles, so that what such a role may do is asked in SQL just as for the others.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::identity {

struct CustomRole {
  static constexpr std::string_view table = "custom_role";
  kernel::Id<CustomRole> id;
  kernel::Version version;
  kernel::Text<2, 60> name;
  kernel::Text<0, 500> description;
  std::vector<std::string> permissions;  // in the order of the table in permissions.hpp
  bool second_factor = false;            // whoever holds it signs in with a code as well
  std::int64_t bit = 0;
  std::optional<kernel::Range<2, 4>> sign_in_level = {};  // of assurance, that signing in must reach
};
BOOST_DESCRIBE_STRUCT(CustomRole, (), (id, version, name, description, permissions, second_factor, bit, sign_in_level))

/// SQL for the state of the custom roles: another text each time one has changed, empty before the first.
/// It is read with the session, so that a change holds from the next request on every server.
inline constexpr std::string_view custom_role_state = "coalesce((select r.value from setting r where r.name = 'custom_role_state'), '')";

/// Learns the custom roles anew when their state is another than the one known.
void follow_custom_roles(kernel::Tx& tx, std::string_view state);

/// The bits of the custom roles that hold the permission.
std::int64_t custom_roles_with(std::string_view permission);

void custom_role_routes(kernel::Routes& routes);

}  // namespace rimlig::identity
