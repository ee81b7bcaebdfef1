// Restricted access to an action: its scope becomes a circle, and everything that hangs on it follows.
// Others who reach the unit may know that it exists, and nothing more.
#pragma once
#include "action/action.hpp"
#include "identity/restriction.hpp"

namespace rimlig::action {

inline constexpr identity::Restrictable restrictable{"action", "o.number", "åtgärden", "action.read", "action.write", "action.restrict"};
/// What actions come of can be restricted too; an action shows that it does, and no more.
inline constexpr identity::Restrictable restricted_findings{"finding", "o.id", "iakttagelsen", "finding.read", "finding.write", "finding.restrict"};

/// The action and what hangs on it belong to another scope from now on.
void take_scope(Tx& tx, Action& action, std::int64_t scope, std::string operation);

using Restricting = identity::Restricting<Action, restrictable, take_scope>;
inline Action reachable(Tx& tx, Id<Action> id) { return Restricting::reachable(tx, id); }
inline Action reachable_and_logged(kernel::Context& context, Id<Action> id) { return Restricting::reachable_and_logged(context, id); }

/// The row of a file that an object came from, unless something that only others may read came from it too.
std::optional<SourceRow> source_of(Tx& tx, std::int64_t import_id, std::int64_t row);
/// SQL condition: nothing that only others may read came from the row of an import in these columns.
std::string source_is_open(Tx const& tx, std::string_view import, std::string_view row);

/// Nothing that only others may read came from any row of the imports, an SQL query over $1.
bool whole_source_is_open(Tx& tx, std::string_view imports, std::string const& of);

/// The action as the circle around something that it comes from, when whoever reads that can read and go on with this.
void restrict_as(Tx& tx, Action& action, org::Circle const& circle);

void restriction_routes(kernel::Routes& routes);
/// What hangs on an action, for the log.
void register_restriction();

}  // namespace rimlig::action
