// `rimlig import actions|findings FIL`.
#pragma once

namespace CLI {
class App;
}

namespace rimlig::app {

/// `result` becomes the exit code.
void add_import_commands(CLI::App& program, int& result);

}  // namespace rimlig::app
