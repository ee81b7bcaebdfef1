#include "org/succession.hpp"

#include "kernel/audit.hpp"
#include "kernel/routes.hpp"

namespace rimlig::org {

using kernel::Context;
using kernel::Created;
using kernel::Id;
using kernel::Items;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

namespace {

struct UnitLinkDraft {
  Id<Unit> unit_id;
  Id<Unit> former_id;
  kernel::Date day;
  kernel::Text<0, 500> reason;
};
BOOST_DESCRIBE_STRUCT(UnitLinkDraft, (), (unit_id, former_id, day, reason))

std::vector<UnitRelation> ends(Tx& tx, std::string_view own, std::string_view other, Id<Unit> unit) {
  return tx.select<UnitRelation>("select l.id as id, u.id as unit_id, u.name as name, u.valid_to as valid_to, l.day as day, l.reason as reason from unit_link l join org_unit u on u.id = l." +
                                     std::string(other) + " where l." + std::string(own) + " = $1 order by l.day, u.name collate sv, l.id",
                                 unit);
}

UnitRelations get_relations(Context& context, Id<Unit> id) {
  context.tx.get(id);
  return relations_of(context.tx, id);
}

Created<UnitLink> create_link(Context& context, UnitLinkDraft draft) {
  UnitLink link;
  kernel::copy_members(std::move(draft), link);
  link_units(context.tx, link);
  return {link};
}

void remove_link(Context& context, Id<UnitLink> id) { context.tx.remove(context.tx.get(id)); }

Items<kernel::HistoryEntry> unit_history(Context& context, Id<Unit> id) {
  context.tx.get(id);
  return {kernel::history(context.tx, Unit::table, id.value)};
}

}  // namespace

bool link_units(Tx& tx, UnitLink& link) {
  if (auto const stored = tx.select_one<UnitLink>("select id, version, unit_id, former_id, day, reason from unit_link where unit_id = $1 and former_id = $2", link.unit_id, link.former_id)) {
    link = *stored;
    return false;
  }
  // Whoever comes after the unit from that day on cannot come before it too; work that was broken out may come back later.
  auto const circle = tx.value<std::int64_t>(
      "with recursive later(id) as (select cast($1 as bigint) union select l.unit_id from unit_link l join later on l.former_id = later.id where l.day >= $3) select 1 from later where id = $2", link.unit_id,
      link.former_id, link.day);
  if (circle) throw Problem::invalid("/former_id", "cycle", "En enhet kan inte ha föregått sig själv. Välj en enhet som fanns tidigare.");
  tx.insert(link);
  return true;
}

UnitRelations relations_of(Tx& tx, Id<Unit> unit) { return {ends(tx, "unit_id", "former_id", unit), ends(tx, "former_id", "unit_id", unit)}; }

void succession_routes(kernel::Routes& to) {
  to.add(Method::get, "/api/units/{id}/relations", "listUnitRelations", "org.read", get_relations, "Vilka enheter som föregick enheten och vilka som tog över");
  to.add(Method::get, "/api/units/{id}/history", "listUnitHistory", "org.read", unit_history, "Vad som hänt med enheten");
  to.add(Method::post, "/api/unit-links", "createUnitLink", "org.write", create_link, "Säg vilken enhet som tog över efter vilken");
  to.add(Method::del, "/api/unit-links/{id}", "removeUnitLink", "org.write", remove_link, "Ta bort en koppling mellan enheter");
}

}  // namespace rimlig::org
