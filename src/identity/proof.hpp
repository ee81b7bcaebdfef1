// What weakens an account takes the password again, and the second factor when there is one: an open
// browser at a desk is not enough.
#pragma once
#include <functional>

#include "identity/passkey.hpp"

namespace rimlig::kernel {
struct Context;
}

namespace rimlig::identity {

struct Proof {
  kernel::Text<0, 1000> current;            // the password
  std::optional<kernel::Text<0, 60>> code;  // when a second factor is on
  std::optional<PasskeyAnswer> passkey = {};  // instead of the code
};
BOOST_DESCRIBE_STRUCT(Proof, (), (current, code, passkey))

/// Runs `work` in a transaction of its own when password and second factor fit: checking a password takes a while,
/// and nobody is to wait for it.
void with_proof(kernel::Context& context, Proof const& proof, std::function<void(kernel::Tx&, Person const&)> const& work);

}  // namespace rimlig::identity
