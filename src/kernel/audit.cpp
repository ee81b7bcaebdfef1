#include "kernel/audit.hpp"

#include "kernel/crypto.hpp"
#include "kernel/undo.hpp"

namespace rimlig::kernel {

std::string sealed_hash(std::string_view previous, std::int64_t seq, std::string_view at, std::int64_t actor_id, std::string_view actor_name,
                        std::string_view request_id, Audit const& entry) {
  std::string out(previous);
  for (auto const number : {seq, actor_id, entry.object_id, entry.scope_id}) out += "|" + std::to_string(number);
  for (auto const text : {at, actor_name, request_id, std::string_view(entry.operation), std::string_view(entry.object_kind),
                          std::string_view(entry.changes), std::string_view(entry.note)})
    out.append("|").append(std::to_string(text.size())).append(":").append(text);  // lengths, so that no two entries give the same bytes
  return sha256_hex(out);
}

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
    hash = sealed_hash(hash, seq, at, actor.id, actor.name, actor.request_id, entry);
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
  connection.run("select actor_name, at from audit_entry where object_kind = $1 and object_id = $2 and operation <> 'read' order by seq desc limit 1",
                 Tx::bind(std::string(type.table), id), [&](Row const& row) {
                   by = row.text(0);
                   at = row.text(1);
                 });
  std::string json;
  write_struct(json, type, current);
  throw Problem::stale(json, by, at);
}

std::vector<HistoryEntry> history(Tx& tx, std::string_view object_kind, std::int64_t object_id, int most) {
  std::vector<HistoryEntry> entries;
  tx.run("select seq, at, actor_name, operation, note, changes from audit_entry where object_kind = $1 and object_id = $2 and operation <> 'read' order by seq desc limit $3",
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

}  // namespace rimlig::kernel
