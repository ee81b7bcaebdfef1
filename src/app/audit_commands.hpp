// `rimlig audit …`: verifies the chain of the change log, and signs how far it has come.
#pragma once

namespace CLI {
class App;
}

namespace rimlig::app {

/// `result` becomes the exit code: 3 when the log does not hold together.
void add_audit_commands(CLI::App& program, int& result);

}  // namespace rimlig::app
