#include "action/withdraw.hpp"

#include "lint/lint.hpp"
#include "search/search.hpp"

namespace rimlig::action {

using kernel::Problem;

namespace {

constexpr ImportedKind imported_events{"unwanted_event", "substr(o.text, 1, 80)", "/events/"};
constexpr ImportedKind imported_controls{"control", "substr(o.title, 1, 80)", "/controls/"};

std::vector<ObstacleSource>& sources() {
  static std::vector<ObstacleSource> registered;
  return registered;
}

std::string from(ImportedKind const& kind) { return std::string(kind.table) + " o where o.source_import_id = $1 and "; }

Obstacle obstacle(ImportedKind const& kind, kernel::Row const& row, std::string what) {
  return {std::string(row.text(1)), std::move(what), std::string(kind.link) + std::to_string(row.integer(0))};
}

}  // namespace

void add_changed(Tx& tx, Withdrawal const& of, ImportedKind const& kind, std::vector<Obstacle>& found) {
  auto const table = std::string(kind.table);
  tx.run("select x.id, x.title, e.actor_name, substr(e.at, 1, 10) from (select o.id as id, " + std::string(kind.title) +
             " as title, (select max(seq) from audit_entry where object_kind = '" + table + "' and object_id = o.id and seq > $2 and operation <> 'read') as last from " + table +
             " o where o.source_import_id = $1) x join audit_entry e on e.seq = x.last order by x.id limit $3",
         Tx::bind(of.import_id, of.stored_seq, most_obstacles), [&](kernel::Row const& row) {
           found.push_back(obstacle(kind, row, "har ändrats av " + std::string(row.text(2)) + " " + std::string(row.text(3))));
         });
  add_where(tx, of, kind,
            "exists (select 1 from lint_question q join audit_entry e on e.object_kind = 'lint_question' and e.object_id = q.id and e.seq > $2 "
            "and e.operation = 'update' where q.object_kind = '" + table + "' and q.object_id = o.id)",
            "har fått en fråga besvarad", found);
}

void add_where(Tx& tx, Withdrawal const& of, ImportedKind const& kind, std::string_view condition, std::string_view what, std::vector<Obstacle>& found) {
  tx.run("select o.id, " + std::string(kind.title) + " from " + from(kind) + std::string(condition) + " and cast($2 as bigint) >= 0 order by o.id limit $3",
         Tx::bind(of.import_id, of.stored_seq, most_obstacles), [&](kernel::Row const& row) { found.push_back(obstacle(kind, row, std::string(what))); });
}

void add_obstacle_source(ObstacleSource source) {
  for (auto const known : sources())
    if (known == source) return;
  sources().push_back(source);
}

std::vector<Obstacle> obstacles(Tx& tx, Withdrawal const& of) {
  std::vector<Obstacle> found;
  auto const add = [&](ImportedKind const& kind, std::string_view condition, std::string_view what) { add_where(tx, of, kind, condition, what, found); };
  add_changed(tx, of, imported_actions, found);
  add_changed(tx, of, imported_events, found);
  add_changed(tx, of, imported_controls, found);
  add(imported_actions, "exists (select 1 from evidence v where v.action_id = o.id)", "har underlag");
  add(imported_actions, "exists (select 1 from action_comment c where c.action_id = o.id)", "har kommentarer");
  add(imported_actions, "exists (select 1 from escalation e where e.action_id = o.id)", "har lyfts en nivå upp");
  add(imported_actions, "exists (select 1 from action later where later.predecessor_id = o.id and coalesce(later.source_import_id, 0) <> $1)",
      "har förts över till ett nytt år");
  add(imported_actions, "o.id in (select later.depends_on_id from action later where later.depends_on_id is not null and coalesce(later.source_import_id, 0) <> $1)",
      "är en förutsättning för en annan åtgärd");
  add(imported_events, "exists (select 1 from action other where other.event_id = o.id and coalesce(other.source_import_id, 0) <> $1)",
      "har fått fler åtgärder");
  add(imported_controls, "exists (select 1 from unwanted_event other where other.control_id = o.id and coalesce(other.source_import_id, 0) <> $1)",
      "har fått fler oönskade händelser");
  add(imported_controls, "o.id in (select other.recurring_control_id from action other where other.recurring_control_id is not null)",
      "ersätter en åtgärd som har blivit rutin");
  for (auto const source : sources()) source(tx, of, found);
  return found;
}

std::int64_t count_imported(Tx& tx, std::string_view table, std::int64_t import_id) {
  return tx.value<std::int64_t>("select count(*) from " + std::string(table) + " where source_import_id = $1", import_id).value_or(0);
}

Withdrawn count_imported(Tx& tx, std::int64_t import_id) {
  return {count_imported(tx, Action::table, import_id), count_imported(tx, UnwantedEvent::table, import_id), count_imported(tx, Control::table, import_id)};
}

void withdraw_each(Tx& tx, kernel::Struct const& type, std::int64_t import_id) {
  std::vector<std::int64_t> ids;
  tx.run("select id from " + std::string(type.table) + " where source_import_id = $1 order by id", Tx::bind(import_id),
         [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  for (auto const id : ids) {
    auto const object = type.make();
    if (!tx.find(type, id, object.get()))
      throw Problem{403, "outside_scope", "En del av importen ligger hos enheter som du inte har behörighet till. Be någon som har hela importen att ångra den."};
    search::remove(tx, id);
    lint::forget(tx, type.table, id);
    tx.remove(type, object.get(), "Importen ångrad");
  }
}

void withdraw(Tx& tx, Withdrawal const& of) {
  withdraw_each(tx, kernel::struct_of<Action>, of.import_id);
  withdraw_each(tx, kernel::struct_of<UnwantedEvent>, of.import_id);
  withdraw_each(tx, kernel::struct_of<Control>, of.import_id);
  tx.execute_derived("delete from source_row where import_id = $1", of.import_id);
}

}  // namespace rimlig::action
