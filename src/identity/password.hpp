// Which passwords are accepted, and how a sign-in is checked so that its duration tells nothing.
#pragma once
#include "identity/identity.hpp"
#include "kernel/crypto.hpp"

namespace rimlig::identity {

/// Problem 422 at `pointer` in Swedish when the password is too easily guessed.
void check_password(std::string_view password, Person const& person, std::string pointer);

/// Stores the hash; what else happens (sessions, audit) is the caller's.
void store_password(kernel::Tx& tx, kernel::Id<Person> person, std::string const& hash);

/// Checks and stores a new password, ends the person's sessions and writes the audit entry.
void set_password(kernel::Tx& tx, Person const& person, std::string_view password, std::string pointer,
                  kernel::PasswordCost cost = kernel::PasswordCost::interactive);

/// True when the password fits the stored hash. Takes as long for an empty hash (nobody, or an
/// account without a password), against a hash that fits nothing.
bool password_fits(std::string const& stored_hash, std::string_view password);

}  // namespace rimlig::identity
