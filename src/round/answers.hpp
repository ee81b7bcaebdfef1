// What a unit answers about one action in a round, and what of it is still missing.
#pragma once
#include "lint/questions.hpp"
#include "round/round.hpp"

namespace rimlig::round {

/// A draft: anything may be missing until the report is sent. What is absent keeps the action's own value.
struct RoundAnswer {
  bool unchanged = false;
  std::optional<action::Status> status;
  std::optional<action::Prose> analysis;
  std::optional<action::Prose> reason;
  std::optional<kernel::PartialDate> due;
  std::optional<action::Prose> effect;
  std::optional<kernel::Date> effect_review_on;
  std::optional<action::Prose> no_evidence_reason;
  std::optional<action::Words> document_ref;
  std::optional<kernel::Id<action::Control>> recurring_control_id;
  std::optional<action::Words> decided_by;
};
BOOST_DESCRIBE_STRUCT(RoundAnswer, (),
                      (unchanged, status, analysis, reason, due, effect, effect_review_on, no_evidence_reason, document_ref,
                       recurring_control_id, decided_by))

/// How the action stood before the answer.
struct RoundPrevious {
  action::Status status = action::Status::not_started;
  std::optional<std::string> analysis;
  std::optional<kernel::PartialDate> start;
  std::optional<kernel::PartialDate> due;
};
BOOST_DESCRIBE_STRUCT(RoundPrevious, (), (status, analysis, start, due))

/// A question beside the item: a stored one about the action as it is, or, without id, one about
/// the answer that is being written.
struct RoundQuestion {
  std::optional<std::int64_t> id;
  std::string rule;
  lint::Severity severity;
  std::string field;
  std::string text;
  std::string quote;
  std::int64_t begin;
  std::int64_t end;
  std::string suggestion;
};
BOOST_DESCRIBE_STRUCT(RoundQuestion, (), (id, rule, severity, field, text, quote, begin, end, suggestion))

struct RoundItem {
  kernel::Id<action::Action> action_id;
  kernel::Version version;  // of the answer; 0 before the first save
  std::int64_t number;
  std::string text;
  std::optional<std::string> event_text;
  RoundPrevious previous;
  std::optional<RoundAnswer> answer;
  std::vector<RoundQuestion> questions;
  std::int64_t evidence_count;
  bool complete;
  std::vector<std::string> missing;
};
BOOST_DESCRIBE_STRUCT(RoundItem, (),
                      (action_id, version, number, text, event_text, previous, answer, questions, evidence_count, complete, missing))

/// The actions that the report is about: the open ones of the unit, and those it has answered for.
std::vector<RoundItem> items_of(kernel::Tx& tx, RoundReport const& report);

/// One action of the unit, or nothing when it is another unit's.
std::optional<RoundItem> find_item(kernel::Tx& tx, RoundReport const& report, kernel::Id<action::Action> id);

/// Lays the answer over the item: what is then missing, and what the linter asks.
void answer_item(kernel::Tx& tx, RoundReport const& report, RoundItem& item, RoundAnswer answer);

/// The change of the action that the answer asks for; nothing when it is unchanged or has no status yet.
std::optional<action::ActionStatusChange> change_of(RoundAnswer const& answer);

}  // namespace rimlig::round
