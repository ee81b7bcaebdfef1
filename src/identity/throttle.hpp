// Slows down who guesses passwords without letting anybody lock somebody else out. Three things are
// counted: this account from this address (strict), this account from anywhere, and this address
// for any account (both lenient, with short waits). An address that the account has signed in from
// before is held to the strict count alone, so a stranger's attempts do not reach the owner's desk.
#pragma once
#include "kernel/tx.hpp"

namespace rimlig::kernel {
struct Context;
}

namespace rimlig::identity {

class SignInAttempt {
public:
  SignInAttempt(std::string_view email, std::string_view address);
  /// A step where nobody has said who they are: the address alone is counted.
  explicit SignInAttempt(std::string_view address);

  /// Seconds to wait, 0 when the attempt may go on. It is then counted as failed already, so that
  /// many attempts side by side cannot slip under the limit.
  int begin(kernel::Tx& tx);
  /// Takes the count back and remembers the address.
  void succeeded(kernel::Tx& tx);

private:
  std::string pair_, account_;  // empty when nobody is named
  std::string address_;
};

/// Counts the attempt and gives the lock back before the slow part, so that a sign-in never makes
/// others wait: what is written after this needs a Tx of its own. Problem 429 when it must wait.
void begin_attempt(kernel::Context& context, SignInAttempt& attempt);

}  // namespace rimlig::identity
