#include "kernel/audit_verify.hpp"

#include "kernel/audit.hpp"

namespace rimlig::kernel {

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
          hash = sealed_hash(hash, expected, row.text(1), row.integer(2), row.text(3), row.text(10), entry);
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

}  // namespace rimlig::kernel
