#include "identity/custom_role.hpp"
#include "identity/ownership.hpp"
#include "identity/positions.hpp"
#include "identity/session_routes.hpp"
#include "identity/substitution.hpp"
#include "kernel/feature.hpp"

namespace rimlig::identity {

namespace {
void routes(kernel::Routes& routes) {
  setup_routes(routes);
  sign_in_routes(routes);
  second_factor_routes(routes);
  passkey_routes(routes);
  session_routes(routes);
  session_list_routes(routes);
  token_routes(routes);
  account_routes(routes);
  person_routes(routes);
  position_routes(routes);
  substitution_routes(routes);
  custom_role_routes(routes);
  audit_routes(routes);
}
}  // namespace

kernel::Feature feature() {
  register_ownership();
  register_attribution();
  return {"identity", routes, nullptr};
}

}  // namespace rimlig::identity
