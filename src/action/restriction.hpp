// Restricted access to an action: its scope becomes a circle, and everything that hangs on it follows.
// Others who reach the unit may know that it exists, and nothing more.
#pragma once
#include "action/action.hpp"
#include "kernel/feature.hpp"
#include "org/circle.hpp"

namespace rimlig::action {

/// What another feature keeps about actions, and must not tell of one that is restricted.
struct Attached {
  std::string_view objects;                    // SQL: ids of its rows about the action $1, whose log follows the action; may be empty
  std::string_view entries;                    // SQL: numbers of single log entries that say what stands in it; may be empty
  void (*rederive)(Tx&, Id<Action>) = nullptr;  // what it has made from the action's words
};
/// Once for each feature, when the program is put together; the same again changes nothing.
void add_attached(Attached attached);

/// The action when the actor may read it. Problem 403 `restricted`, with whom to ask, for one who reaches its unit but is not
/// in its circle; 404 for all others.
Action reachable(Tx& tx, Id<Action> id);
/// The same for a page that shows it: a restricted one leaves a line in the log.
Action reachable_and_logged(kernel::Context& context, Id<Action> id);
/// A line in the log for each action of these that is restricted.
void log_shown(kernel::Context& context, std::vector<std::pair<std::int64_t, std::int64_t>> const& actions_and_circles);

/// The same when the request's transaction is over already.
void log_shown_now(kernel::Context& context, std::vector<std::pair<std::int64_t, std::int64_t>> const& actions_and_circles);

/// The row of a file that an object came from, unless an action that only others may read came from it too.
std::optional<SourceRow> source_of(Tx& tx, std::int64_t import_id, std::int64_t row);

/// Puts the action and what hangs on it in the circle; the actor may be outside it from then on.
void restrict(Tx& tx, Action& action, org::CircleChoice const& choice);

struct MemberRow {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(MemberRow, (), (id, name))

/// Who may read a restricted action, as its circle sees it.
struct Access {
  Version version;  // of the circle
  std::string reason;
  std::string decided_by;
  Instant decided_at;
  bool substitutes = false;
  std::vector<MemberRow> members;
};
BOOST_DESCRIBE_STRUCT(Access, (), (version, reason, decided_by, decided_at, substitutes, members))

std::optional<Access> access_to(Tx& tx, Action const& action);
/// The actor may decide who reads the action.
bool may_restrict(Tx& tx, Action const& action);

void restriction_routes(kernel::Routes& routes);

}  // namespace rimlig::action
