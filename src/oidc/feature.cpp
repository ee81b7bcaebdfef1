#include "kernel/feature.hpp"

#include "oidc/oidc.hpp"
#include "oidc/provider.hpp"
#include "oidc/routes.hpp"

namespace rimlig::oidc {

namespace {
void routes(kernel::Routes& routes) {
  sign_in_routes(routes);
  logout_routes(routes);
  administration_routes(routes);
}
}  // namespace

kernel::Feature feature() { return {"oidc", routes, nullptr}; }

void configure(std::filesystem::path const& file) { use_providers(make_providers(read_settings(file))); }

}  // namespace rimlig::oidc
