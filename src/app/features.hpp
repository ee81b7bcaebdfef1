// The lists of what the program is made of. A new feature adds its lines in features.cpp.
#pragma once
#include <span>
#include <vector>

#include "kernel/feature.hpp"

namespace rimlig::app {

std::vector<kernel::Feature> features();

/// What the clock alone makes due. Done once, also when it is called again or by two servers together.
struct Tick {
  std::string_view feature;
  void (*run)(kernel::Services const&);
};
std::span<Tick const> ticks();

/// A column of SHA-256 values. Each one in the schema is listed, so that a sweep of the file store
/// knows whether what it names must be spared.
struct HashColumn {
  std::string_view table;
  std::string_view column;
  bool names_file;
};
std::span<HashColumn const> hash_columns();

}  // namespace rimlig::app
