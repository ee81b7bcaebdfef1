// Whether the audit trail is what was once written: `rimlig audit verify`, backups and tests ask.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "kernel/db.hpp"

namespace rimlig::kernel {

/// Whose signature under a disposal is believed. Without any, each statement's own key is taken, and the verdict says so.
struct AuditKeys {
  std::vector<std::string> trusted;  // Ed25519 public keys, hex
};

/// Entries that were emptied under one decision.
struct EmptiedUnder {
  std::string kind;
  std::string decision;
  std::int64_t entries = 0;
};

struct AuditVerdict {
  std::int64_t entries = 0;
  std::int64_t broken_at = 0;  // the first entry that does not fit, 0 when all do
  std::string reason;          // Swedish, empty when all fit
  std::vector<EmptiedUnder> emptied;
  std::vector<std::string> unproven_keys;  // that signed for emptied entries, and that nobody has vouched for

  [[nodiscard]] std::int64_t emptied_entries() const;
};
/// Walks the whole chain and computes each hash anew; an emptied entry needs a signed disposal (audit_disposal.hpp).
AuditVerdict verify_audit(Connection& connection, AuditKeys const& keys = {});

}  // namespace rimlig::kernel
