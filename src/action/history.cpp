// What happened to an object, and taking the latest change back.
#include "action/handlers.hpp"
#include "identity/permissions.hpp"
#include "kernel/audit.hpp"

namespace rimlig::action {

namespace {

using kernel::Context;
using kernel::HistoryEntry;
using kernel::Items;
using kernel::Problem;

template <class T>
Items<HistoryEntry> history_of(Context& context, Id<T> id) {
  context.tx.get(id);
  return {kernel::history(context.tx, T::table, id.value)};
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
