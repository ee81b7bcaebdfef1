// The routes of this feature, by subject. Each function adds the routes of one file.
#pragma once
#include "action/store.hpp"
#include "kernel/feature.hpp"

namespace rimlig::action {

/// What the list can be narrowed by; the export takes the same.
struct ActionFilter {
  std::optional<Text<0, 200>> q;
  std::optional<Id<org::Unit>> committee;
  std::optional<Id<org::Unit>> unit;
  std::optional<Status> status;
  std::optional<bool> late;
  std::optional<Id<identity::Person>> owner;
  std::optional<Text<0, 10>> lint;
  std::optional<Text<0, 200>> area;
  std::optional<Id<UnwantedEvent>> event;
  std::optional<std::int64_t> template_;
};

/// The conditions of a filter, and whether they are a scope of their own (a search is).
struct Filtered {
  kernel::Where where;
  bool own_scope = false;
};
Filtered filtered(Tx& tx, ActionFilter const& filter);

inline constexpr kernel::SortColumn action_sorts[] = {
    {"due", "a.due_key"},          {"number", "a.number", true},   {"status", "a.status_rank", true}, {"text", "a.text_key collate sv"},
    {"updated", "a.updated_at"},   {"unit", "o.name collate sv", false, "org_unit o join action a on a.unit_id = o.id"},
};

/// Problem 422 at /query when the list could not be asked this. For what is kept to be asked later.
void check_view(kernel::Context& context, std::string_view query);

bool template_is_offered(Tx& tx, Id<ActionTemplate> id);

void action_routes(kernel::Routes& routes);
void chain_routes(kernel::Routes& routes);
void escalation_routes(kernel::Routes& routes);
void evidence_routes(kernel::Routes& routes);
void export_routes(kernel::Routes& routes);
void history_routes(kernel::Routes& routes);
void saved_view_routes(kernel::Routes& routes);
void template_routes(kernel::Routes& routes);
void view_routes(kernel::Routes& routes);

}  // namespace rimlig::action
