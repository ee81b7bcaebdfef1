#include <algorithm>

#include "identity/session_routes.hpp"
#include "org/circle.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Method;

/// One line of the audit trail: who did what to which object, and what changed.
struct AuditRow {
  std::int64_t id;
  kernel::Instant at;
  std::int64_t person_id;  // 0: the program itself
  std::string who;
  std::string operation;  // insert, update, remove, undo, read, sign_in, or a feature's own word
  std::string object_kind;
  std::int64_t object_id;
  std::string object_name;  // what the object is called now; empty when nothing names it
  std::string note;
  kernel::RawJson changes;  // {"field":[before,after]}
  std::int64_t unit_id;
  std::string unit_name;
};
BOOST_DESCRIBE_STRUCT(AuditRow, (), (id, at, person_id, who, operation, object_kind, object_id, object_name, note, changes, unit_id, unit_name))

struct AuditQuery {
  std::optional<kernel::Text<0, 60>> object_kind;
  std::optional<std::int64_t> object_id;
  std::optional<std::int64_t> person;
  std::optional<kernel::Text<0, 40>> operation;
  std::optional<kernel::Id<org::Unit>> unit;
  std::optional<kernel::Date> from;
  std::optional<kernel::Date> to;
  std::optional<kernel::Text<0, 40>> sort;
  std::optional<kernel::Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(AuditQuery, (), (object_kind, object_id, person, operation, unit, from, to, sort, after, limit))

namespace {

/// What the log calls by its table and the API by another word.
constexpr std::pair<std::string_view, std::string_view> kinds[] = {
    {"org_unit", "unit"}, {"unwanted_event", "event"}, {"lint_question", "question"}, {"action_comment", "comment"}, {"round_report", "round_unit"}};

constexpr kernel::SortColumn sorts[] = {{"at", "e.seq", true}};
constexpr kernel::ListShape shape{
    "e.seq as id, e.at as at, e.actor_id as person_id, e.actor_name as who, e.operation as operation, e.object_kind as object_kind, e.object_id as object_id, "
    "coalesce(case e.object_kind when 'person' then (select p.name from person p where p.id = e.object_id) "
    "when 'org_unit' then (select o.name from org_unit o where o.id = e.object_id) "
    "else (select d.title from search_document d where d.object_id = e.object_id and d.scope_id = e.scope_id) end, '') as object_name, "
    "e.note as note, e.changes as changes, e.scope_id as unit_id, coalesce(u.name, '') as unit_name",
    "audit_entry e", "left join org_unit u on u.id = e.scope_id", "e.seq", "e.scope_id", sorts};

kernel::Page<AuditRow> list_audit(Context& context, kernel::Query<AuditQuery> query) {
  kernel::Where where;
  // What is restricted, and all that hangs on it, is passed over by those who may not read it: also what was
  // written while it was open.
  where.add("not exists (select 1 from concealed h where h.object_id = e.object_id and not (" + context.tx.in_scope("h.scope_id") + "))");
  where.add("not exists (select 1 from concealed_entry h where h.seq = e.seq and not (" + context.tx.in_scope("h.scope_id") + "))");
  if (query.object_kind) {
    auto const known = std::ranges::find(kinds, std::string_view(*query.object_kind), &std::pair<std::string_view, std::string_view>::second);
    where.add("e.object_kind = ?", known == std::end(kinds) ? std::string(*query.object_kind) : std::string(known->first));
  }
  if (query.object_id) where.add("e.object_id = ?", *query.object_id);
  if (query.person) where.add("e.actor_id = ?", *query.person);
  if (query.operation) where.add("e.operation = ?", *query.operation);
  if (query.unit) where.narrow(org::scope_within("{}", *query.unit));
  if (query.from) where.add("e.at >= ?", *query.from);
  if (query.to) where.add("e.at < ?", query.to->text + "T24");  // after every instant of that day
  auto page = kernel::list<AuditRow>(context.tx, shape, where, {query.sort.value_or("-at"), query.after, query.limit});
  for (auto& row : page.items)
    for (auto const& [table, kind] : kinds)
      if (row.object_kind == table) row.object_kind = kind;
  return page;
}

}  // namespace

void audit_routes(kernel::Routes& routes) {
  routes.add(Method::get, "/api/audit", "listAudit", "audit.read", list_audit, "Händelseloggen för mina enheter, nyast först");
}

}  // namespace rimlig::identity
