// What every command shares: the options that say where the data is and how to answer, and reading a file
// that a person named. An option is worded here once, so that the manual says the same everywhere.
#pragma once
#include "app/application.hpp"

namespace CLI {
class App;
}

namespace rimlig::app {

struct CommonOptions {
  Place place;
  bool json = false;

  void add_to(CLI::App& command);
  /// One line on standard out, for the reader that was asked for.
  void answer(std::string const& machine, std::string const& person) const;
};

/// Standard out, as is, and a line break.
void say(std::string const& text);

/// The whole file; says which one could not be read.
std::string read_file(std::filesystem::path const& path);

}  // namespace rimlig::app
