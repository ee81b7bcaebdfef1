// EXPECT: the draft has a member that the object lacks
#include "kernel/types.hpp"

namespace example {
struct Visit {
  rimlig::kernel::Text<1, 20> place;
};
BOOST_DESCRIBE_STRUCT(Visit, (), (place))

struct VisitDraft {
  rimlig::kernel::Text<1, 20> place;
  bool done = false;
};
BOOST_DESCRIBE_STRUCT(VisitDraft, (), (place, done))
}  // namespace example

void take(example::VisitDraft draft, example::Visit& visit) { rimlig::kernel::copy_members(std::move(draft), visit); }
