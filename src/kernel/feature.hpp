// What a feature gives the program: its routes and its background work.
#pragma once
#include <string_view>

#include "kernel/jobs.hpp"
#include "kernel/routes.hpp"

namespace rimlig::kernel {

struct Feature {
  std::string_view name;
  void (*routes)(Routes&) = nullptr;
  void (*jobs)(Jobs&) = nullptr;
};

}  // namespace rimlig::kernel
