// A signed statement of how far the audit chain had come and what its last hash was. Kept in another
// place, it shows what the chain cannot show by itself: that its end was cut off, or that all of it was
// written anew.
#pragma once
#include <filesystem>
#include <span>

#include "kernel/audit.hpp"
#include "kernel/audit_verify.hpp"

namespace rimlig::kernel {

struct Checkpoint {
  Instant at;
  std::int64_t entries = 0;
  std::string hash;        // of that entry; empty before the first
  std::string public_key;  // Ed25519, hex
  std::string signature;   // of the four members above, hex
};
BOOST_DESCRIBE_STRUCT(Checkpoint, (), (at, entries, hash, public_key, signature))

/// What the file of the key is called, in the data folder.
inline constexpr std::string_view signing_key_name = "signing.key";

/// The installation's own Ed25519 key. Made at first use, in a file that only its owner may read.
class SigningKey {
public:
  explicit SigningKey(std::filesystem::path const& file);
  [[nodiscard]] std::string const& public_key() const { return public_key_; }
  [[nodiscard]] std::string sign(std::string_view bytes) const;

private:
  std::string seed_;  // hex, as in the file
  std::string public_key_;
};

/// Signs where the chain stands now.
Checkpoint make_checkpoint(Connection& connection, SigningKey const& key, Clock const& clock);
/// Problem 400 when the text is not a checkpoint, or its signature is not its own.
Checkpoint read_checkpoint(std::string_view json);

/// verify_audit, and that each checkpoint's entry still has its hash. When a checkpoint does not fit,
/// broken_at is the first entry after the last checkpoint that does.
AuditVerdict verify_audit(Connection& connection, std::span<Checkpoint const> checkpoints, AuditKeys const& keys = {});

}  // namespace rimlig::kernel
