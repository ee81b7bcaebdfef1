// Keeps actor_scope, the table that every read and write is limited by: person × unit → the bits of
// the roles held there today. An assignment reaches its unit and all below, for its own person and for
// whoever is substitute for that person today. A circle (circle.hpp) is a scope of its own. Written in the same
// transaction as the unit or assignment that changed, so that it is never wrong in between.
#pragma once
#include "kernel/tx.hpp"

namespace rimlig::org {

/// One at a time from here to the end of the transaction: a unit that is added while somebody is
/// given its parent must reach that person too. Readers do not wait.
void lock_scopes(kernel::Tx& tx);

/// After an assignment of one person changed, or whom that person is substitute for. Reaches the person's own substitutes too.
void refresh_scope_of_person(kernel::Tx& tx, std::int64_t person_id);
/// Does the same when the day has changed since last: assignments and substitutions begin and end by date.
void refresh_scope_daily(kernel::Tx& tx, std::int64_t person_id);
/// After units were moved.
void refresh_all_scopes(kernel::Tx& tx);
/// After a circle was drawn, changed, moved or lifted.
void refresh_circle(kernel::Tx& tx, std::int64_t circle_id);
/// After a unit was added below `parent_id`, or at the top when that is nothing.
void extend_scopes(kernel::Tx& tx, std::int64_t unit_id, std::optional<std::int64_t> parent_id);

/// SQL query: ids of the assignments that a person acts by on `day`, their own and those held as substitute.
std::string acted_by(std::string_view person, std::string_view day);
/// SQL query: only those held as substitute.
std::string acted_by_as_substitute(std::string_view person, std::string_view day);
/// Whom the person stands in for when using `grants` at the unit today, or anywhere when it is 0; nothing when an assignment of
/// their own gives the same.
std::optional<std::int64_t> stands_in_for(kernel::Tx& tx, std::int64_t person_id, std::int64_t unit_id, std::int64_t grants);
/// The person is a substitute for somebody today.
bool is_substitute(kernel::Tx& tx, std::int64_t person_id);

/// SQL: the bits of the roles that a person acts by on `day`, anywhere; 0 for none. `person` is a column.
std::string roles_of(std::string_view person, std::string_view day);
/// SQL condition: the dated row with this alias is in force on `day` ("$2").
std::string in_force(std::string_view alias, std::string_view day);

}  // namespace rimlig::org
