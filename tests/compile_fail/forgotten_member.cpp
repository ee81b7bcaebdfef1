// EXPECT: a member is missing from BOOST_DESCRIBE_STRUCT
#include "kernel/types.hpp"

namespace example {
struct Visit {
  rimlig::kernel::Text<1, 20> place;
  bool done = false;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (place))
}  // namespace example

std::string text(example::Visit const& visit) { return rimlig::kernel::to_json(visit); }
