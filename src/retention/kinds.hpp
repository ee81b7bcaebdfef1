// What there is to remove, and how it is found.
#pragma once
#include "kernel/tx.hpp"
#include "retention/retention.hpp"

namespace rimlig::retention {

struct KindRule {
  Kind kind;
  std::string_view table;
  std::string_view key;     // of the table's rows
  std::string_view event;   // SQL over t: the instant or day that the time is counted from
  std::string_view ready;   // SQL over t: rows that may go at all
  bool technical;           // no record of the municipality's: removed without a decision
  std::int64_t days;        // unless something else was decided
  std::int64_t least_days;  // fewer would take away what the program needs
  std::string_view with;    // rows of another table that go with them, as "table.column"
  bool log = false;         // entries of the log: emptied by whole months, and each batch signed for (log_entries.hpp)
  bool reviewed = false;    // of the log, and the monthly review draws from them
};

KindRule const& rule_of(Kind kind);
std::span<KindRule const> all_kinds();

/// The rule in force: what was decided, else the program's own.
RetentionRule in_force(kernel::Tx& tx, KindRule const& kind);

/// SQL over t: rows that may go and whose event is before $1.
std::string due(kernel::Tx& tx, KindRule const& kind);
/// What to put for $1: what is younger stays.
std::string cutoff(kernel::Tx& tx, KindRule const& kind, std::int64_t days);

struct Removable {
  std::int64_t rows = 0;
  std::optional<std::string> oldest;  // a day
  std::int64_t waiting = 0;           // old enough, and kept by a review of the log
};
/// What would go if the time were `days`.
Removable removable(kernel::Tx& tx, KindRule const& kind, std::int64_t days);

/// Removes at most `most` rows, with an entry in the log in the same transaction, and says how many.
std::int64_t remove_some(kernel::Tx& tx, KindRule const& kind, RetentionRule const& rule, std::int64_t most);

/// "beslut: …", or that the program has a rule of its own.
std::string by_what(RetentionRule const& rule);
/// At the top of the organisation, where those who read the whole log see what was removed.
std::int64_t scope_of_removals(kernel::Tx& tx);

}  // namespace rimlig::retention
