#include "kernel/routes.hpp"

#include "kernel/audit.hpp"
#include "kernel/feature.hpp"
#include "org/org.hpp"

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
  std::optional<Id<Unit>> parent_id;
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

Created<Unit> create_unit(Context& context, UnitDraft draft) {
  if (!draft.parent_id) throw Problem::invalid("/parent_id", "required", "Välj vilken enhet den nya enheten ska ligga under.");
  Unit unit;
  kernel::copy_members(std::move(draft), unit);
  add_unit(context.tx, unit);
  return {unit};
}

Unit update_unit(Context& context, Id<Unit> id, UnitDraft const& draft, IfMatch match) {
  auto unit = context.tx.get(id);
  auto const parent = unit.parent_id;
  kernel::copy_members(draft, unit);
  // The topmost unit that a person holds keeps its place: they cannot judge what lies above it.
  if (!unit.parent_id && parent) throw Problem::invalid("/parent_id", "required", "Välj vilken enhet den ska ligga under.");
  change_unit(context.tx, unit, match.version);
  return unit;
}

void routes(kernel::Routes& routes) {
  routes.add(Method::get, "/api/units", "listUnits", "org.read", list_units, "Organisationens enheter");
  routes.add(Method::get, "/api/units/{id}", "getUnit", "org.read", get_unit, "Hämta en enhet");
  routes.add(Method::post, "/api/units", "createUnit", "org.write", create_unit, "Lägg till en enhet");
  routes.add(Method::put, "/api/units/{id}", "updateUnit", "org.write", update_unit, "Ändra, flytta eller avsluta en enhet");
}

}  // namespace

kernel::Feature feature() { return {"org", routes, nullptr}; }

}  // namespace rimlig::org
