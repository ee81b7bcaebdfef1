#include "app/features.hpp"

namespace rimlig::app {

std::vector<kernel::Feature> features() { return {}; }

}  // namespace rimlig::app
