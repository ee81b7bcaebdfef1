// Storing what a person has accepted: controls, unwanted events, actions and findings with the row they
// came from, all in one transaction or not at all.
#include <map>

#include "action/action.hpp"
#include "import/import.hpp"
#include "import/store_findings.hpp"
#include "import/text_tools.hpp"
#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/routes.hpp"
#include "kernel/personal_number_stop.hpp"
#include "lint/lint.hpp"

namespace rimlig::import {

namespace {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;
using org::Unit;

std::vector<ImportRow> rows_of(Tx& tx, Id<Import> id) {
  return tx.select<ImportRow>("select id, version, import_id, seq, source_lines, source_pages, source_text, reading, repairs, questions, decision, edited, content_key "
                              "from import_row where import_id = $1 order by seq", id);
}

/// What a unit already holds from imports; looked up and added to by content.
class Contents {
public:
  Contents(Tx& tx, Import const& import) : tx_(tx), import_(import) {}

  std::optional<std::int64_t> find(Id<Unit> unit, std::string const& key) const {
    return tx_.value<std::int64_t>("select object_id from import_content where unit_id = $1 and content_key = $2", unit, key);
  }
  void add(Id<Unit> unit, std::string const& key, std::string_view kind, std::int64_t object, std::int64_t seq) {
    remember_content(tx_, import_, unit, key, kind, object, seq);
  }

private:
  Tx& tx_;
  Import const& import_;
};

class ActionStore {
public:
  ActionStore(Tx& tx, Import const& import, Id<Unit> unit) : tx_(tx), import_(import), chosen_(unit), contents_(tx, import) {}

  /// True when the row became a new action.
  bool take(ImportRow const& row) {
    auto const unit = unit_of(row);
    auto const& reading = row.reading;
    pass(row);
    if (contents_.find(unit, row.content_key)) return false;
    action::keep_source(tx_, {import_.id.value, row.seq, import_.file_name, import_.sha256, row.source_text});
    action::Action action;
    action.unit_id = unit;
    action.event_id = event(row, unit);
    action.text = reading.action.value_or("");
    action.status = status_of(row);
    if (reading.responsible) action.owner_text = action::Words(*reading.responsible);
    if (reading.start) action.start = kernel::PartialDate{*reading.start};
    if (reading.due) action.due = kernel::PartialDate{*reading.due};
    if (reading.analysis) action.analysis = action::Prose(*reading.analysis);
    action.source_import_id = import_.id.value;
    action.source_row = row.seq;
    auto const stored = action::store_imported(tx_, std::move(action));
    contents_.add(unit, row.content_key, "action", stored.id.value, row.seq);
    ask(row, stored);
    return true;
  }

  /// Keeps in mind the control and event that hold from this row on; a later row may lean on them, also
  /// when this one is not stored.
  void pass(ImportRow const& row) {
    auto const& reading = row.reading;
    if (reading.event_source != "same_event" || !event_text_) {
      event_text_ = reading.unwanted_event;
      event_id_.reset();
      control_text_ = reading.control;
      control_id_.reset();
    } else if (reading.control && reading.control_source != "same_event") {
      control_text_ = reading.control;
    }
  }

private:
  Id<Unit> unit_of(ImportRow const& row) {
    if (!row.reading.unit || row.edited) return chosen_;
    auto const& name = *row.reading.unit;
    auto const known = units_.find(name);
    if (known != units_.end()) return known->second;
    auto const found = org::find_unit(tx_, name);
    auto const unit = found && tx_.holds_scope(found->value) ? *found : chosen_;
    units_.emplace(name, unit);
    return unit;
  }

  static action::Status status_of(ImportRow const& row) {
    if (row.reading.status)
      if (auto const known = kernel::Codec<action::Status>::from_name(*row.reading.status)) return *known;
    throw Problem::invalid("/rows/" + std::to_string(row.seq) + "/status", "required", "Rad " + std::to_string(row.seq) + " har ingen känd status. Välj en status eller avvisa raden.");
  }

  std::optional<Id<action::UnwantedEvent>> event(ImportRow const& row, Id<Unit> unit) {
    auto const control_id = control(row, unit);
    if (!event_text_ || event_text_->empty()) return {};
    if (event_id_) return event_id_;
    auto const key = kernel::sha256_hex("event\n" + std::to_string(control_id ? control_id->value : 0) + "\n" + folded(*event_text_));
    if (auto const known = contents_.find(unit, key)) {
      event_id_ = Id<action::UnwantedEvent>{*known};
      return event_id_;
    }
    action::UnwantedEvent event;
    event.unit_id = unit;
    event.control_id = control_id;
    event.text = *event_text_;
    event.source_import_id = import_.id.value;
    event.source_row = row.seq;
    event_id_ = action::store_imported(tx_, std::move(event)).id;
    contents_.add(unit, key, "unwanted_event", event_id_->value, row.seq);
    return event_id_;
  }

  std::optional<Id<action::Control>> control(ImportRow const& row, Id<Unit> unit) {
    if (!control_text_ || control_text_->empty()) return {};
    if (control_id_) return control_id_;
    auto const key = kernel::sha256_hex("control\n" + folded(*control_text_));
    if (auto const known = contents_.find(unit, key)) {
      control_id_ = Id<action::Control>{*known};
      return control_id_;
    }
    action::Control control;
    control.unit_id = unit;
    control.title = *control_text_;
    control.source_import_id = import_.id.value;
    control.source_row = row.seq;
    control_id_ = action::store_imported(tx_, std::move(control)).id;
    contents_.add(unit, key, "control", control_id_->value, row.seq);
    return control_id_;
  }

  /// The reading's own doubts follow the action into the inbox; the rules ask the rest by themselves.
  void ask(ImportRow const& row, action::Action const& action) {
    if (row.edited) return;
    std::vector<lint::Observation> observations;
    for (auto const& question : row.questions) {
      if (question.rule != "L16") continue;
      lint::Observation one;
      one.rule = question.rule;
      one.severity = question.severity;
      one.field = question.field;
      one.quote = question.quote;
      one.question = question.text;
      one.suggestion = question.suggestion;
      observations.push_back(std::move(one));
    }
    if (observations.empty()) return;
    lint::sync(tx_, {"action", action.id.value, action.unit_id.value, std::string(action.text.substr(0, 200))}, lint::Origin::import_, observations);
  }

  Tx& tx_;
  Import const& import_;
  Id<Unit> chosen_;
  Contents contents_;
  std::map<std::string, Id<Unit>> units_;
  std::optional<std::string> control_text_, event_text_;
  std::optional<Id<action::Control>> control_id_;
  std::optional<Id<action::UnwantedEvent>> event_id_;
};

/// Waits for another import of the same unit and period, and makes the next one wait for this.
void take_lock(Tx& tx, Import const& import, Id<Unit> unit) {
  tx.execute_derived("insert into import_lock(unit_id, period, import_id, taken_at) values($1, $2, $3, $4) "
                     "on conflict (unit_id, period) do update set import_id = excluded.import_id, taken_at = excluded.taken_at",
                     unit, std::string(import.kind ? kernel::name_of(*import.kind) : "") + " " + std::to_string(import.year.value_or(0)), import.id, tx.now());
}

}  // namespace

void remember_content(Tx& tx, Import const& import, Id<Unit> unit, std::string const& key, std::string_view kind, std::int64_t object, std::int64_t seq) {
  auto const added = tx.execute_derived("insert into import_content(unit_id, content_key, object_kind, object_id, import_id, seq) values($1, $2, $3, $4, $5, $6) "
                                        "on conflict (unit_id, content_key) do nothing",
                                        unit, key, kind, object, import.id, seq);
  if (added == 0) throw kernel::RetryError("another import stored the same content");
}

Import store(Tx& tx, Import import, Id<Unit> unit, bool no_personal_number) {
  if (import.state != ImportState::preview)
    throw Problem::conflict("not_at_preview", import.state == ImportState::stored ? "Filen är redan sparad." : "Filen är inte klar att sparas. Vänta tills den är läst, eller ladda upp den igen.");
  tx.require_scope(unit.value, "/unit_id");
  take_lock(tx, import, unit);
  std::int64_t stored = 0, existing = 0, accepted = 0;
  auto const rows = rows_of(tx, import.id);
  std::vector<std::pair<std::string, std::string>> texts;
  for (auto const& row : rows)
    if (row.decision == Decision::accepted) texts.emplace_back("/rows/" + std::to_string(row.seq), kernel::to_json(row.reading));
  kernel::stop_personal_numbers(tx, no_personal_number, texts);
  if (import.kind == ImportKind::findings) {
    for (auto const& row : rows) {
      if (row.decision != Decision::accepted) continue;
      ++accepted;
      store_finding(tx, import, row, unit) ? ++stored : ++existing;
    }
  } else {
    ActionStore actions(tx, import, unit);
    for (auto const& row : rows) {
      if (row.decision != Decision::accepted) {
        actions.pass(row);
        continue;
      }
      ++accepted;
      actions.take(row) ? ++stored : ++existing;
    }
  }
  if (accepted == 0) throw Problem::invalid("/rows", "none_accepted", "Ingen rad är godkänd. Godkänn de rader som ska sparas.");
  import.state = ImportState::stored;
  import.unit_id = unit;
  import.stored_rows = stored;
  import.existing_rows = existing;
  tx.update(import, import.version, std::to_string(stored) + " nya, " + std::to_string(existing) + " fanns redan");
  kernel::log(kernel::Message::import_stored, {{kernel::LogKey::id, import.id.value}, {kernel::LogKey::count, stored}, {kernel::LogKey::sha256, import.sha256}});
  return import;
}

void accept_all(Tx& tx, Import const& import) {
  tx.execute("update import_row set decision = $1, version = version + 1 where import_id = $2",
             kernel::Audit{"decide", "import", import.id.value, 0, "{}", "Alla rader godkända"}, Decision::accepted, import.id);
}

}  // namespace rimlig::import
