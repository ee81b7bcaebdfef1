// Whether the audit trail is what was once written: `rimlig audit verify`, backups and tests ask.
#pragma once
#include <cstdint>
#include <string>

#include "kernel/db.hpp"

namespace rimlig::kernel {

struct AuditVerdict {
  std::int64_t entries = 0;
  std::int64_t broken_at = 0;  // the first entry that does not fit, 0 when all do
  std::string reason;          // Swedish, empty when all fit
};
/// Walks the whole chain and computes each hash anew.
AuditVerdict verify_audit(Connection& connection);

}  // namespace rimlig::kernel
