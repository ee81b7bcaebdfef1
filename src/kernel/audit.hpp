// The audit trail: what changed, by whom and when, in a hash chain that shows the first altered,
// removed or inserted entry. Written by Tx alone; read by history, undo and `rimlig audit verify`.
#pragma once
#include "kernel/tx.hpp"

namespace rimlig::kernel {

/// Appends the entries to the chain, in the transaction that is about to commit.
void append_audit(Connection& connection, Actor const& actor, std::string const& at, std::vector<Audit> const& entries);

/// Problem 412 with the current object, and who changed it last.
[[noreturn]] void throw_stale(Connection& connection, Struct const& type, void const* current, std::int64_t id);

struct AuditVerdict {
  std::int64_t entries = 0;
  std::int64_t broken_at = 0;  // the first entry that does not fit, 0 when all do
  std::string reason;          // Swedish, empty when all fit
};
/// Walks the whole chain and computes each hash anew.
AuditVerdict verify_audit(Connection& connection);

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

/// Objects that can be put back, with the permission that it takes.
struct Undoable {
  Struct const* type;
  std::string_view write_permission;
  /// What else must follow when the row has been put back: search text, questions.
  void (*restored)(Tx&, std::int64_t id) = nullptr;
};
void register_undoable(Undoable entry);
Undoable const* find_undoable(std::string_view table);

struct UndoTarget {
  std::int64_t audit_id = 0;
  std::string operation;
  std::string object_kind;
  std::int64_t object_id = 0;
  std::string changes;
};
/// The entry, or Problem 404. Says nothing of whether the actor may undo it.
UndoTarget undo_target(Tx& tx, std::int64_t audit_id);
/// Puts the fields of the object's newest change back to what they were, as a change of its own.
/// Problem 409 when the object has been changed since, or the change cannot be undone.
void undo(Tx& tx, UndoTarget const& target);

}  // namespace rimlig::kernel
