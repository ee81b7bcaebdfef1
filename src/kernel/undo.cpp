#include "kernel/undo.hpp"

namespace rimlig::kernel {

namespace {

std::vector<Undoable>& undoables() {
  static std::vector<Undoable> all;
  return all;
}

}  // namespace

void register_undoable(Undoable entry) {
  if (!find_undoable(entry.type->table)) undoables().push_back(entry);
}
Undoable const* find_undoable(std::string_view table) {
  for (auto const& entry : undoables())
    if (entry.type->table == table) return &entry;
  return nullptr;
}

UndoTarget undo_target(Tx& tx, std::int64_t audit_id) {
  UndoTarget target;
  tx.run("select operation, object_kind, object_id, changes from audit_entry where seq = $1", Tx::bind(audit_id), [&](Row const& row) {
    target = {audit_id, std::string(row.text(0)), std::string(row.text(1)), row.integer(2), std::string(row.text(3))};
  });
  if (target.audit_id == 0) throw Problem::not_found("ändringen");
  return target;
}

void undo(Tx& tx, UndoTarget const& target) {
  auto const* entry = find_undoable(target.object_kind);
  if (!entry || target.operation != "update") throw Problem::conflict("not_undoable", "Den här ändringen går inte att ångra.");
  auto const newest = tx.value<std::int64_t>("select max(seq) from audit_entry where object_kind = $1 and object_id = $2 and operation <> 'read'", target.object_kind, target.object_id);
  if (newest != target.audit_id)
    throw Problem::conflict("changed_since", "Någon har ändrat efteråt, så det går inte att ångra. Öppna och rätta för hand.");
  auto const row = entry->type->make();
  tx.get(*entry->type, target.object_id, row.get());
  auto const* version = entry->type->find("version");
  auto const expected = *static_cast<std::int64_t const*>(version->in_const(row.get()));
  JsonDocument const document(target.changes);
  JsonReader reader;
  for (auto const& field : entry->type->fields) {
    if (!document.root().has(field.name)) continue;
    field.type().read(reader, document.root().get(field.name).at(0), field.in(row.get()));
  }
  if (!reader.errors().empty()) throw Problem::conflict("not_undoable", "Den här ändringen går inte att ångra.");
  tx.update(*entry->type, row.get(), expected, "", "undo");
  if (entry->restored) entry->restored(tx, target.object_id);
}

}  // namespace rimlig::kernel
