// What lets an entry of the audit trail lose what it said and the chain still hold: a statement, in the chain
// itself, of which entries were emptied, by what rule and whose decision, signed with the key that signs
// checkpoints. An empty entry that no such statement covers is tampering.
#pragma once
#include <span>

#include "kernel/audit.hpp"
#include "kernel/audit_verify.hpp"

namespace rimlig::kernel {

struct AuditDisposal {
  Instant at;
  std::int64_t seq = 0;     // its own place in the chain: nobody can use it in another
  std::string previous;     // the hash before it there
  std::string kind;         // which entries, in the words of whoever made the rule
  std::int64_t days = 0;    // the rule
  Instant before;           // each of them was written before this
  std::string decision;
  std::string decided_by;
  std::string entries;      // "3-7,12"
  std::string seals;        // for each of them, seal_in_place
  std::string public_key;   // Ed25519, hex
  std::string signature;    // of all of the above, hex
};
BOOST_DESCRIBE_STRUCT(AuditDisposal, (), (at, seq, previous, kind, days, before, decision, decided_by, entries, seals, public_key, signature))

/// How its entry in the chain is known: {"disposal":[null,{…}]} among its changes.
inline constexpr std::string_view disposal_operation = "dispose";
inline constexpr std::string_view disposal_object = "audit_entry";

/// An entry that is to be emptied. What it chains to can no longer be computed afterwards, and is sealed with it.
struct EmptiedEntry {
  std::int64_t seq = 0;
  std::string previous;
  std::string hash;
};
/// 32 hex digits that hold for this hash, after that one, in this place.
std::string seal_in_place(std::string_view previous, std::int64_t seq, std::string_view hash);
/// Fills in `entries` and `seals`; they come rising.
void name_entries(AuditDisposal& disposal, std::span<EmptiedEntry const> emptied);
/// What the signature covers.
std::string signed_text(AuditDisposal const& disposal);

/// All statements in the chain, and what each is good for.
class Disposals {
public:
  Disposals(Connection& connection, AuditKeys const& keys);

  struct Statement {
    AuditDisposal said;
    std::int64_t seq = 0;         // where it stands, whatever it says
    std::string invalid;          // Swedish: why it covers nothing; empty when it does
    std::string misplaced;        // Swedish: why it cannot stand where it does
    std::string surely_too_late;  // an entry between two that are later than this cannot have been old enough
  };
  struct Cover {
    std::int64_t seq = 0;
    std::size_t statement = 0;
    std::size_t seal = 0;  // where in its seals
    bool holds = false;    // of those that claim the same entry, the one that does comes first
  };
  /// What covers the entry, or says that it does; ask for rising numbers.
  [[nodiscard]] Cover const* covering(std::int64_t seq);
  [[nodiscard]] Statement const& statement(Cover const& cover) const { return statements_[cover.statement]; }
  [[nodiscard]] bool fits(Cover const& cover, std::string_view previous, std::string_view hash) const;
  /// What is wrong with the statement that stands here; empty when nothing is, or there is none.
  [[nodiscard]] std::string fault_at(std::int64_t seq) const;

private:
  void take(Statement statement, std::vector<std::int64_t> const& entries);

  std::vector<Statement> statements_;
  std::vector<Cover> covers_;
  std::size_t next_ = 0;
};

}  // namespace rimlig::kernel
