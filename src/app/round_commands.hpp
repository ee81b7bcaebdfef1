// `rimlig round list|open|close`.
#pragma once

namespace CLI {
class App;
}

namespace rimlig::app {

void add_round_commands(CLI::App& program);

}  // namespace rimlig::app
