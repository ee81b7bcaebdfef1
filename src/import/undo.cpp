// Taking back a whole import: everything that it made, or nothing.
#include "finding/withdraw.hpp"
#include "import/import.hpp"

namespace rimlig::import {

namespace {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

constexpr std::size_t most_told = 5;

void require_stored(Import const& import) {
  if (import.state == ImportState::stored) return;
  throw Problem::conflict("not_stored", import.state == ImportState::undone ? "Importen är redan ångrad." : "Importen har inte sparat något, så det finns inget att ångra.");
}

/// The storing is the last that the chain says of the import itself.
action::Withdrawal withdrawal(Tx& tx, Import const& import) {
  action::Withdrawal of{import.id.value, 0, {}};
  tx.run("select seq, at from audit_entry where object_kind = 'import' and object_id = $1 order by seq desc limit 1", Tx::bind(import.id),
         [&](kernel::Row const& row) { of = {import.id.value, row.integer(0), {std::string(row.text(1))}}; });
  return of;
}

/// Later imports that left out rows because this one had them.
void add_leaning(Tx& tx, Import const& import, std::vector<action::Obstacle>& found) {
  tx.run("select i.id, i.file_name, count(*) from import i join import_row r on r.import_id = i.id and r.decision = 'accepted' "
         "join import_content c on c.content_key = r.content_key and c.import_id = $1 "
         "where i.state = 'stored' and i.id <> $1 and i.existing_rows > 0 and "
         "not exists (select 1 from import_content own where own.import_id = i.id and own.content_key = r.content_key) "
         "group by i.id, i.file_name order by i.id limit $2",
         Tx::bind(import.id, action::most_obstacles), [&](kernel::Row const& row) {
           found.push_back({std::string(row.text(1)), "har " + std::to_string(row.integer(2)) + " rader som inte sparades, eftersom de redan fanns. Ångra den först",
                            "/imports/" + std::to_string(row.integer(0))});
         });
}

std::string told(std::vector<action::Obstacle> const& obstacles) {
  std::string text = "Importen kan inte ångras, eftersom något har hänt med det som den sparade:";
  for (std::size_t n = 0; n < obstacles.size() && n < most_told; ++n) text += (n == 0 ? " " : "; ") + obstacles[n].title + " " + obstacles[n].what;
  if (obstacles.size() > most_told) text += "; och " + std::to_string(obstacles.size() - most_told) + " till";
  return text + ". Rätta eller avbryt i stället åtgärderna en och en.";
}

/// No import is stored, and nothing that this one made is changed, until the transaction ends. A
/// SQLite database has one writer anyway.
void hold(Tx& tx, Id<Import> id) {
  if (!tx.connection().is_postgres()) return;
  tx.connection().script("lock table import_lock in exclusive mode");
  for (auto const* table : {"action", "unwanted_event", "control", "finding"})
    tx.run("select 1 from " + std::string(table) + " where source_import_id = $1 order by id for update", Tx::bind(id));
}

}  // namespace

ImportUndo undo_plan(Tx& tx, Import const& import) {
  require_stored(import);
  auto const of = withdrawal(tx, import);
  auto const made = action::count_imported(tx, import.id.value);
  ImportUndo plan{made.actions, made.events, made.controls, action::count_imported(tx, finding::Finding::table, import.id.value), {}};
  plan.obstacles = action::obstacles(tx, of);
  for (auto& obstacle : finding::obstacles(tx, of)) plan.obstacles.push_back(std::move(obstacle));
  add_leaning(tx, import, plan.obstacles);
  return plan;
}

Import undo(Tx& tx, Id<Import> id) {
  require_stored(visible_import(tx, id));
  hold(tx, id);
  auto import = visible_import(tx, id);
  auto const plan = undo_plan(tx, import);
  if (!plan.obstacles.empty()) throw Problem::conflict("changed_since", told(plan.obstacles));
  auto const of = withdrawal(tx, import);
  finding::withdraw(tx, of);
  action::withdraw(tx, of);
  tx.execute_derived("delete from import_content where import_id = $1", id);
  import.state = ImportState::undone;
  tx.update(import, import.version,
            "Ångrad: " + std::to_string(plan.actions) + " åtgärder, " + std::to_string(plan.events) + " oönskade händelser, " + std::to_string(plan.controls) +
                " kontroller och " + std::to_string(plan.findings) + " iakttagelser är borttagna");
  return import;
}

}  // namespace rimlig::import
