// The questions as they are kept: one row per question and object, synchronised in the transaction
// that saves the object. Asking again changes nothing; an answer stays until the text is another.
#pragma once
#include "kernel/tx.hpp"
#include "lint/observation.hpp"
#include "org/org.hpp"

namespace rimlig::lint {

BOOST_DESCRIBE_ENUM(Severity, info, warning, error)

enum class QuestionState { open, fixed, explained, not_relevant };
BOOST_DESCRIBE_ENUM(QuestionState, open, fixed, explained, not_relevant)

/// Who asks, and so who may close the question again when it is no longer asked.
enum class Origin {
  own,     // the object by itself, on each save
  across,  // a comparison with other objects, on a run over everything
  import_, // the reading of a file; only a person closes it
};
BOOST_DESCRIBE_ENUM(Origin, own, across, import_)

struct StoredQuestion {
  static constexpr std::string_view table = "lint_question";
  static constexpr std::string_view scope = "scope_id";
  kernel::Id<StoredQuestion> id;
  kernel::Version version;
  kernel::Text<1, 10> rule;
  Severity severity = Severity::info;
  kernel::Text<1, 40> object_kind;
  std::int64_t object_id = 0;
  std::string object_title;
  kernel::Id<org::Unit> unit_id;
  std::string field;
  std::string text;
  std::string quote;
  std::int64_t begin_at = 0, end_at = 0;  // "end" is a word of SQL
  std::string suggestion;
  QuestionState state = QuestionState::open;
  std::optional<kernel::Text<0, 2000>> answer;
  std::optional<std::string> answered_by;
  std::optional<kernel::Instant> answered_at;
  kernel::Instant created_at;
  Origin origin = Origin::own;
  std::string fingerprint;
  bool present = true;  // the latest check of its origin still asks it
  std::int64_t scope_id = 0;  // of the object: its unit, or the circle that may read it
};
BOOST_DESCRIBE_STRUCT(StoredQuestion, (), (id, version, rule, severity, object_kind, object_id, object_title, unit_id, field, text, quote, begin_at, end_at,
                                           suggestion, state, answer, answered_by, answered_at, created_at, origin, fingerprint, present, scope_id))

/// A question as clients see it. `begin` and `end` are byte offsets into the field's text (UTF-8).
struct Question {
  kernel::Id<StoredQuestion> id;
  kernel::Version version;
  std::string rule;
  Severity severity = Severity::info;
  std::string object_kind;
  std::int64_t object_id = 0;
  std::string object_title;
  kernel::Id<org::Unit> unit_id;
  std::string field;
  std::string text;
  std::string quote;
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::string suggestion;
  QuestionState state = QuestionState::open;
  std::optional<std::string> answer;
  std::optional<std::string> answered_by;
  std::optional<kernel::Instant> answered_at;
  kernel::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Question, (), (id, version, rule, severity, object_kind, object_id, object_title, unit_id, field, text, quote, begin, end, suggestion, state,
                                     answer, answered_by, answered_at, created_at))

/// The select list of Question over "lint_question q".
inline constexpr std::string_view question_columns =
    "q.id as id, q.version as version, q.rule as rule, q.severity as severity, q.object_kind as object_kind, q.object_id as object_id, "
    "q.object_title as object_title, q.unit_id as unit_id, q.field as field, q.text as text, q.quote as quote, q.begin_at as \"begin\", q.end_at as \"end\", "
    "q.suggestion as suggestion, q.state as state, q.answer as answer, q.answered_by as answered_by, q.answered_at as answered_at, q.created_at as created_at";

/// The object that is asked about.
struct ObjectRef {
  std::string_view kind;  // "action"
  std::int64_t id = 0;
  std::int64_t unit_id = 0;
  std::string title;
  std::int64_t restricted_to = 0;  // the circle that may read it; 0: its unit
  [[nodiscard]] std::int64_t scope_id() const { return restricted_to == 0 ? unit_id : restricted_to; }
};

struct SyncResult {
  int asked = 0;   // new, or asked again because the text has come back
  int closed = 0;  // no longer asked: the text was corrected
  int open = 0;    // of this origin, afterwards
};

/// Makes the stored questions of this origin equal to what was observed. Call it in the transaction
/// that writes the object. For Origin::import_ call it after the object's own check, so that what the
/// object itself gives rise to stays its own; nothing is closed.
SyncResult sync(kernel::Tx& tx, ObjectRef const& object, Origin origin, std::vector<Observation> const& observations);

/// When the object is removed.
void forget(kernel::Tx& tx, std::string_view object_kind, std::int64_t object_id);

/// All questions about one object, open ones first, the gravest first.
std::vector<Question> questions_of(kernel::Tx& tx, std::string_view object_kind, std::int64_t object_id);

/// SQL for lists of other features: the number of open questions about the row whose id is `id_column`.
std::string open_questions_sql(std::string_view object_kind, std::string_view id_column);

/// What a question stands on, as a short text; equal for the same question about the same words.
std::string fingerprint(Observation const& observation);

}  // namespace rimlig::lint
