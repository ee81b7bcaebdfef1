// `rimlig user …` and `rimlig permissions`.
#pragma once

namespace CLI {
class App;
}

namespace rimlig::app {

/// `result` becomes the exit code. Passwords are read from standard input, so that they stand
/// neither in a process list nor in a shell's history.
void add_user_commands(CLI::App& program, int& result);

}  // namespace rimlig::app
