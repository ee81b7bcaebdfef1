#include "round/answers.hpp"

#include <map>

#include "lint/check.hpp"

namespace rimlig::round {

using namespace kernel;

namespace {

struct ItemRow {
  Id<action::Action> action_id;
  Version version;
  std::int64_t number;
  std::string text;
  std::optional<std::string> event_text;
  action::Status status;
  std::optional<std::string> analysis;
  std::optional<PartialDate> start;
  std::optional<PartialDate> due;
  std::optional<RoundAnswer> answer;
  std::optional<RoundPrevious> previous;
  std::int64_t evidence_count;
};
BOOST_DESCRIBE_STRUCT(ItemRow, (),
                      (action_id, version, number, text, event_text, status, analysis, start, due, answer, previous, evidence_count))

constexpr std::string_view item_columns =
    "select a.id as action_id, coalesce(ra.version, 0) as version, a.number as number, a.text as text, e.text as event_text, a.status as status, "
    "a.analysis as analysis, a.start as start, a.due as due, ra.answer as answer, ra.previous as previous, "
    "(select count(*) from evidence v where v.action_id = a.id) as evidence_count "
    "from action a left join unwanted_event e on e.id = a.event_id "
    "left join round_answer ra on ra.action_id = a.id and ra.report_id = $1 where a.scope_id = $2 ";

template <class T>
std::string_view view(std::optional<T> const& text) {
  return text ? std::string_view(*text) : std::string_view{};
}
std::string_view view(std::optional<PartialDate> const& date) { return date ? std::string_view(date->text) : std::string_view{}; }

std::vector<std::string> missing_of(Tx& tx, RoundItem const& item) {
  if (!item.answer) return {"status"};
  if (item.answer->unchanged) return {};
  auto const change = change_of(*item.answer);
  if (!change) return {"status"};
  std::vector<std::string> fields;
  for (auto const& missing : action::missing_for(tx, tx.get(item.action_id), *change)) fields.push_back(missing.pointer.substr(1));
  return fields;
}

/// The rules look at the action as it would be with the answer laid over it.
std::vector<RoundQuestion> questions_of(RoundItem const& item, std::string_view today) {
  if (!item.answer || item.answer->unchanged) return {};
  static_assert(static_cast<int>(lint::Status::cancelled) == static_cast<int>(action::Status::cancelled), "the two enums have the same order");
  lint::Action subject;
  subject.key = "answer";
  subject.label = "ÅT-" + std::to_string(item.number);
  subject.event = view(item.event_text);
  subject.text = item.text;
  subject.analysis = view(item.answer->analysis);
  subject.reason = view(item.answer->reason);
  subject.status = static_cast<lint::Status>(item.answer->status.value_or(item.previous.status));
  subject.start = view(item.previous.start);
  subject.due = item.answer->due ? view(item.answer->due) : view(item.previous.due);
  subject.evidence_count = static_cast<int>(item.evidence_count);
  subject.no_evidence_reason = view(item.answer->no_evidence_reason);
  lint::Context context;
  context.report_date = today;
  context.today = today;
  std::vector<RoundQuestion> questions;
  for (auto& found : lint::check(subject, context)) {
    // What the unit cannot change in its answer is asked in the inbox, not here.
    if (found.field != "analysis" && found.field != "reason" && found.field != "due" && found.field != "status") continue;
    questions.push_back({std::nullopt, std::move(found.rule), found.severity, std::move(found.field), std::move(found.question),
                         std::move(found.quote), static_cast<std::int64_t>(found.begin), static_cast<std::int64_t>(found.end),
                         std::move(found.suggestion)});
  }
  return questions;
}

/// Sets what is missing and what the linter asks, from the item's answer.
void complete_item(Tx& tx, RoundItem& item) {
  item.missing = missing_of(tx, item);
  item.complete = item.missing.empty();
  item.questions = questions_of(item, tx.today().text);
}

using QuestionsByAction = std::multimap<std::int64_t, RoundQuestion>;

QuestionsByAction open_questions(Tx& tx, Id<org::Unit> unit, std::int64_t action_id = 0) {
  QuestionsByAction questions;
  tx.run(
      "select object_id, id, rule, severity, field, text, quote, begin_at, end_at, suggestion from lint_question "
      "where scope_id = $1 and state = 'open' and object_kind = 'action' and ($2 = 0 or object_id = $2) order by severity_rank, id",
      Tx::bind(unit, action_id), [&](Row const& row) {
        RoundQuestion question{row.integer(1), std::string(row.text(2)), {}, std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)),
                               row.integer(7), row.integer(8), std::string(row.text(9))};
        Codec<lint::Severity>::load(row, 3, question.severity);
        questions.emplace(row.integer(0), std::move(question));
      });
  return questions;
}

/// An answer that changes nothing leaves the action's own questions standing.
void add_stored(RoundItem& item, QuestionsByAction const& stored) {
  if (item.answer && !item.answer->unchanged) return;
  auto const [begin, end] = stored.equal_range(item.action_id.value);
  for (auto at = begin; at != end; ++at) item.questions.push_back(at->second);
}

RoundItem item_of(Tx& tx, RoundReport const& report, ItemRow row, QuestionsByAction const& stored) {
  RoundItem item;
  item.previous = row.previous ? *row.previous : RoundPrevious{row.status, row.analysis, row.start, row.due};
  item.action_id = row.action_id;
  item.version = row.version;
  item.number = row.number;
  item.text = std::move(row.text);
  item.event_text = std::move(row.event_text);
  item.answer = std::move(row.answer);
  item.evidence_count = row.evidence_count;
  if (report.state == ReportState::approved) {
    item.complete = true;  // the answer has become the action's own; its rules were asked then
  } else {
    complete_item(tx, item);
  }
  add_stored(item, stored);
  return item;
}

}  // namespace

std::optional<action::ActionStatusChange> change_of(RoundAnswer const& answer) {
  if (answer.unchanged || !answer.status) return std::nullopt;
  action::ActionStatusChange change;
  change.to = *answer.status;
  change.analysis = answer.analysis;
  change.reason = answer.reason;
  change.due = answer.due;
  change.effect = answer.effect;
  change.effect_review_on = answer.effect_review_on;
  change.no_evidence_reason = answer.no_evidence_reason;
  change.document_ref = answer.document_ref;
  change.recurring_control_id = answer.recurring_control_id;
  change.decided_by = answer.decided_by;
  return change;
}

std::vector<RoundItem> items_of(Tx& tx, RoundReport const& report) {
  std::vector<RoundItem> items;
  auto const stored = open_questions(tx, report.unit_id);
  auto const sql = std::string(item_columns) + "and (a.status not in ('done', 'part_of_routine', 'cancelled') or ra.id is not null) order by a.number";
  for (auto& row : tx.select<ItemRow>(sql, report.id, report.unit_id)) items.push_back(item_of(tx, report, std::move(row), stored));
  return items;
}

std::optional<RoundItem> find_item(Tx& tx, RoundReport const& report, Id<action::Action> id) {
  auto row = tx.select_one<ItemRow>(std::string(item_columns) + "and a.id = $3", report.id, report.unit_id, id);
  if (!row) return std::nullopt;
  return item_of(tx, report, std::move(*row), open_questions(tx, report.unit_id, id.value));
}

void answer_item(Tx& tx, RoundReport const& report, RoundItem& item, RoundAnswer answer) {
  item.answer = std::move(answer);
  complete_item(tx, item);
  add_stored(item, open_questions(tx, report.unit_id, item.action_id.value));
}

}  // namespace rimlig::round
