// `rimlig lint`, and what the program starts for itself to read a stranger's file.
#pragma once

namespace CLI {
class App;
}

namespace rimlig::app {

/// `result` becomes the exit code.
void add_work_commands(CLI::App& program, int& result);

}  // namespace rimlig::app
