// The feature's routes by subject: signing in and the first administrator, persons and their
// assignments, the audit trail.
#pragma once
#include "kernel/routes.hpp"

namespace rimlig::identity {

void session_routes(kernel::Routes& routes);
void session_list_routes(kernel::Routes& routes);
void person_routes(kernel::Routes& routes);
void audit_routes(kernel::Routes& routes);

}  // namespace rimlig::identity
