// The municipality's own directory hands over its people and groups (SCIM 2.0, RFC 7643 and 7644): who
// has begun gets an account, who has left cannot sign in, and a group gives its members the role at a unit
// that an administrator here has decided.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::kernel {
struct Feature;
}

namespace rimlig::directory {

using Words = kernel::Text<1, 200>;

/// What the directory says of a person. People who were added by hand have no row until it says something.
struct DirectoryUser {
  static constexpr std::string_view table = "directory_user";
  kernel::Id<DirectoryUser> id;
  kernel::Version version;
  kernel::Id<identity::Person> person_id;
  Words user_name;
  std::optional<Words> external_id;
  bool active = true;
  bool removed = false;
  kernel::Instant changed_at;
};
BOOST_DESCRIBE_STRUCT(DirectoryUser, (), (id, version, person_id, user_name, external_id, active, removed, changed_at))

/// A role and a unit together, or neither.
struct DirectoryGroup {
  static constexpr std::string_view table = "directory_group";
  kernel::Id<DirectoryGroup> id;
  kernel::Version version;
  Words name;
  std::optional<Words> external_id;
  std::optional<identity::Role> role;
  std::optional<kernel::Id<identity::CustomRole>> custom_role_id;
  std::optional<kernel::Id<org::Unit>> unit_id;
  kernel::Instant changed_at;
};
BOOST_DESCRIBE_STRUCT(DirectoryGroup, (), (id, version, name, external_id, role, custom_role_id, unit_id, changed_at))

/// What the directory says, or what it would say of somebody who was added by hand.
DirectoryUser user_of(kernel::Tx& tx, identity::Person const& person);
/// Stores it, opens or closes the account, and lets the person's groups give or take what follows.
void store(kernel::Tx& tx, DirectoryUser& user, identity::Person const& person);

std::vector<kernel::Id<identity::Person>> members_of(kernel::Tx& tx, kernel::Id<DirectoryGroup> group);
/// Problem 403 when what the group gives lies outside the actor's scope.
void set_members(kernel::Tx& tx, DirectoryGroup const& group, std::vector<kernel::Id<identity::Person>> const& wanted);
/// Gives the active members what the group gives, and ends what it gave to others. An assignment that
/// somebody has by hand is neither doubled nor ended. Problem 409 when no administrator would be left.
void apply(kernel::Tx& tx, DirectoryGroup const& group);

/// The routes of SCIM (/scim/v2) and of what groups give (/api/directory-groups).
kernel::Feature feature();

}  // namespace rimlig::directory
