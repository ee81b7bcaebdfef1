// Which of our people somebody at a provider is. The first time by a verified e-mail address; from then on by the
// subject, which the provider never gives to anyone else.
#pragma once
#include "identity/identity.hpp"
#include "kernel/json.hpp"
#include "oidc/settings.hpp"

namespace rimlig::oidc {

/// Problem 403 in Swedish, with what to do, when it is nobody of ours or cannot be known.
identity::Person person_of(kernel::Tx& tx, ProviderSettings const& provider, kernel::JsonNode const& claims);

/// Forgets who the person is at every provider and ends the sessions begun there; false when there was nothing to forget.
bool unlink(kernel::Tx& tx, identity::Person const& person);

}  // namespace rimlig::oidc
