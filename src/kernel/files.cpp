#include "kernel/files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

#include "kernel/crypto.hpp"
#include "kernel/problem.hpp"

namespace rimlig::kernel {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(fs::path const& path, std::string const& what) {
  throw std::system_error(errno, std::generic_category(), what + " " + path.string());
}

class Descriptor {
public:
  Descriptor(fs::path const& path, int flags) : path_(path), number_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {
    if (number_ < 0) fail(path, "open");
  }
  ~Descriptor() { ::close(number_); }
  Descriptor(Descriptor const&) = delete;
  Descriptor& operator=(Descriptor const&) = delete;

  void write(std::string_view bytes) const {
    while (!bytes.empty()) {
      auto const written = ::write(number_, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(path_, "write");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void flush() const {
    if (::fsync(number_) != 0) fail(path_, "fsync");
  }

private:
  fs::path path_;
  int number_;
};

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

FileStore::FileStore(fs::path root) : root_(std::move(root)) { fs::create_directories(root_ / "tmp"); }

fs::path FileStore::path(std::string_view sha256) const {
  if (!is_sha256(sha256)) throw Problem::not_found("filen");
  return root_ / sha256.substr(0, 2) / sha256;
}

StoredFile FileStore::store(std::string_view bytes) const {
  StoredFile stored{sha256_hex(bytes), static_cast<std::int64_t>(bytes.size())};
  auto const target = path(stored.sha256);
  // The sweep looks at the age: content that is stored anew counts as new. When it has just been swept, it is written again;
  // the sweep may take it between the two questions, and looks at the age once more when it has.
  std::error_code missing;
  fs::last_write_time(target, fs::file_time_type::clock::now(), missing);
  if (!missing && fs::exists(target)) return stored;
  auto const temporary = root_ / "tmp" / random_token(16);
  try {
    Descriptor const file(temporary, O_WRONLY | O_CREAT | O_EXCL);
    file.write(bytes);
    file.flush();
    if (fs::create_directory(target.parent_path())) Descriptor(root_, O_RDONLY | O_DIRECTORY).flush();
    fs::rename(temporary, target);
    Descriptor(target.parent_path(), O_RDONLY | O_DIRECTORY).flush();
  } catch (...) {
    std::error_code ignored;
    fs::remove(temporary, ignored);
    throw;
  }
  return stored;
}

std::string FileStore::read(std::string_view sha256) const {
  auto const file = path(sha256);
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Problem::not_found("filen");
  std::string bytes(fs::file_size(file), '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in) throw std::runtime_error("short read of " + file.string());
  return bytes;
}

bool FileStore::contains(std::string_view sha256) const { return is_sha256(sha256) && fs::exists(path(sha256)); }

bool FileStore::intact(std::string_view sha256) const { return contains(sha256) && sha256_hex(read(sha256)) == sha256; }

void FileStore::remove(std::string_view sha256) const { fs::remove(path(sha256)); }

std::vector<std::string> FileStore::all() const {
  std::vector<std::string> out;
  for (auto const& folder : fs::directory_iterator(root_)) {
    if (!folder.is_directory() || folder.path().filename() == "tmp") continue;
    for (auto const& file : fs::directory_iterator(folder)) {
      if (is_sha256(file.path().filename().native())) out.push_back(file.path().filename());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> FileStore::orphans(std::unordered_set<std::string> const& used, std::chrono::seconds age) const {
  std::vector<std::string> out;
  auto const newest = fs::file_time_type::clock::now() - age;
  for (auto const& sha256 : all()) {
    std::error_code gone;
    if (!used.contains(sha256) && fs::last_write_time(path(sha256), gone) < newest && !gone) out.push_back(sha256);
  }
  return out;
}

}  // namespace rimlig::kernel
