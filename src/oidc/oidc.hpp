// Signing in through the municipality's own provider (OpenID Connect), beside local accounts: authorization code
// with PKCE, roles given by claims, levels of assurance, and logout from either side. docs/sign-in.md.
#pragma once
#include <filesystem>

namespace rimlig::kernel {
struct Feature;
}

namespace rimlig::oidc {

kernel::Feature feature();

/// Reads the operator's file and offers the providers in it. Throws Problem in Swedish when it cannot be used.
void configure(std::filesystem::path const& file);

}  // namespace rimlig::oidc
