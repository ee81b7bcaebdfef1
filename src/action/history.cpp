// What happened to an object, and taking the latest change back.
#include <type_traits>

#include "action/handlers.hpp"
#include "action/restriction.hpp"
#include "identity/permissions.hpp"
#include "kernel/audit.hpp"
#include "kernel/undo.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::HistoryEntry;
using kernel::Items;
using kernel::Problem;

/// Which name a person knows the id in a field by; empty for fields that are no ids.
std::string_view name_query(std::string_view field) {
  if (field == "owner_id") return "select name from person where id = $1";
  if (field == "unit_id") return "select name from org_unit where id = $1";
  if (field == "control_id" || field == "recurring_control_id") return "select title from control where id = $1";
  if (field == "event_id") return "select text from unwanted_event where id = $1";
  if (field == "template_id") return "select text from action_template where id = $1";
  if (field == "predecessor_id" || field == "depends_on_id") return "select 'ÅT-' || number from action where id = $1";
  return {};
}

/// The log keeps ids, since names change; a reader wants the name.
void name_instead_of_id(kernel::Tx& tx, std::string_view query, kernel::RawJson& value) {
  if (value.text == "null") return;
  auto const name = tx.value<std::string>(query, std::int64_t{std::stoll(value.text)});
  if (!name) return;
  value.text.clear();
  kernel::append_json_string(value.text, *name);
}

template <class T>
Items<HistoryEntry> history_of(Context& context, Id<T> id) {
  if constexpr (std::is_same_v<T, Action>) reachable_and_logged(context, id);
  else context.tx.get(id);
  auto entries = kernel::history(context.tx, T::table, id.value);
  for (auto& entry : entries)
    for (auto& change : entry.changes)
      if (auto const query = name_query(change.field); !query.empty()) {
        name_instead_of_id(context.tx, query, change.before);
        name_instead_of_id(context.tx, query, change.after);
      }
  return {std::move(entries)};
}

/// The permission stands with the kind of object, so the route takes any signed-in person and this
/// narrows what they hold to the roles that may write that kind.
Items<HistoryEntry> undo_change(Context& context, std::int64_t audit_id) {
  auto& tx = context.tx;
  auto const target = kernel::undo_target(tx, audit_id);
  auto const* undoable = kernel::find_undoable(target.object_kind);
  if (!undoable) throw Problem::conflict("not_undoable", "Den här ändringen går inte att ångra.");
  auto actor = tx.actor();
  actor.grants = identity::roles_with(undoable->write_permission);
  tx.act_as(actor);
  if (!tx.value<std::int64_t>("select 1 from actor_scope where actor_id = $1 and (grants & $2) <> 0 limit 1", actor.id, actor.grants))
    throw Problem::forbidden(undoable->write_permission);
  kernel::undo(tx, target);
  return {};
}

}  // namespace

void history_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/actions/{id}/history", "listActionHistory", "action.read", history_of<Action>, "Vad som hänt med en åtgärd");
  routes.add(Method::get, "/api/controls/{id}/history", "listControlHistory", "control.read", history_of<Control>, "Vad som hänt med en kontroll");
  routes.add(Method::get, "/api/events/{id}/history", "listEventHistory", "control.read", history_of<UnwantedEvent>, "Vad som hänt med en oönskad händelse");
  routes.add(Method::post, "/api/undo/{audit_id}", "undoChange", kernel::session_route, undo_change, "Ångra den senaste ändringen av ett objekt");
}

}  // namespace rimlig::action
