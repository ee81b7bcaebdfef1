// EXPECT: has no Codec
#include "kernel/types.hpp"

namespace example {
class Opaque {
  int hidden_ = 0;

public:
  int hidden() const { return hidden_; }
};
struct Visit {
  Opaque what;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (what))
}  // namespace example

std::string text(example::Visit const& visit) { return rimlig::kernel::to_json(visit); }
