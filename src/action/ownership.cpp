#include "action/ownership.hpp"

#include "action/escalation.hpp"
#include "action/store.hpp"
#include "identity/permissions.hpp"
#include "org/ownership.hpp"

namespace rimlig::action {

namespace {

/// Answered questions too belong to the unit that owns what they are about.
void move_questions(Tx& tx, std::string_view kind, std::int64_t id, Id<org::Unit> unit) {
  tx.execute_derived("update lint_question set scope_id = case when scope_id = unit_id then $1 else scope_id end, unit_id = $1 where object_kind = $2 and object_id = $3", unit, kind, id);
}

void store(Tx& tx, Action& action) {
  move_questions(tx, "action", action.id.value, action.unit_id);
  store_change(tx, action, action.version);
}

void store(Tx& tx, Control& control) {
  tx.update(control);
  derive(tx, control);
}

void store(Tx& tx, UnwantedEvent& event) {
  tx.update(event);
  derive(tx, event);
}

void store(Tx& tx, ActionTemplate& entry) { tx.update(entry); }
void store(Tx& tx, Escalation& escalation) {
  if (!tx.get(escalation.action_id).restricted()) escalation.scope_id = escalation.unit_id.value;
  tx.update(escalation);
}

template <class T>
org::Owned owned(int order, std::string_view follows, std::string_view label, std::string_view title, std::string_view permission) {
  org::Owned entry;
  entry.kind = T::table;
  entry.order = order;
  entry.follows = follows;
  entry.label = label;
  entry.title = title;
  entry.scope = T::scope;
  entry.readers = identity::roles_with(permission);
  entry.give = org::hand_over<T, store>;
  entry.take_back = org::hand_back<T, store>;
  return entry;
}

}  // namespace

void register_ownership() {
  org::register_owned(owned<Control>(30, "1 = 1", "'Kontroll ' || t.id", "t.title", "control.read"));
  org::register_owned(owned<UnwantedEvent>(31, "1 = 1", "'Händelse ' || t.id", "t.text", "control.read"));
  org::register_owned(owned<ActionTemplate>(32, "not t.retired", "'Standardåtgärd ' || t.id", "t.text", "action.read"));
  // Ranks 1 to 4 are what is not closed.
  org::register_owned(owned<Action>(33, "t.status_rank <= 4", "'ÅT-' || t.number", "t.text", "action.read"));
  org::register_owned(owned<Escalation>(34, "t.state = 'open'", "'Fråga ' || t.id", "t.reason", "action.read"));
}

}  // namespace rimlig::action
