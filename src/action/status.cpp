// Changing status: the pure rules of rules.hpp laid over a stored action.
#include <algorithm>

#include "action/store.hpp"

namespace rimlig::action {

namespace {

template <class T>
void lay(std::optional<T> const& given, std::optional<T>& over) {
  if (given) over = given;
}

Action laid_over(Action action, ActionStatusChange const& change, std::string const& today) {
  lay(change.analysis, action.analysis);
  lay(change.reason, action.reason);
  lay(change.due, action.due);
  lay(change.effect, action.effect);
  lay(change.effect_review_on, action.effect_review_on);
  lay(change.no_evidence_reason, action.no_evidence_reason);
  lay(change.document_ref, action.document_ref);
  lay(change.recurring_control_id, action.recurring_control_id);
  lay(change.decided_by, action.decided_by);
  lay(change.done_on, action.done_on);
  tidy(action);
  action.status = change.to;
  if (change.to == Status::done && !action.done_on) action.done_on = Date{today};
  if (change.to != Status::done) action.done_on.reset();
  return action;
}

template <class T>
std::string_view view(std::optional<T> const& text) {
  return text ? std::string_view(*text) : std::string_view{};
}

/// A control guards a routine when it comes back by itself: daily or at a frequency.
bool recurs(Tx& tx, Id<Control> id) {
  auto const control = tx.find(id);
  return control && (control->kind == ControlKind::continuous || control->frequency);
}

std::vector<kernel::FieldError> lacking(Tx& tx, Action const& before, Action const& after) {
  auto const evidence = tx.value<std::int64_t>("select count(*) from evidence v where v.action_id = $1", before.id).value_or(0);
  StatusFacts facts{before.status, after.status, view(after.analysis), view(after.reason), view(after.effect), view(after.no_evidence_reason),
                    view(after.document_ref), view(after.decided_by)};
  if (after.effect_review_on) facts.effect_review_on = after.effect_review_on->text;
  if (after.start) facts.start = after.start->text;
  if (after.due) facts.due = after.due->text;
  if (before.due) facts.due_before = before.due->text;
  if (after.done_on) facts.done_on = after.done_on->text;
  facts.has_recurring_control = after.recurring_control_id && recurs(tx, *after.recurring_control_id);
  facts.evidence = static_cast<std::size_t>(evidence);
  std::vector<kernel::FieldError> errors;
  for (auto const& one : missing(facts, tx.today().text))
    errors.push_back({"/" + std::string(one.field), std::string(one.code), std::string(one.sentence)});
  return errors;
}

}  // namespace

std::vector<kernel::FieldError> missing_for(Tx& tx, Action const& action, ActionStatusChange const& change) {
  return lacking(tx, action, laid_over(action, change, tx.today().text));
}

void require_own_status(Tx& tx, Action const& before, Action const& after) {
  auto errors = lacking(tx, after, after);
  if (errors.empty()) return;
  // An imported row, or one that time has overtaken, may go on lacking what it lacked before.
  auto const known = lacking(tx, before, before);
  std::erase_if(errors, [&](kernel::FieldError const& error) {
    return std::ranges::any_of(known, [&](kernel::FieldError const& other) { return other.pointer == error.pointer && other.code == error.code; });
  });
  if (!errors.empty()) throw kernel::Problem::invalid(std::move(errors));
}

void apply_status(Tx& tx, Action& action, ActionStatusChange const& change, bool enforce) {
  auto after = laid_over(action, change, tx.today().text);
  if (enforce) {
    auto errors = lacking(tx, action, after);
    if (!errors.empty()) throw kernel::Problem::invalid(std::move(errors));
  }
  store_change(tx, after, action.version);
  action = std::move(after);
}

}  // namespace rimlig::action
