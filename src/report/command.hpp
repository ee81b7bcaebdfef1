// `rimlig report`: the report of a closed round as a file, without a server.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "kernel/tx.hpp"

namespace rimlig::kernel {
struct Services;
}

namespace rimlig::report {

struct CommandOptions {
  std::filesystem::path target;           // .pdf, .docx, .xlsx, or .json for the blocks themselves
  std::optional<std::int64_t> round_id;   // absent: the round that was closed last
  std::optional<std::int64_t> unit_id;    // absent: the whole round
  bool json = false;
};

/// Makes the report (or finds the one that says the same) and writes the file. Gives what to print.
std::string write_report(kernel::Services const& services, kernel::Actor const& actor, CommandOptions const& options);

}  // namespace rimlig::report
