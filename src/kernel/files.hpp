// Attachments and imported source files, kept on disk under their own SHA-256. A file is complete
// before its name exists, the same content is stored once, and nothing is ever overwritten. The
// database holds the hash; a row that was rolled back leaves an orphan, which a job sweeps later.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace rimlig::kernel {

struct StoredFile {
  std::string sha256;
  std::int64_t size = 0;
};

class FileStore {
public:
  /// Makes the folder when it does not exist.
  explicit FileStore(std::filesystem::path root);

  /// On disk, flushed, when this returns.
  StoredFile store(std::string_view bytes) const;
  /// Throws Problem 404 when there is no such file.
  [[nodiscard]] std::string read(std::string_view sha256) const;
  /// Where the file stands (for streaming); throws Problem 404 when the hash is not one.
  [[nodiscard]] std::filesystem::path path(std::string_view sha256) const;
  [[nodiscard]] bool contains(std::string_view sha256) const;
  /// True when the content still has its hash.
  [[nodiscard]] bool intact(std::string_view sha256) const;
  void remove(std::string_view sha256) const;

  [[nodiscard]] std::vector<std::string> all() const;
  /// Files that no row names and that are older than `age`, so that a transaction that is still
  /// running keeps what it has just stored.
  [[nodiscard]] std::vector<std::string> orphans(std::unordered_set<std::string> const& used, std::chrono::seconds age) const;

  [[nodiscard]] std::filesystem::path const& root() const noexcept { return root_; }

private:
  std::filesystem::path root_;
};

}  // namespace rimlig::kernel
