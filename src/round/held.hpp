// What rounds keep about actions that an import made: it cannot be taken back under them.
#pragma once
#include "action/withdraw.hpp"

namespace rimlig::round {

/// Answers, also drafts, and the frozen copies of closed rounds.
void add_obstacles(kernel::Tx& tx, action::Withdrawal const& of, std::vector<action::Obstacle>& found);

}  // namespace rimlig::round
