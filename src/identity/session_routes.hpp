// The routes by which a person signs in, signs out and looks after their own account, and by which
// the first administrator is made.
#pragma once
#include "kernel/routes.hpp"

namespace rimlig::identity {

void session_routes(kernel::Routes& routes);
void person_routes(kernel::Routes& routes);

}  // namespace rimlig::identity
