// What every write of this feature has in common: what is derived from a finding (search text, the linter's
// questions) and what hangs on it (reviews) follows in the same transaction.
#pragma once
#include "finding/finding.hpp"

namespace rimlig::finding {

/// Stores a change and what follows from it. Problem 412 when it was changed since it was read.
void store_change(Tx& tx, Finding& finding, Version expected);

/// Reviews and questions belong where the finding belongs, and are read by those who may read it.
void move_belongings(Tx& tx, Finding const& finding);
void derive(Tx& tx, Finding const& finding);

/// The newest change was taken back.
void restored(Tx& tx, std::int64_t id);
/// An action of the finding was restricted, or is open again: what was asked about its words is asked anew.
void derive_those_served_by(Tx& tx, std::int64_t action);

/// A reorganisation hands findings over with the work through this.
void register_ownership();
/// The linter's run over everything walks the findings through this.
void register_with_linter();

}  // namespace rimlig::finding
