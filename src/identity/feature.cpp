#include "identity/session_routes.hpp"
#include "kernel/feature.hpp"

namespace rimlig::identity {

namespace {
void routes(kernel::Routes& routes) {
  session_routes(routes);
  session_list_routes(routes);
  person_routes(routes);
  audit_routes(routes);
}
}  // namespace

kernel::Feature feature() { return {"identity", routes, nullptr}; }

}  // namespace rimlig::identity
