// Controls, unwanted events and actions: what is checked, what may go wrong, and what is done about
// it. One control has several events and one event several actions; every object leads to its
// neighbours and, when it was imported, to the row of the file that it came from.
#pragma once
#include "action/rules.hpp"
#include "identity/identity.hpp"

namespace rimlig::kernel {
struct Feature;
}

namespace rimlig::action {

using kernel::Date;
using kernel::Id;
using kernel::Instant;
using kernel::PartialDate;
using kernel::Text;
using kernel::Tx;
using kernel::Version;

enum class ControlKind { continuous, scheduled };
BOOST_DESCRIBE_ENUM(ControlKind, continuous, scheduled)

using Words = Text<0, 500>;      // a name, a role, a title
using Prose = Text<0, 20'000>;   // what somebody wrote

/// A check that guards against unwanted events: part of daily work, or planned by a frequency
/// (S4-53, S4-54).
struct Control {
  static constexpr std::string_view table = "control";
  static constexpr std::string_view scope = "unit_id";
  Id<Control> id;
  Version version;
  Id<org::Unit> unit_id;
  Text<1, 4000> title;
  ControlKind kind = ControlKind::continuous;
  std::optional<Frequency> frequency;
  std::optional<Words> responsible;
  std::optional<Words> process;
  std::optional<Words> area;
  std::optional<std::int64_t> source_import_id;
  std::optional<std::int64_t> source_row;
};
BOOST_DESCRIBE_STRUCT(Control, (), (id, version, unit_id, title, kind, frequency, responsible, process, area, source_import_id, source_row))

/// Something that must not happen, with its risk before and after what is done about it.
struct UnwantedEvent {
  static constexpr std::string_view table = "unwanted_event";
  static constexpr std::string_view scope = "unit_id";
  Id<UnwantedEvent> id;
  Version version;
  Id<org::Unit> unit_id;
  std::optional<Id<Control>> control_id;
  Text<1, 8000> text;
  std::optional<kernel::Range<1, 100>> risk_before;
  std::optional<kernel::Range<1, 100>> risk_after;
  std::optional<std::int64_t> source_import_id;
  std::optional<std::int64_t> source_row;
};
BOOST_DESCRIBE_STRUCT(UnwantedEvent, (), (id, version, unit_id, control_id, text, risk_before, risk_after, source_import_id, source_row))

/// A standard action that units take as their own instead of copying its words (S4-8). It belongs to
/// a unit and is offered to all units below it.
struct ActionTemplate {
  static constexpr std::string_view table = "action_template";
  static constexpr std::string_view scope = "unit_id";
  Id<ActionTemplate> id;
  Version version;
  Id<org::Unit> unit_id;
  Text<1, 8000> text;
  std::optional<Words> area;
  std::optional<Words> goal;
  std::optional<Prose> guidance;
  bool retired = false;  // no longer offered; the actions that came of it stay as they are
};
BOOST_DESCRIBE_STRUCT(ActionTemplate, (), (id, version, unit_id, text, area, goal, guidance, retired))

struct Action {
  static constexpr std::string_view table = "action";
  static constexpr std::string_view scope = "scope_id";
  Id<Action> id;
  Version version;
  std::int64_t number = 0;  // shown as "ÅT-<number>"
  Id<org::Unit> unit_id;
  std::int64_t scope_id = 0;  // unit_id, or the circle that alone may read it (org/circle.hpp)
  std::optional<Id<UnwantedEvent>> event_id;
  Text<1, 8000> text;
  Status status = Status::not_started;
  std::optional<Id<identity::Person>> owner_id;
  std::optional<Words> owner_text;  // a function or several people (S0-15)
  std::optional<PartialDate> start;
  std::optional<PartialDate> due;
  std::optional<PartialDate> original_due;  // the first end date; stays when the action is delayed
  std::optional<Prose> analysis;
  std::optional<Prose> reason;
  std::optional<Prose> effect;
  std::optional<Date> effect_review_on;
  std::optional<Prose> no_evidence_reason;
  std::optional<Words> document_ref;
  std::optional<Id<Control>> recurring_control_id;
  std::optional<Words> decided_by;
  std::optional<Words> area;
  std::optional<Words> goal;
  std::optional<Id<Action>> predecessor_id;
  std::optional<Id<Action>> depends_on_id;
  std::optional<Id<ActionTemplate>> template_id;
  bool imported = false;
  Instant created_at;
  Instant updated_at;
  std::optional<Date> done_on;
  std::optional<std::int64_t> source_import_id;
  std::optional<std::int64_t> source_row;

  [[nodiscard]] bool restricted() const { return scope_id != unit_id.value; }
  [[nodiscard]] std::int64_t circle() const { return restricted() ? scope_id : 0; }
};
BOOST_DESCRIBE_STRUCT(Action, (),
                      (id, version, number, unit_id, scope_id, event_id, text, status, owner_id, owner_text, start, due, original_due, analysis, reason, effect,
                       effect_review_on, no_evidence_reason, document_ref, recurring_control_id, decided_by, area, goal, predecessor_id, depends_on_id,
                       template_id, imported, created_at, updated_at, done_on, source_import_id, source_row))

/// A change of status with what it needs. What is absent keeps the action's own value.
struct ActionStatusChange {
  Status to = Status::not_started;
  std::optional<Prose> analysis;
  std::optional<Prose> reason;
  std::optional<PartialDate> due;
  std::optional<Prose> effect;
  std::optional<Date> effect_review_on;
  std::optional<Prose> no_evidence_reason;
  std::optional<Words> document_ref;
  std::optional<Id<Control>> recurring_control_id;
  std::optional<Words> decided_by;
  std::optional<Date> done_on;
};
BOOST_DESCRIBE_STRUCT(ActionStatusChange, (),
                      (to, analysis, reason, due, effect, effect_review_on, no_evidence_reason, document_ref, recurring_control_id, decided_by, done_on))

/// Where an imported object came from, word for word.
struct SourceRow {
  std::int64_t import_id = 0;
  std::int64_t row = 0;
  std::string file_name;
  std::string sha256;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(SourceRow, (), (import_id, row, file_name, sha256, text))

// For other features. All of them write search text, open questions and audit in the transaction given.

/// What `change` asks for and lacks: field, code and Swedish sentence. Empty when it may be made.
std::vector<kernel::FieldError> missing_for(Tx& tx, Action const& action, ActionStatusChange const& change);

/// Lays the change over the action and stores it. With `enforce` a change that lacks something is
/// Problem 422 with every field; without, it is kept as it is and left to the questions. Problem 412
/// when the action was changed since it was read. An action that was not carried out goes one level up.
void apply_status(Tx& tx, Action& action, ActionStatusChange const& change, bool enforce);

/// Keeps the row, once per import, so that objects can name it by (import_id, row).
void keep_source(Tx& tx, SourceRow const& source);
/// Stores what was read from a file as it stands, also when it breaks the rules; gives it its number
/// and marks it as imported. The source is named by source_import_id and source_row.
Action store_imported(Tx& tx, Action action);
Control store_imported(Tx& tx, Control control);
UnwantedEvent store_imported(Tx& tx, UnwantedEvent event);

/// One action with the chain around it, as reports and snapshots need it.
struct ActionReportRow {
  Id<Action> id;
  std::int64_t version = 0;
  std::int64_t number = 0;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::optional<Id<UnwantedEvent>> event_id;
  std::optional<Id<Control>> control_id;
  std::string control_title;
  std::string event_text;
  std::string text;
  Status status = Status::not_started;
  std::optional<PartialDate> start;
  std::optional<PartialDate> due;
  std::optional<PartialDate> original_due;
  std::string analysis;
  std::string reason;
  std::string effect;
  std::string owner;
  std::int64_t evidence_count = 0;
  std::int64_t open_questions = 0;
};
BOOST_DESCRIBE_STRUCT(ActionReportRow, (),
                      (id, version, number, unit_id, unit_name, event_id, control_id, control_title, event_text, text, status, start, due, original_due,
                       analysis, reason, effect, owner, evidence_count, open_questions))

/// The actions of these units (not of units below them) in the order of their sources: file by file
/// and row by row, then what was entered by hand by number. Only what the actor may see.
std::vector<ActionReportRow> report_rows(Tx& tx, std::vector<Id<org::Unit>> const& units);

kernel::Feature feature();

}  // namespace rimlig::action
