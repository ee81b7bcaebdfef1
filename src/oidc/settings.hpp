// The providers that people may sign in through, as the operator wrote them in a file (docs/sign-in.md). The
// secret is in a file of its own, which this names.
#pragma once
#include <filesystem>
#include <map>

#include "kernel/types.hpp"

namespace rimlig::oidc {

/// What a provider's word for a way of signing in is worth.
struct AssuranceLevel {
  kernel::Text<1, 300> acr;
  kernel::Range<2, 4> level;
};
BOOST_DESCRIBE_STRUCT(AssuranceLevel, (), (acr, level))

/// Whoever has the value among those of the claim holds the role at the unit for as long.
struct ClaimedRole {
  kernel::Text<1, 300> claim;
  kernel::Text<1, 300> value;
  kernel::Text<1, 60> role;   // a word of the program's, or the name of a role of the municipality's own
  kernel::Text<1, 200> unit;  // its name, or another that it has in documents
};
BOOST_DESCRIBE_STRUCT(ClaimedRole, (), (claim, value, role, unit))

struct ProviderSettings {
  kernel::Text<1, 40> name;   // in addresses: a-z, 0-9 and -
  kernel::Text<1, 80> label;  // on the button: "Kommunkonto"
  kernel::Text<1, 300> issuer;
  kernel::Text<1, 300> client_id;
  std::optional<kernel::Text<1, 500>> client_secret_file;  // without: a public client, with PKCE alone
  std::vector<kernel::Text<1, 100>> scopes;                // beside openid; email and profile when none are named
  std::vector<kernel::Text<1, 300>> hosts;                 // that may be asked beside the issuer's own: "keys.example.se"
  std::optional<kernel::Text<1, 100>> email_claim;         // email
  bool emails_are_verified = false;                        // the provider vouches for every address without saying email_verified
  std::vector<AssuranceLevel> levels;
  std::vector<ClaimedRole> assignments;
};
BOOST_DESCRIBE_STRUCT(ProviderSettings, (), (name, label, issuer, client_id, client_secret_file, scopes, hosts, email_claim, emails_are_verified, levels, assignments))

struct Settings {
  kernel::Text<1, 300> base_url;  // where browsers reach us: "https://rimlig.kommun.se"
  std::vector<ProviderSettings> providers;
};
BOOST_DESCRIBE_STRUCT(Settings, (), (base_url, providers))

/// Throws Problem in Swedish that names the file and every fault in it.
Settings read_settings(std::filesystem::path const& file);
/// The same from text, for tests.
Settings parse_settings(std::string_view json);
/// The provider's secret; empty for a public client. Throws Problem when the file cannot be read or is empty.
std::string read_secret(ProviderSettings const& provider);

std::int64_t level_of(ProviderSettings const& provider, std::string_view acr);

}  // namespace rimlig::oidc
