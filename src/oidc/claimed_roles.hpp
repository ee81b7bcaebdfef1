// Assignments that a provider's claims give, as the settings say which. They are made and ended at each sign-in;
// those that a person was given by hand are never touched.
#pragma once
#include "identity/identity.hpp"
#include "kernel/json.hpp"
#include "oidc/settings.hpp"

namespace rimlig::oidc {

/// Makes the person's assignments what the claims say today.
void follow_claims(kernel::Tx& tx, ProviderSettings const& provider, identity::Person const& person, kernel::JsonNode const& claims);

/// The assignment that a line of the settings means; nothing when the role or the unit is not one of ours today.
std::optional<identity::Assignment> assignment_of(kernel::Tx& tx, ClaimedRole const& line);

}  // namespace rimlig::oidc
