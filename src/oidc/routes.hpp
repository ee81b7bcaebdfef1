// The feature's routes by subject.
#pragma once

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::oidc {

void sign_in_routes(kernel::Routes& routes);
void logout_routes(kernel::Routes& routes);
void administration_routes(kernel::Routes& routes);

}  // namespace rimlig::oidc
