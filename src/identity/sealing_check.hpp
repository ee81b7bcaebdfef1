// Whether the key for sealed secrets is the one that sealed them. Known when the server starts, and not first when somebody
// cannot sign in; and no new key is made in place of one that may only be somewhere else.
#pragma once
#include "identity/identity.hpp"
#include "identity/sealing.hpp"

namespace rimlig::identity {

/// other: there is a key, and it did not seal all of what there is.
enum class KeyState { right, missing, unreadable, other };
BOOST_DESCRIBE_ENUM(KeyState, right, missing, unreadable, other)

struct SealingCheck {
  KeyState state = KeyState::right;
  std::int64_t sealed = 0;    // people with codes from an app
  std::int64_t unopened = 0;  // of them, those whose codes cannot be checked
};
BOOST_DESCRIBE_STRUCT(SealingCheck, (), (state, sealed, unopened))

/// Changes nothing.
SealingCheck check_sealing(kernel::Tx& tx, std::filesystem::path const& file);

/// To seal with: made when nothing has been sealed yet. Problem 503 when something has, and the file is gone.
SealingKey key_to_seal_with(kernel::Tx& tx, std::filesystem::path const& file);

/// For when the old one is lost for good. Problem 409 when there is a file: nothing is overwritten.
void make_new_key(std::filesystem::path const& file);

}  // namespace rimlig::identity
