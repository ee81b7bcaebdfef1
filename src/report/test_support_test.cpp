#include "report/test_support.hpp"

#include <doctest/doctest.h>
#include <zip.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "report/private_folder.hpp"

namespace rimlig::report {

std::string zip_part(std::string const& archive, std::string const& name) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(archive.data(), archive.size(), 0, &error);
  zip_t* zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  REQUIRE(zip != nullptr);
  std::string out;
  zip_stat_t stat;
  if (zip_stat(zip, name.c_str(), 0, &stat) == 0) {
    out.resize(stat.size);
    zip_file_t* file = zip_fopen(zip, name.c_str(), 0);
    zip_fread(file, out.data(), out.size());
    zip_fclose(file);
  }
  zip_discard(zip);
  return out;
}

std::string shared_folder() {
  char const* given = std::getenv("RIMLIG_SHARED");
  std::string const folder = given != nullptr ? given : std::string(RIMLIG_SOURCE_DIR) + "/../shared";
  return std::filesystem::exists(folder + "/checks") ? folder : "";
}

namespace {

/// Exit code and output of the check; -1 when it could not be run.
std::pair<int, std::string> check(std::string const& script, std::string const& bytes, std::string const& ending, std::string const& arguments) {
  auto const shared = shared_folder();
  if (shared.empty()) return {-1, ""};
  PrivateFolder const folder;
  auto const path = folder.path() / ("file." + ending);
  std::ofstream(path, std::ios::binary) << bytes;
  std::string const command = "python3 '" + shared + "/checks/" + script + "' " + arguments + " '" + path.string() + "' 2>&1";
  FILE* pipe = popen(command.c_str(), "r");
  std::string out;
  std::array<char, 4096> part{};
  while (std::size_t const got = fread(part.data(), 1, part.size(), pipe)) out.append(part.data(), got);
  return {pclose(pipe), out};
}

}  // namespace

void run_check(std::string const& script, std::string const& bytes, std::string const& ending, std::string const& arguments) {
  auto const [code, out] = check(script, bytes, ending, arguments);
  if (code == -1) {
    MESSAGE("skipped: ", script, " is not here");
    return;
  }
  INFO(out);
  CHECK(code == 0);
}

std::string check_complaint(std::string const& script, std::string const& bytes, std::string const& ending) {
  auto const [code, out] = check(script, bytes, ending, "");
  return code > 0 ? out : "";
}

void keep(std::string const& name, std::string const& bytes) {
  if (char const* folder = std::getenv("RIMLIG_REPORT_OUT")) std::ofstream(std::filesystem::path(folder) / name, std::ios::binary) << bytes;
}

}  // namespace rimlig::report
