// Taking back the findings that an import made; see action/withdraw.hpp.
#pragma once
#include "action/withdraw.hpp"
#include "finding/finding.hpp"

namespace rimlig::finding {

/// What has happened to the findings since, or leans on them or on the import's actions from outside.
std::vector<action::Obstacle> obstacles(Tx& tx, action::Withdrawal const& of);

/// Removes the findings with their reviews and links. To be done before their actions are removed.
void withdraw(Tx& tx, action::Withdrawal const& of);

}  // namespace rimlig::finding
