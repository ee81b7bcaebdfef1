// Between the right password and the right code: a token of a few minutes that the next step of signing
// in takes, and that every other route refuses since it is no session.
#pragma once
#include "identity/session_origin.hpp"

namespace rimlig::kernel {
struct Request;
}

namespace rimlig::identity {

/// done: signed in. code: one from the app, or a recovery code. set_up: the person's role needs a second factor.
enum class SignInStep { done, code, set_up };
BOOST_DESCRIBE_ENUM(SignInStep, done, code, set_up)

struct HalfSession {
  Person person;
  SignInStep step = SignInStep::code;
  SessionOrigin origin;  // how the first step was done
  std::string token_hash;
};

/// Gives the token for the cookie; only its hash is stored.
std::string begin_half_session(kernel::Tx& tx, kernel::Id<Person> person, SignInStep step, SessionOrigin const& origin = {});
/// Problem 401 when there is none, it is too old, or waits for another step.
HalfSession find_half_session(kernel::Tx& tx, kernel::Request const& request, SignInStep step);
/// After a few of these the password must be given again.
void count_wrong_code(kernel::Tx& tx, HalfSession const& half);
void end_half_session(kernel::Tx& tx, HalfSession const& half);

}  // namespace rimlig::identity
