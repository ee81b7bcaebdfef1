// `rimlig lint`: the run over everything on the command line, with what is open afterwards.
#pragma once
#include <string>

#include "kernel/tx.hpp"

namespace rimlig::kernel {
struct Services;
}

namespace rimlig::lint {

/// 0: no open question of severity error. 3: there is at least one.
struct CommandOutcome {
  std::string text;  // for a person, or one JSON object
  int exit_code = 0;
};

CommandOutcome lint_everything(kernel::Services const& services, kernel::Actor const& actor, bool json);

}  // namespace rimlig::lint
