// The members of an office file (a zip), inflated piece by piece and never to disk. Names, sizes and
// ratios are checked here, because what the archive declares about itself is only a claim.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader {

class ZipMembers {
public:
  /// Throws Refusal for a damaged or encrypted archive, or one with a name that climbs out of it.
  ZipMembers(std::string_view bytes, Limits const& limits);
  ~ZipMembers();
  ZipMembers(ZipMembers const&) = delete;
  ZipMembers& operator=(ZipMembers const&) = delete;

  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] std::vector<std::string> const& names() const { return names_; }

  /// Inflates one member, handing out pieces; `use` returns false to stop early.
  void read(std::string_view name, std::function<bool(std::string_view piece, bool last)> const& use);

  /// A small member as a whole: at most `most` bytes.
  std::string text(std::string_view name, std::uint64_t most = 16u << 20);

private:
  struct Archive;
  std::unique_ptr<Archive> archive_;
  std::vector<std::string> names_;
  std::vector<std::uint64_t> packed_sizes_;
  Limits const& limits_;
  std::uint64_t archive_bytes_;
  std::uint64_t inflated_ = 0;
};

}  // namespace rimlig::reader
