// The audit trail: what changed, by whom and when, in a hash chain that shows the first altered,
// removed or inserted entry. Written by Tx alone; read by history, undo (undo.hpp) and
// `rimlig audit verify` (audit_verify.hpp).
#pragma once
#include "kernel/tx.hpp"

namespace rimlig::kernel {

/// Adds to the notes of entries that are about to be written how their actor was allowed to do it, when that
/// is not by a role of their own. Given once, when the program is put together.
inline void (*attribution)(Tx& tx, std::vector<Audit>& entries) = nullptr;

/// The hash of one entry, which covers the hash before it.
std::string sealed_hash(std::string_view previous, std::int64_t seq, std::string_view at, std::int64_t actor_id, std::string_view actor_name,
                        std::string_view request_id, Audit const& entry);

/// Appends the entries to the chain, in the transaction that is about to commit.
void append_audit(Connection& connection, Actor const& actor, std::string const& at, std::vector<Audit> const& entries);

/// Problem 412 with the current object, and who changed it last.
[[noreturn]] void throw_stale(Connection& connection, Struct const& type, void const* current, std::int64_t id);

struct FieldChange {
  std::string field;
  RawJson before;
  RawJson after;
};
BOOST_DESCRIBE_STRUCT(FieldChange, (), (field, before, after))

struct HistoryEntry {
  std::int64_t audit_id;
  Instant at;
  std::string who;
  std::string operation;  // insert, update, remove, undo, or a feature's own word
  std::string note;
  std::vector<FieldChange> changes;
  bool undoable;  // the newest entry of an object, when it was an update
};
BOOST_DESCRIBE_STRUCT(HistoryEntry, (), (audit_id, at, who, operation, note, changes, undoable))

/// What happened to one object, newest first. The caller has checked that the actor may see it.
std::vector<HistoryEntry> history(Tx& tx, std::string_view object_kind, std::int64_t object_id, int most = 200);

}  // namespace rimlig::kernel
