#include "app/command_line.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace rimlig::app {

void CommonOptions::add_to(CLI::App& command) {
  command.add_option("--data", place.data, "Mapp för databas och filer")->capture_default_str();
  command.add_option("--database", place.database, "PostgreSQL-anslutning, till exempel postgresql:///rimlig (annars SQLite i mappen)")->envname("RIMLIG_DATABASE");
  command.add_flag("--json", json, "Skriv svaret som JSON");
}

void CommonOptions::answer(std::string const& machine, std::string const& person) const { say(json ? machine : person); }

void say(std::string const& text) { std::printf("%s\n", text.c_str()); }

std::string read_file(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw kernel::Problem::bad_request("Kan inte läsa " + path.string() + ".");
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace rimlig::app
