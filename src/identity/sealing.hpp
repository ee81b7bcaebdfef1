// Secrets that must be read again (the key of a second factor) are kept sealed with a key that stands in
// a file beside the data, not in the database: a stolen copy of the database opens nothing.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace rimlig::kernel {
struct Services;
}

namespace rimlig::identity {

std::string random_bytes(std::size_t count);

class SealingKey {
public:
  /// Made at first use, in a file that only its owner may read.
  explicit SealingKey(std::filesystem::path const& file);
  /// Made never: without the file nothing opens.
  static SealingKey existing(std::filesystem::path const& file);

  /// `about` says what the secret is and whose; the same must be said to open it.
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view about) const;
  /// Nothing when it was sealed with another key, about something else, or has been altered.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed, std::string_view about) const;

private:
  SealingKey() = default;
  void read(std::filesystem::path const& file);

  std::string key_;
};

/// The file that RIMLIG_SECRET_KEY_FILE names, else secret.key in the data folder.
std::filesystem::path sealing_key_file(kernel::Services const& services);

}  // namespace rimlig::identity
