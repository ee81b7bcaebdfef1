#include "kernel/routes.hpp"

#include "kernel/audit.hpp"
#include "kernel/feature.hpp"
#include "org/org.hpp"
#include "org/reorganisation.hpp"
#include "org/succession.hpp"

namespace rimlig::org {

using kernel::Context;
using kernel::Created;
using kernel::Id;
using kernel::IfMatch;
using kernel::Items;
using kernel::Method;
using kernel::Problem;

namespace {

struct UnitDraft {
  std::optional<std::int64_t> parent_id;  // a number, since the parent of one's topmost unit lies outside one's scope
  UnitKind kind = UnitKind::unit;
  UnitName name;
  kernel::Text<0, 200> area;
  std::vector<UnitName> aliases;
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;
};
BOOST_DESCRIBE_STRUCT(UnitDraft, (), (parent_id, kind, name, area, aliases, valid_from, valid_to))

Items<UnitRow> list_units(Context& context) { return {visible_units(context.tx)}; }

Unit get_unit(Context& context, Id<Unit> id) { return context.tx.get(id); }

void fill(Unit& unit, UnitDraft draft) {
  unit.kind = draft.kind;
  unit.name = std::move(draft.name);
  unit.area = std::move(draft.area);
  unit.aliases = std::move(draft.aliases);
  unit.valid_from = draft.valid_from;
  unit.valid_to = draft.valid_to;
}

Created<Unit> create_unit(Context& context, UnitDraft draft) {
  if (!draft.parent_id) throw Problem::invalid("/parent_id", "required", "Välj vilken enhet den nya enheten ska ligga under.");
  context.tx.require_scope(*draft.parent_id, "/parent_id");
  Unit unit;
  unit.parent_id = Id<Unit>{*draft.parent_id};
  fill(unit, std::move(draft));
  add_unit(context.tx, unit);
  return {unit};
}

Unit update_unit(Context& context, Id<Unit> id, UnitDraft draft, IfMatch match) {
  auto unit = context.tx.get(id);
  auto const parent = unit.parent_id ? std::optional(unit.parent_id->value) : std::nullopt;
  if (draft.parent_id != parent) {
    if (!draft.parent_id) throw Problem::invalid("/parent_id", "required", "Välj vilken enhet den ska ligga under.");
    // Who moves a unit must hold both where it goes and where it was: the topmost keeps its place.
    context.tx.require_scope(*draft.parent_id, "/parent_id");
    if (parent) context.tx.require_scope(*parent, "/parent_id");
    unit.parent_id = Id<Unit>{*draft.parent_id};
  }
  fill(unit, std::move(draft));
  change_unit(context.tx, unit, match.version);
  return unit;
}

void routes(kernel::Routes& routes) {
  routes.add(Method::get, "/api/units", "listUnits", "org.read", list_units, "Organisationens enheter");
  routes.add(Method::get, "/api/units/{id}", "getUnit", "org.read", get_unit, "Hämta en enhet");
  routes.add(Method::post, "/api/units", "createUnit", "org.write", create_unit, "Lägg till en enhet");
  routes.add(Method::put, "/api/units/{id}", "updateUnit", "org.write", update_unit, "Ändra, flytta eller avsluta en enhet");
  succession_routes(routes);
  reorganisation_routes(routes);
}

}  // namespace

kernel::Feature feature() { return {"org", routes, nullptr}; }

}  // namespace rimlig::org
