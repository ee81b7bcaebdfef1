// The state of things in figures, unit by unit: what a central coordinator sees across committees (S3-11)
// without a word of what is written in any object.
#pragma once
namespace rimlig::kernel {
class Routes;
}

namespace rimlig::round {

void figures_routes(kernel::Routes& routes);

}  // namespace rimlig::round
