#include "identity/sealing_check.hpp"

#include <string>

#include "identity/second_factor.hpp"

namespace rimlig::identity {

using kernel::Problem;
using kernel::Tx;

namespace fs = std::filesystem;

SealingCheck check_sealing(Tx& tx, fs::path const& file) {
  SealingCheck found;
  found.sealed = tx.value<std::int64_t>("select count(*) from second_factor where sealed_key <> ''").value_or(0);
  found.unopened = found.sealed;
  if (found.sealed == 0) return found;
  if (!fs::exists(file)) {
    found.state = KeyState::missing;
    return found;
  }
  try {
    auto const key = SealingKey::existing(file);
    tx.run("select person_id, sealed_key from second_factor where sealed_key <> ''", {},
           [&](kernel::Row const& row) { found.unopened -= key.open(row.text(1), about_factor({row.integer(0)})).has_value(); });
    if (found.unopened > 0) found.state = KeyState::other;
  } catch (Problem const&) {
    found.state = KeyState::unreadable;
  }
  return found;
}

SealingKey key_to_seal_with(Tx& tx, fs::path const& file) {
  if (!fs::exists(file) && tx.value<std::int64_t>("select 1 from second_factor where sealed_key <> '' limit 1"))
    throw Problem{503, "no_secret_key", "Nyckeln som skyddar tvåstegsinloggningen saknas på servern, så ingen ny app kan läggas till. Säg till en administratör."};
  return SealingKey(file);
}

void make_new_key(fs::path const& file) {
  if (fs::exists(file)) throw Problem::conflict("exists", "Filen " + file.string() + " finns redan. Flytta undan den först, så skrivs inget över.");
  SealingKey const made(file);
}

}  // namespace rimlig::identity
