// Where the shared reference data lies: RIMLIG_SHARED, or ../shared beside the repository. Tests that
// need it say so and pass when it is absent, so that the repository stands alone.
#pragma once
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace rimlig::test {

inline std::string file_bytes(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE_MESSAGE(in.good(), "cannot read " << path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The path below the shared folder, or nothing (with a message) when it is not here.
inline std::optional<std::filesystem::path> shared(std::string const& below) {
  auto const* root = std::getenv("RIMLIG_SHARED");
  auto const path = (root ? std::filesystem::path(root) : std::filesystem::path(RIMLIG_SOURCE_DIR) / "../shared") / below;
  if (std::filesystem::exists(path)) return path;
  MESSAGE("shared data absent, not tested: " << below);
  return {};
}

}  // namespace rimlig::test
