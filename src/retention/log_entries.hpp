// Taking the content out of old entries of the log: the number and the hash stay, and a statement that is signed
// with the installation's key says which entries they were (kernel/audit_disposal.hpp).
#pragma once
#include "kernel/checkpoint.hpp"
#include "retention/kinds.hpp"

namespace rimlig::kernel {
class Routes;
struct Services;
}  // namespace rimlig::kernel

namespace rimlig::retention {

/// The installation's key; nothing when there is none that can be used. None is made.
std::optional<kernel::SigningKey> signing_key(kernel::Services const& services);

/// An entry that is not what was sealed. Nothing is taken out of such a log.
struct BrokenLog {
  std::int64_t at;
};

/// Empties at most `most` entries of one month, with the signed statement in the same transaction, and says how many.
/// `from` is where the oldest is looked for, and is moved up to it: what an earlier batch passed over is not walked again.
/// Throws BrokenLog.
std::int64_t empty_some(kernel::Tx& tx, KindRule const& kind, RetentionRule const& rule, kernel::SigningKey const& key, std::string& from, std::int64_t most);

/// "läsningar"; the word itself when it is no kind of the log.
std::string log_kind_in_words(std::string_view kind);

void log_routes(kernel::Routes& routes);

}  // namespace rimlig::retention
