// Restricted access to a finding, as to an action: its scope becomes a circle, and its reviews, questions, history
// and search text follow. Its actions are objects of their own, and can be restricted with it.
#pragma once
#include "action/restriction.hpp"
#include "finding/finding.hpp"

namespace rimlig::finding {

inline constexpr auto const& restrictable = action::restricted_findings;

/// The finding and what hangs on it belong to another scope from now on.
void take_scope(Tx& tx, Finding& finding, std::int64_t scope, std::string operation);

using Restricting = identity::Restricting<Finding, action::restricted_findings, take_scope>;

/// Draws the finding's circle around an action of it that is open. Problem 403 when the actor may not decide who reads the action.
void restrict_as(Tx& tx, Finding const& finding, Id<action::Action> action);
/// The same for an action that the actor has just made of the finding, and nobody else has seen.
void restrict_new_as(Tx& tx, Finding const& finding, action::Action& made);

void restriction_routes(kernel::Routes& routes);
/// What hangs on a finding, for the log, and what a finding has made of its actions' words.
void register_restriction();

}  // namespace rimlig::finding
