#include "action/store.hpp"

#include "action/escalation.hpp"
#include "kernel/personal_number.hpp"
#include "org/circle.hpp"
#include "search/search.hpp"

namespace rimlig::action {

namespace {

template <class T>
std::string text_of(std::optional<T> const& value) {
  return value ? std::string(*value) : std::string{};
}
std::string text_of(std::optional<PartialDate> const& value) { return value ? value->text : std::string{}; }

lint::Status lint_status(Status status) {
  switch (status) {
    case Status::not_started: return lint::Status::not_started;
    case Status::in_progress: return lint::Status::in_progress;
    case Status::delayed: return lint::Status::delayed;
    case Status::done: return lint::Status::done;
    case Status::part_of_routine: return lint::Status::part_of_routine;
    case Status::not_done: return lint::Status::not_done;
    case Status::cancelled: return lint::Status::cancelled;
  }
  return lint::Status::not_started;
}

void index_action(Tx& tx, Action const& action, Chain const& chain) {
  std::string body;
  auto const add = [&](std::string const& text) {
    if (!text.empty()) body.append(body.empty() ? "" : "\n").append(text);
  };
  for (auto const* text : {&action.analysis, &action.reason, &action.effect}) add(text_of(*text));
  for (auto const* text : {&action.owner_text, &action.goal, &action.area, &action.document_ref}) add(text_of(*text));
  add(chain.event_text);
  add(chain.control_title);
  add(chain.owner_name);
  search::index(tx, {"action", action.id.value, action.unit_id.value, title_of(action), body, "/actions/" + std::to_string(action.id.value), action.circle()});
}

template <class... P>
void derive_actions(Tx& tx, std::string_view condition, P const&... params) {
  std::vector<std::int64_t> ids;
  tx.run("select a.id from action a where " + std::string(condition), Tx::bind(params...), [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  for (auto const id : ids)
    if (auto const action = tx.find(Id<Action>{id})) derive(tx, *action);
}

}  // namespace

void move_belongings(Tx& tx, Action const& action) {
  for (auto const* table : {"evidence", "action_comment"})
    tx.execute_derived("update " + std::string(table) + " set unit_id = $1, scope_id = $2 where action_id = $3", action.unit_id, action.scope_id, action.id);
  tx.execute_derived("update lint_question set unit_id = $1, scope_id = $2 where object_kind = 'action' and object_id = $3", action.unit_id, action.scope_id, action.id);
  std::vector<std::pair<std::int64_t, std::string>> comments;
  tx.run("select c.id, c.text from action_comment c where c.action_id = $1", Tx::bind(action.id),
         [&](kernel::Row const& row) { comments.emplace_back(row.integer(0), row.text(1)); });
  for (auto const& [id, text] : comments)
    search::index(tx, {"comment", id, action.unit_id.value, title_of(action), text, "/actions/" + std::to_string(action.id.value) + "#comments", action.circle()});
}

Chain chain_of(Tx& tx, Action const& action) {
  Chain chain;
  tx.run(
      "select c.title, c.frequency, e.text, p.name, (select count(*) from evidence v where v.action_id = a.id) "
      "from action a left join unwanted_event e on e.id = a.event_id left join control c on c.id = e.control_id "
      "left join person p on p.id = a.owner_id where a.id = $1",
      Tx::bind(action.id), [&](kernel::Row const& row) {
        chain = {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), std::string(row.text(3)),
                 static_cast<std::size_t>(row.integer(4))};
      });
  return chain;
}

std::string title_of(Action const& action) {
  return "ÅT-" + std::to_string(action.number) + " " + std::string(action.text);
}

lint::Action subject_of(Action const& action, Chain const& chain) {
  lint::Action subject;
  subject.key = "action:" + std::to_string(action.id.value);
  subject.label = "ÅT-" + std::to_string(action.number);
  subject.control = chain.control_title;
  subject.event = chain.event_text;
  subject.text = action.text;
  subject.analysis = text_of(action.analysis);
  subject.reason = text_of(action.reason);
  subject.owner = action.owner_id ? chain.owner_name : text_of(action.owner_text);
  subject.status = lint_status(action.status);
  subject.start = text_of(action.start);
  subject.due = text_of(action.due);
  subject.original_due = text_of(action.original_due);
  subject.frequency = chain.frequency;
  subject.evidence_count = static_cast<int>(chain.evidence);
  subject.no_evidence_reason = text_of(action.no_evidence_reason);
  return subject;
}

lint::ObjectRef reference_to(Action const& action) { return {"action", action.id.value, action.unit_id.value, title_of(action), action.circle()}; }

void tidy(Action& action) {
  for (auto* text : {&action.analysis, &action.reason, &action.effect, &action.no_evidence_reason}) tidy(*text);
  for (auto* text : {&action.owner_text, &action.document_ref, &action.decided_by, &action.area, &action.goal}) tidy(*text);
}

void derive(Tx& tx, Action const& action) {
  auto const chain = chain_of(tx, action);
  index_action(tx, action, chain);
  lint::check_and_sync(tx, reference_to(action), subject_of(action, chain));
}

void derive(Tx& tx, Control const& control) {
  search::index(tx, {"control", control.id.value, control.unit_id.value, control.title,
                     text_of(control.responsible) + "\n" + text_of(control.process) + "\n" + text_of(control.area),
                     "/controls/" + std::to_string(control.id.value)});
  derive_actions(tx, "a.event_id in (select e.id from unwanted_event e where e.control_id = $1)", control.id);
}

void derive(Tx& tx, UnwantedEvent const& event) {
  search::index(tx, {"event", event.id.value, event.unit_id.value, event.text, "", "/events/" + std::to_string(event.id.value)});
  derive_actions(tx, "a.event_id = $1", event.id);
}

void store_new(Tx& tx, Action& action) {
  tidy(action);
  action.number = tx.next("action_number");
  action.created_at = tx.now();
  action.updated_at = tx.now();
  if (!action.original_due) action.original_due = action.due;
  action.scope_id = action.unit_id.value;
  tx.insert(action);
  derive(tx, action);
}

void store_change(Tx& tx, Action& action, Version expected) {
  tidy(action);
  auto const stored = tx.get(action.id);
  action.scope_id = stored.restricted() ? stored.scope_id : action.unit_id.value;
  if (!action.original_due) action.original_due = stored.due ? stored.due : action.due;
  auto same = action;
  same.updated_at = stored.updated_at;
  same.version = stored.version;
  // Saving a form in which nothing was touched is not a change.
  if (kernel::to_json(same) == kernel::to_json(stored) && expected == stored.version) {
    action = stored;
    return;
  }
  action.updated_at = tx.now();
  tx.update(action, expected);
  if (stored.unit_id != action.unit_id) {
    move_belongings(tx, action);
    if (action.restricted()) org::move_circle(tx, action.scope_id, action.unit_id);
  }
  escalate_if_needed(tx, stored.status, action);
  derive(tx, action);
}

Action store_imported(Tx& tx, Action action) {
  action.imported = true;
  store_new(tx, action);
  return action;
}

Control store_imported(Tx& tx, Control control) {
  tx.insert(control);
  derive(tx, control);
  return control;
}

UnwantedEvent store_imported(Tx& tx, UnwantedEvent event) {
  tx.insert(event);
  derive(tx, event);
  return event;
}

void keep_source(Tx& tx, SourceRow const& source) {
  tx.execute_derived(
      "insert into source_row(import_id, row, file_name, sha256, text) values($1, $2, $3, $4, $5) on conflict (import_id, row) do nothing",
      source.import_id, source.row, source.file_name, source.sha256, kernel::without_personal_numbers(source.text));
}

void register_with_linter() {
  static bool registered = false;
  if (registered) return;
  registered = true;
  lint::add_source({"action", [](Tx& tx) { return tx.value<std::int64_t>("select count(*) from action").value_or(0); },
                    [](Tx& tx, lint::Position after, int limit) {
                      std::vector<std::int64_t> ids;
                      tx.run("select a.id from action a where a.scope_id = a.unit_id and (a.unit_id, a.id) > ($1, $2) order by a.unit_id, a.id limit $3",
                             Tx::bind(after.unit_id, after.object_id, limit), [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
                      std::vector<lint::StoredSubject> subjects;
                      for (auto const id : ids)
                        if (auto const action = tx.find(Id<Action>{id})) subjects.push_back({reference_to(*action), subject_of(*action, chain_of(tx, *action))});
                      return subjects;
                    }});
}

}  // namespace rimlig::action
