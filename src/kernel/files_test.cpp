#include "kernel/files.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "kernel/crypto.hpp"
#include "kernel/problem.hpp"

using namespace rimlig::kernel;
using namespace std::chrono_literals;

namespace {

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() / ("rimlig-files-" + random_token(8));
  ~Folder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("files: content is stored once, under its hash, and read back") {
  Folder folder;
  FileStore const store(folder.path);
  std::string const bytes("underlag\0och mer", 16);
  auto const first = store.store(bytes);
  CHECK(first.sha256 == sha256_hex(bytes));
  CHECK(first.size == 16);
  CHECK(store.store(bytes).sha256 == first.sha256);
  CHECK(store.all() == std::vector{first.sha256});
  CHECK(store.read(first.sha256) == bytes);
  CHECK(store.contains(first.sha256));
  CHECK(store.intact(first.sha256));
  CHECK(std::filesystem::is_empty(folder.path / "tmp"));
}

TEST_CASE("files: a changed file is noticed") {
  Folder folder;
  FileStore const store(folder.path);
  auto const sha256 = store.store("före").sha256;
  std::ofstream(store.path(sha256)) << "efter";
  CHECK_FALSE(store.intact(sha256));
}

TEST_CASE("files: only a hash is a name") {
  Folder folder;
  FileStore const store(folder.path);
  for (auto const* name : {"", "../secret", "tmp", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"}) {
    CHECK_THROWS_AS((void)store.path(name), Problem);
    CHECK_FALSE(store.contains(name));
  }
  CHECK_THROWS_AS((void)store.read(sha256_hex("absent")), Problem);
}

TEST_CASE("files: the sweep spares what a row names and what is new") {
  Folder folder;
  FileStore const store(folder.path);
  auto const used = store.store("a").sha256;
  auto const old = store.store("b").sha256;
  auto const fresh = store.store("c").sha256;
  for (auto const& sha256 : {used, old}) {
    std::filesystem::last_write_time(store.path(sha256), std::filesystem::file_time_type::clock::now() - 48h);
  }
  CHECK(store.orphans({used}, 24h) == std::vector{old});
  store.remove(old);
  CHECK_FALSE(store.contains(old));
  CHECK(store.contains(fresh));
}
