// Planning: a round is made, changed and removed until it opens, which it does by itself on its day.
// After that only its last day can be moved, forward and with a reason.
#pragma once
#include "round/round.hpp"

namespace rimlig::kernel {
class Routes;
struct Services;
}

namespace rimlig::round {

/// What the audit chain calls a moved last day.
inline constexpr std::string_view extend_operation = "extend";

struct DeadlineExtension {
  kernel::Date deadline;
  kernel::Text<1, 1000> reason;
};
BOOST_DESCRIBE_STRUCT(DeadlineExtension, (), (deadline, reason))

/// Problem 409 unless the round is open, 422 unless the day is later and has not passed.
Round extend_deadline(kernel::Tx& tx, kernel::Id<Round> id, DeadlineExtension const& extension, kernel::Version expected);

/// Problem 409 unless the round is only planned.
void delete_round(kernel::Tx& tx, kernel::Id<Round> id, kernel::Version expected);

/// Opens each planned round whose day has come, as the program. Two servers may do it at once.
void open_due_rounds(kernel::Services const& services);

void plan_routes(kernel::Routes& to);

}  // namespace rimlig::round
