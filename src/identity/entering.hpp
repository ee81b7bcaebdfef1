// The end of every sign-in, whoever vouched for the person: a second step when one is needed, else a new session.
#pragma once
#include "identity/session_view.hpp"
#include "kernel/routes.hpp"

namespace rimlig::identity {

/// A transaction in the person's own name, for the writes of signing in.
kernel::Tx write_as(kernel::Context& context, Person const& person);

/// Signed in from here on, always in a session of its own. The caller commits.
Session enter(kernel::Context& context, kernel::Tx& tx, Person const& person, SessionOrigin const& origin, std::string note);

/// `vouched`: the provider has seen several factors at sign-in, so that ours are not asked for.
enum class Factors { one, vouched };
/// Signs in, or begins the second step that the person or the role asks for.
Session enter_or_ask(kernel::Context& context, kernel::Tx& tx, Person const& person, SessionOrigin const& origin, std::string note, Factors factors = Factors::one);

}  // namespace rimlig::identity
