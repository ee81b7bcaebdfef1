#include <fstream>
#include <iterator>

#include "import/import_cli.hpp"
#include "kernel/json_text.hpp"
#include "kernel/problem.hpp"
#include "reader/worker.hpp"

namespace rimlig::import {

std::string read_command_file(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw kernel::Problem::bad_request("Filen " + file.string() + " kan inte läsas. Kontrollera sökvägen och rättigheterna.");
  return {std::istreambuf_iterator<char>(in), {}};
}

CommandResult refused_result(std::string const& code, std::string const& sentence) {
  std::string json = "{\"refused\":true,\"code\":";
  kernel::append_json_string(json, code);
  json += ",\"detail\":";
  kernel::append_json_string(json, sentence);
  return {1, json + "}", "Filen läses inte in. " + sentence};
}

CommandResult dry_run(std::filesystem::path const& file, ImportKind kind, std::string const& today) {
  try {
    auto const document = reader::read_in_worker("/proc/self/exe", read_command_file(file), file.filename().string());
    auto const preview = preview_of(document, today, kind);
    return {0, dry_run_json(preview), dry_run_text(preview)};
  } catch (reader::Refusal const& refusal) {
    return refused_result(refusal.code(), refusal.what());
  }
}

}  // namespace rimlig::import
