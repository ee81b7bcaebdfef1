// The list of what the program is made of. A new feature adds one line in features.cpp.
#pragma once
#include <vector>

#include "kernel/feature.hpp"

namespace rimlig::app {

std::vector<kernel::Feature> features();

}  // namespace rimlig::app
