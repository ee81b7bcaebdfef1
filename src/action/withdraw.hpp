// Taking back what an import made, as long as nobody has built on it: controls, unwanted events and
// actions go, and with them what was derived from them. What has happened since is listed instead,
// so that a person can see what stands in the way.
#pragma once
#include "action/action.hpp"

namespace rimlig::action {

/// What one import made. Everything later in the audit chain than its storing came from somebody else.
struct Withdrawal {
  std::int64_t import_id = 0;
  std::int64_t stored_seq = 0;  // the audit entry of the storing
  Instant stored_at;
};

/// Something that has happened to what the import made.
struct Obstacle {
  std::string title;  // "ÅT-12 Granska loggar"
  std::string what;   // "har ändrats av Eva Enhetschef"
  std::string link;   // where the web shows it
};
BOOST_DESCRIBE_STRUCT(Obstacle, (), (title, what, link))

/// As many of one sort are looked for; the first few are what a person wants to see.
inline constexpr std::int64_t most_obstacles = 20;

/// A table of objects that imports make, and how one is called and found. The alias is o.
struct ImportedKind {
  std::string_view table;
  std::string_view title;  // SQL
  std::string_view link;   // "/actions/"
};
/// Objects that somebody has changed, or whose questions somebody has answered.
void add_changed(Tx& tx, Withdrawal const& of, ImportedKind const& kind, std::vector<Obstacle>& found);
/// Objects for which the condition holds, over the alias o. It may use $1, the import, and $2, the storing.
void add_where(Tx& tx, Withdrawal const& of, ImportedKind const& kind, std::string_view condition, std::string_view what, std::vector<Obstacle>& found);

inline constexpr ImportedKind imported_actions{"action", "'ÅT-' || o.number || case when o.scope_id = o.unit_id then ' ' || substr(o.text, 1, 80) else '' end", "/actions/"};

/// A feature that keeps something about actions says what of it stands in the way.
using ObstacleSource = void (*)(Tx&, Withdrawal const&, std::vector<Obstacle>&);
void add_obstacle_source(ObstacleSource source);

/// What stands in the way of taking back controls, events and actions; empty when nothing does.
std::vector<Obstacle> obstacles(Tx& tx, Withdrawal const& of);

struct Withdrawn {
  std::int64_t actions = 0;
  std::int64_t events = 0;
  std::int64_t controls = 0;
};
Withdrawn count_imported(Tx& tx, std::int64_t import_id);
/// Removes them, and the source rows. The caller has seen that there are no obstacles.
void withdraw(Tx& tx, Withdrawal const& of);

/// Removes the objects of one table with what is derived from them, each with its audit entry.
/// Problem 403 when one lies outside the actor's scope.
void withdraw_each(Tx& tx, kernel::Struct const& type, std::int64_t import_id);
std::int64_t count_imported(Tx& tx, std::string_view table, std::int64_t import_id);

}  // namespace rimlig::action
