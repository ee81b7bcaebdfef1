// Accounts of people who have left, by the word of the municipality's directory: the person stays, since
// history names them, and nobody signs in as them.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::identity {

/// Ends every session and API token, and lets nobody sign in until the account is opened again.
void close_account(kernel::Tx& tx, Person const& person);
void open_account(kernel::Tx& tx, Person const& person);
bool is_closed(kernel::Tx& tx, kernel::Id<Person> person);
/// Problem 403 when the account is closed.
void require_open_account(kernel::Tx& tx, kernel::Id<Person> person);

/// Problem 409 when nobody is administrator any more.
void require_an_administrator(kernel::Tx& tx);

}  // namespace rimlig::identity
