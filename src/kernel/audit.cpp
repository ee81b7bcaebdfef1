#include "kernel/audit.hpp"

#include "kernel/crypto.hpp"

namespace rimlig::kernel {

namespace {

/// What one hash covers. Lengths stand before texts so that no two entries give the same bytes.
std::string sealed_text(std::string_view previous, std::int64_t seq, std::string_view at, std::int64_t actor_id, std::string_view actor_name,
                        std::string_view request_id, Audit const& entry) {
  std::string out(previous);
  for (auto const number : {seq, actor_id, entry.object_id, entry.scope_id}) out += "|" + std::to_string(number);
  for (auto const text : {at, actor_name, request_id, std::string_view(entry.operation), std::string_view(entry.object_kind),
                          std::string_view(entry.changes), std::string_view(entry.note)})
    out.append("|").append(std::to_string(text.size())).append(":").append(text);
  return out;
}

std::vector<Undoable>& undoables() {
  static std::vector<Undoable> all;
  return all;
}

}  // namespace

void append_audit(Connection& connection, Actor const& actor, std::string const& at, std::vector<Audit> const& entries) {
  std::int64_t seq = 0;
  std::string hash;
  // The head is one row, taken last before the commit: the chain has one order on every database.
  connection.run(connection.is_postgres() ? "select seq, hash from audit_head where one = 1 for update" : "select seq, hash from audit_head where one = 1",
                 {}, [&](Row const& row) {
                   seq = row.integer(0);
                   hash = row.text(1);
                 });
  for (auto const& entry : entries) {
    ++seq;
    hash = sha256_hex(sealed_text(hash, seq, at, actor.id, actor.name, actor.request_id, entry));
    connection.run(
        "insert into audit_entry(seq, at, actor_id, actor_name, operation, object_kind, object_id, scope_id, changes, note, request_id, hash) "
        "values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        Tx::bind(seq, at, actor.id, actor.name, entry.operation, entry.object_kind, entry.object_id, entry.scope_id, entry.changes, entry.note,
                 actor.request_id, hash));
  }
  connection.run("update audit_head set seq = $1, hash = $2 where one = 1", Tx::bind(seq, hash));
}

void throw_stale(Connection& connection, Struct const& type, void const* current, std::int64_t id) {
  std::string by;
  std::string at;
  connection.run("select actor_name, at from audit_entry where object_kind = $1 and object_id = $2 order by seq desc limit 1",
                 Tx::bind(std::string(type.table), id), [&](Row const& row) {
                   by = row.text(0);
                   at = row.text(1);
                 });
  std::string json;
  write_struct(json, type, current);
  throw Problem::stale(json, by, at);
}

AuditVerdict verify_audit(Connection& connection) {
  AuditVerdict verdict;
  std::string hash;
  std::int64_t expected = 0;
  constexpr std::int64_t batch = 5'000;
  bool more = true;
  while (more && verdict.broken_at == 0) {
    more = false;
    connection.run(
        "select seq, at, actor_id, actor_name, operation, object_kind, object_id, scope_id, changes, note, request_id, hash "
        "from audit_entry where seq > $1 order by seq limit $2",
        Tx::bind(expected, batch), [&](Row const& row) {
          more = true;
          if (verdict.broken_at != 0) return;
          ++expected;
          if (row.integer(0) != expected) {
            verdict.broken_at = expected;
            verdict.reason = "Post " + std::to_string(expected) + " saknas.";
            return;
          }
          Audit const entry{std::string(row.text(4)), std::string(row.text(5)), row.integer(6), row.integer(7), std::string(row.text(8)), std::string(row.text(9))};
          hash = sha256_hex(sealed_text(hash, expected, row.text(1), row.integer(2), row.text(3), row.text(10), entry));
          if (hash != row.text(11)) {
            verdict.broken_at = expected;
            verdict.reason = "Post " + std::to_string(expected) + " är ändrad: kontrollsumman stämmer inte.";
            return;
          }
          ++verdict.entries;
        });
  }
  if (verdict.broken_at != 0) return verdict;
  connection.run("select seq, hash from audit_head where one = 1", {}, [&](Row const& row) {
    if (row.integer(0) == expected && row.text(1) == hash) return;
    verdict.broken_at = expected + 1;
    verdict.reason = "Loggens slut är ändrat: " + std::to_string(row.integer(0)) + " poster är förseglade, " + std::to_string(expected) + " finns.";
  });
  return verdict;
}

std::vector<HistoryEntry> history(Tx& tx, std::string_view object_kind, std::int64_t object_id, int most) {
  std::vector<HistoryEntry> entries;
  tx.run("select seq, at, actor_name, operation, note, changes from audit_entry where object_kind = $1 and object_id = $2 order by seq desc limit $3",
         Tx::bind(object_kind, object_id, most), [&](Row const& row) {
           HistoryEntry entry{row.integer(0), {std::string(row.text(1))}, std::string(row.text(2)), std::string(row.text(3)), std::string(row.text(4)), {}, false};
           JsonDocument const document(row.text(5));
           auto const root = document.root();
           for (std::size_t n = 0; n < root.size(); ++n) {
             auto const pair = root.value(n);
             entry.changes.push_back({std::string(root.key(n)), {pair.at(0).serialize()}, {pair.at(1).serialize()}});
           }
           entry.undoable = entries.empty() && (entry.operation == "update") && find_undoable(object_kind);
           entries.push_back(std::move(entry));
         });
  return entries;
}

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
  auto const newest = tx.value<std::int64_t>("select max(seq) from audit_entry where object_kind = $1 and object_id = $2", target.object_kind, target.object_id);
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
