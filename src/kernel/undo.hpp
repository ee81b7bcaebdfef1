// Puts an object back to what it was before its newest change, from what the audit trail holds.
#pragma once
#include "kernel/tx.hpp"

namespace rimlig::kernel {

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
