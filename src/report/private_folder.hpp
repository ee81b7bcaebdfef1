// A folder that only this user may read and that is gone when the work is: for libraries that insist on files.
#pragma once
#include <filesystem>

namespace rimlig::report {

class PrivateFolder {
public:
  PrivateFolder();
  ~PrivateFolder();
  PrivateFolder(PrivateFolder const&) = delete;
  PrivateFolder& operator=(PrivateFolder const&) = delete;

  [[nodiscard]] std::filesystem::path const& path() const { return path_; }

private:
  std::filesystem::path path_;
};

}  // namespace rimlig::report
