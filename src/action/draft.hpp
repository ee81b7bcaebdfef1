// What a person writes of an action, and making one of it; for every route that begins an action.
#pragma once
#include "action/action.hpp"
#include "kernel/feature.hpp"

namespace rimlig::action {

/// Links may lead to something above the person's own units (a committee's event), so they are numbers here and
/// are checked when they change.
struct ActionDraft {
  Id<org::Unit> unit_id;
  std::optional<std::int64_t> event_id;
  Text<1, 8000> text;
  std::optional<Id<identity::Person>> owner_id;
  std::optional<Words> owner_text;
  std::optional<PartialDate> start;
  std::optional<PartialDate> due;
  std::optional<Prose> analysis;
  std::optional<Prose> reason;
  std::optional<Prose> effect;
  std::optional<Date> effect_review_on;
  std::optional<Prose> no_evidence_reason;
  std::optional<Words> document_ref;
  std::optional<std::int64_t> recurring_control_id;
  std::optional<Words> decided_by;
  std::optional<Words> area;
  std::optional<Words> goal;
  std::optional<std::int64_t> depends_on_id;
  std::optional<std::int64_t> template_id;
};
BOOST_DESCRIBE_STRUCT(ActionDraft, (),
                      (unit_id, event_id, text, owner_id, owner_text, start, due, analysis, reason, effect, effect_review_on, no_evidence_reason, document_ref,
                       recurring_control_id, decided_by, area, goal, depends_on_id, template_id))

/// The action that the request's body, an ActionDraft, describes; stored, with a number.
Action create(kernel::Context& context);

}  // namespace rimlig::action
