#include "kernel/audit_verify.hpp"

#include <algorithm>

#include "kernel/audit.hpp"
#include "kernel/audit_disposal.hpp"

namespace rimlig::kernel {

namespace {

enum Column { seq, at, actor_id, actor_name, operation, object_kind, object_id, scope_id, changes, note, request_id, hash };

/// Nothing is left of it but its number and its hash.
bool is_empty(Row const& row) {
  for (auto const column : {at, actor_name, operation, object_kind, note, request_id})
    if (!row.text(column).empty()) return false;
  return row.integer(actor_id) == 0 && row.integer(object_id) == 0 && row.integer(scope_id) == 0 && row.text(changes) == "{}";
}

/// One walk along the chain.
class Walk {
public:
  Walk(Connection& connection, AuditKeys const& keys) : disposals_(connection, keys), all_keys_are_taken_(keys.trusted.empty()) {}

  /// Swedish, what is wrong with the entry; empty when it fits.
  std::string step(Row const& row, std::int64_t expected) {
    auto const name = "Post " + std::to_string(expected);
    if (row.integer(seq) != expected) return name + " saknas.";
    auto const* cover = disposals_.covering(expected);
    bool const covered = cover && disposals_.statement(*cover).invalid.empty();
    if (is_empty(row)) return covered ? emptied(row, *cover) : not_covered(name, cover);
    if (covered)
      return name + " är gallrad enligt post " + std::to_string(disposals_.statement(*cover).seq) + ", men har uppgifter: de är tillbakalagda, eller så blev gallringen inte gjord.";
    return written(row, expected);
  }

  AuditVerdict verdict;
  std::string last;          // hash
  std::int64_t young = 0;    // an emptied entry that was provably younger than its rule says
  std::string young_reason;

private:
  static std::string number(std::int64_t of) { return std::to_string(of); }

  std::string emptied(Row const& row, Disposals::Cover const& cover) {
    auto const& statement = disposals_.statement(cover);
    if (!disposals_.fits(cover, last, row.text(hash)))
      return "Post " + number(cover.seq) + " är gallrad enligt post " + number(statement.seq) + ", men dess kontrollsumma, eller den före, är inte den som signerades där. Ändringen ligger mellan post " +
             number(sealed_) + " och " + number(cover.seq) + ".";
    sealed_ = cover.seq;
    if (earliest_.empty() || statement.surely_too_late < earliest_) earliest_ = statement.surely_too_late, earliest_seq_ = cover.seq;
    last = row.text(hash);
    count(statement.said);
    return {};
  }

  std::string not_covered(std::string const& name, Disposals::Cover const* cover) const {
    if (!cover) return name + " är tömd utan att någon signerad gallring omfattar den.";
    auto const& statement = disposals_.statement(*cover);
    return name + " är tömd, och gallringen i post " + number(statement.seq) + " som säger sig omfatta den gäller inte: " + statement.invalid + ".";
  }

  std::string written(Row const& row, std::int64_t expected) {
    Audit const entry{std::string(row.text(operation)), std::string(row.text(object_kind)), row.integer(object_id), row.integer(scope_id), std::string(row.text(changes)), std::string(row.text(note))};
    last = sealed_hash(last, expected, row.text(at), row.integer(actor_id), row.text(actor_name), row.text(request_id), entry);
    if (last != row.text(hash)) return "Post " + number(expected) + " är ändrad: kontrollsumman stämmer inte.";
    if (auto const fault = disposals_.fault_at(expected); !fault.empty()) return "Gallringen i post " + number(expected) + " gäller inte: " + fault + ".";
    // Entries are written in order of time, but for a clock that was wrong for a while: both neighbours must say the same.
    if (young == 0 && !earliest_.empty() && before_ > earliest_ && row.text(at) >= before_) {
      young = earliest_seq_;
      young_reason = "Post " + number(young) + " är gallrad fast den var yngre än regeln säger: posterna runt den är från " + before_.substr(0, 10) + " och " + std::string(row.text(at).substr(0, 10)) + ".";
    }
    earliest_.clear();
    before_ = row.text(at);
    return {};
  }

  void count(AuditDisposal const& said) {
    auto known = std::ranges::find_if(verdict.emptied, [&](EmptiedUnder const& each) { return each.kind == said.kind && each.decision == said.decision; });
    if (known == verdict.emptied.end()) known = verdict.emptied.insert(known, {said.kind, said.decision, 0});
    ++known->entries;
    if (all_keys_are_taken_ && std::ranges::find(verdict.unproven_keys, said.public_key) == verdict.unproven_keys.end()) verdict.unproven_keys.push_back(said.public_key);
  }

  Disposals disposals_;
  bool all_keys_are_taken_;
  std::int64_t sealed_ = 0;      // the last emptied entry that fitted
  std::string before_;           // when the last entry was written that is not emptied
  std::string earliest_;         // of the emptied entries since then, the first time that would be too late
  std::int64_t earliest_seq_ = 0;
};

}  // namespace

std::int64_t AuditVerdict::emptied_entries() const {
  std::int64_t all = 0;
  for (auto const& each : emptied) all += each.entries;
  return all;
}

AuditVerdict verify_audit(Connection& connection, AuditKeys const& keys) {
  Walk walk(connection, keys);
  auto& verdict = walk.verdict;
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
          verdict.reason = walk.step(row, expected);
          if (!verdict.reason.empty()) verdict.broken_at = expected;
          else ++verdict.entries;
          if (walk.young == 0) return;
          verdict.broken_at = walk.young;
          verdict.reason = walk.young_reason;
        });
  }
  if (verdict.broken_at != 0) return verdict;
  connection.run("select seq, hash from audit_head where one = 1", {}, [&](Row const& row) {
    if (row.integer(0) == expected && row.text(1) == walk.last) return;
    verdict.broken_at = expected + 1;
    verdict.reason = "Loggens slut är ändrat: " + std::to_string(row.integer(0)) + " poster är förseglade, " + std::to_string(expected) + " finns.";
  });
  return verdict;
}

}  // namespace rimlig::kernel
