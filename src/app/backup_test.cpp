#include "app/backup.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "kernel/crypto.hpp"
#include "kernel/problem.hpp"

using namespace rimlig;
using namespace rimlig::app;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("rimlig-copy-" + kernel::random_token(8));
  Folder() { fs::create_directory(path); }
  ~Folder() { fs::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
};

void write(fs::path const& file, std::string const& text) { std::ofstream(file, std::ios::binary) << text; }

std::string content(fs::path const& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("restore: nothing in a copy leads out of it, and a copy that somebody has changed is not taken") {
  Folder const folder;
  Place place;
  place.data = folder.path / "data";
  kernel::StoredFile kept;
  {
    Application const application(place);
    kept = application.services().files.store("ett underlag");
  }
  auto const copy = folder.path / "kopia";
  backup(place, copy);
  write(folder.path / "secret.txt", "hemligt");
  auto const manifest = content(copy / "manifest.json");
  REQUIRE(manifest.find(kept.sha256) != std::string::npos);

  int number = 0;
  auto const refusal = [&](std::string const& changed) {
    write(copy / "manifest.json", changed);
    Place target;
    target.data = folder.path / ("mal" + std::to_string(++number));
    try {
      restore(copy, target);
    } catch (kernel::Problem const& problem) {
      CHECK_FALSE(fs::exists(target.data));
      CHECK_FALSE(fs::exists(target.data.string() + ".ofullstandig"));
      return problem.detail();
    }
    return std::string();
  };
  auto const with = [&](std::string const& entry) { return manifest.substr(0, manifest.rfind("]")) + "," + entry + "]}"; };
  CHECK(refusal(manifest).empty());
  auto const secret = kernel::sha256_hex("hemligt");
  for (std::string const entry : {R"({"path":"../secret.txt","sha256":")" + secret + "\"}", std::string(R"({"path":"files/x","sha256":"../../secret.txt"})"), std::string(R"({"path":"/etc/passwd","sha256":"/etc/passwd"})"),
                                  R"({"path":"files/x","sha256":"..%2f)" + secret + "\"}"})
    CHECK_MESSAGE(refusal(with(entry)) != "", entry);
  CHECK(refusal(with(R"({"path":"rimlig.db","sha256":")" + secret + "\"}")).find("databasen en gång") != std::string::npos);
  CHECK(refusal(R"({"program":"rimlig","created_at":"2026-11-22T08:00:00.000Z","entries":[]})").find("databasen en gång") != std::string::npos);
  CHECK(refusal("{").find("JSON") != std::string::npos);

  auto const stored = copy / "files" / kept.sha256.substr(0, 2) / kept.sha256;
  fs::remove(stored);
  fs::create_symlink(folder.path / "secret.txt", stored);
  CHECK(refusal(manifest).find("skadad") != std::string::npos);
  fs::remove(stored);
  CHECK(refusal(manifest).find("ofullständig") != std::string::npos);
}
