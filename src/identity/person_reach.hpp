// Which persons the actor may know of, and whom the actor may act for.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::identity {

/// SQL condition on person p: with an assignment in the actor's scope. One without any is nobody's yet:
/// administrators see them, to give one.
std::string visible_person(kernel::Tx const& tx);

/// Problem 404 when the actor may not know of the person.
Person find_visible(kernel::Tx& tx, kernel::Id<Person> id);

/// Who changes a name, an address or how somebody signs in could become that person, so must hold all
/// that the person holds. Problem 403 otherwise.
Person find_wholly_in_scope(kernel::Tx& tx, kernel::Id<Person> id);

}  // namespace rimlig::identity
