// An action that was not carried out goes one level up, and that level must answer with a new date
// (S1-30). The question is an object of its own, so that it cannot be forgotten in a text.
#pragma once
#include "action/action.hpp"

namespace rimlig::action {

enum class EscalationState { open, answered, withdrawn };
BOOST_DESCRIBE_ENUM(EscalationState, open, answered, withdrawn)

struct Escalation {
  static constexpr std::string_view table = "escalation";
  static constexpr std::string_view scope = "scope_id";
  Id<Escalation> id;
  Version version;
  Id<org::Unit> unit_id;  // who must answer
  Id<Action> action_id;
  Id<org::Unit> from_unit_id;
  std::string reason;
  EscalationState state = EscalationState::open;
  Instant raised_at;
  std::optional<Prose> answer;
  std::optional<PartialDate> new_due;
  std::optional<std::string> answered_by;
  std::optional<Instant> answered_at;
  std::int64_t scope_id = 0;  // unit_id, or the circle of a restricted action
};
BOOST_DESCRIBE_STRUCT(Escalation, (),
                      (id, version, unit_id, action_id, from_unit_id, reason, state, raised_at, answer, new_due, answered_by, answered_at, scope_id))

/// Raises the question when the action has become "not carried out", withdraws it when it no longer is.
void escalate_if_needed(Tx& tx, Status before, Action const& after);

std::optional<Escalation> open_escalation(Tx& tx, Id<Action> action);

}  // namespace rimlig::action
