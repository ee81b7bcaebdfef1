// Which level of assurance (tillitsnivå 2–4) a role demands of the sign-in. Only a provider can vouch for a
// level; a password of ours has none, so whoever holds such a role signs in through a provider.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::identity {

struct RoleLevel {
  Role role;
  kernel::Range<2, 4> level;
};
BOOST_DESCRIBE_STRUCT(RoleLevel, (), (role, level))

/// The program's own roles that demand one.
std::vector<RoleLevel> role_levels(kernel::Tx& tx);
/// What is demanded holds at once: sessions that were begun below it end. `own`: the level of the sign-in of whoever asks. Problem 422 at /levels when it would shut them out themselves.
void set_role_levels(kernel::Tx& tx, std::vector<RoleLevel> const& levels, std::int64_t own);

/// Ends the sessions of whoever holds a role today that demands more than their sign-in showed.
void end_sessions_below_demands(kernel::Tx& tx);

/// For the day when no provider can vouch for anything: no role demands a level any longer.
void remove_level_demands(kernel::Tx& tx);

/// What a sign-in showed.
struct ReachedLevel {
  std::int64_t level = 0;
  std::string provider;  // as people know it; empty for a password of ours
};

/// Problem 403 in Swedish that says which level is needed and by which role; its code is level_3_needed, with the number.
void require_level(kernel::Tx& tx, kernel::Id<Person> person, ReachedLevel const& reached);

}  // namespace rimlig::identity
