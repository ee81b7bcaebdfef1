// The lists of what the program is made of. A new feature adds its lines in features.cpp.
#pragma once
#include <span>
#include <vector>

#include "kernel/feature.hpp"

namespace rimlig::app {

std::vector<kernel::Feature> features();

/// What the clock alone makes due. Done once, also when it is called again or by two servers together.
struct Tick {
  std::string_view feature;
  void (*run)(kernel::Services const&);
};
std::span<Tick const> ticks();

}  // namespace rimlig::app
