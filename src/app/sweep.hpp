// Files in the store that no row names any more: left by a transaction that was rolled back, or by
// something that was taken away. They are removed when they are old enough that no upload can still
// be about to name them.
#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "app/features.hpp"

namespace rimlig::app {

struct SweepResult {
  std::int64_t files = 0;    // in the store
  std::int64_t removed = 0;  // or, in a dry run, would be
  std::int64_t bytes = 0;
  bool dry_run = false;
  std::vector<std::string> sha256;  // of what was removed
};
BOOST_DESCRIBE_STRUCT(SweepResult, (), (files, removed, bytes, dry_run, sha256))

/// Nothing younger than a day is touched. Throws when the schema has a column of SHA-256 values that
/// is not listed: what it names could then be a file.
SweepResult sweep(kernel::Services const& services, std::span<HashColumn const> columns, bool dry_run);

/// The running server's own, once a day.
void sweep_daily(kernel::Services const& services);

}  // namespace rimlig::app
