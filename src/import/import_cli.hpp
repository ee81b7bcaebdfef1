// The import as commands: a dry run that stores nothing, and an import without a preview.
#pragma once
#include <filesystem>
#include <string>

#include "import/import.hpp"

namespace rimlig::import {

struct CommandResult {
  int exit_code = 0;
  std::string json, text;  // for --json, and for a person
};

/// Reads the file in a worker and says what an import would give. A refused file is exit code 1.
CommandResult dry_run(std::filesystem::path const& file, ImportKind kind, std::string const& today);

/// The file's bytes, or Problem 400 when it cannot be read.
std::string read_command_file(std::filesystem::path const& file);
CommandResult refused_result(std::string const& code, std::string const& sentence);

/// Takes in the file, accepts every row and stores them at the unit with that name or alias.
CommandResult import_file(kernel::Services const& services, kernel::Actor const& actor, std::filesystem::path const& file, ImportKind kind, std::string const& unit);

/// Takes back a stored import.
CommandResult undo_command(kernel::Services const& services, kernel::Actor const& actor, std::int64_t import_id);

}  // namespace rimlig::import
