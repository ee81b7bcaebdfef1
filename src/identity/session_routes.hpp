// The feature's routes by subject: signing in, sessions and the first administrator, tokens, accounts, persons
// and their assignments, the audit trail.
#pragma once
#include "kernel/routes.hpp"

namespace rimlig::identity {

void setup_routes(kernel::Routes& routes);
void sign_in_routes(kernel::Routes& routes);
void second_factor_routes(kernel::Routes& routes);
void passkey_routes(kernel::Routes& routes);
void session_routes(kernel::Routes& routes);
void session_list_routes(kernel::Routes& routes);
void token_routes(kernel::Routes& routes);
void account_routes(kernel::Routes& routes);
void person_routes(kernel::Routes& routes);
void audit_routes(kernel::Routes& routes);

}  // namespace rimlig::identity
