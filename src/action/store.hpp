// What every write of this feature has in common: blanks become nothing, and what is derived from an
// object (search text, the linter's questions) follows in the same transaction.
#pragma once
#include "action/action.hpp"
#include "lint/lint.hpp"

namespace rimlig::action {

/// What stands around an action, for search, questions and pages.
struct Chain {
  std::string control_title, frequency, event_text, owner_name;
  std::size_t evidence = 0;
};
Chain chain_of(Tx& tx, Action const& action);

/// The action as the linter sees it.
lint::Action subject_of(Action const& action, Chain const& chain);
lint::ObjectRef reference_to(Action const& action);

/// Number, times and first end date of a new action; stores it and what follows from it.
void store_new(Tx& tx, Action& action);
/// Stores a change and what follows from it. Problem 412 when it was changed since it was read.
void store_change(Tx& tx, Action& action, Version expected);

/// Problem 422 when the change takes away something that the action's own status asks for.
void require_own_status(Tx& tx, Action const& before, Action const& after);

/// Comments, evidence and questions belong where the action belongs, and are read by those who may read it.
void move_belongings(Tx& tx, Action const& action);

/// What is derived from the stored object.
void derive(Tx& tx, Action const& action);
void derive(Tx& tx, Control const& control);
void derive(Tx& tx, UnwantedEvent const& event);

/// A text of blanks is no text.
void tidy(Action& action);
template <class T>
void tidy(std::optional<T>& text) {
  if (text && text->find_first_not_of(" \t\n") == std::string::npos) text.reset();
}

/// "ÅT-12 Stickprov av avtal": how an action is called in lists and questions.
std::string title_of(Action const& action);

/// The linter's run over everything walks the actions through this.
void register_with_linter();

}  // namespace rimlig::action
