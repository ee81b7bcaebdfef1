// The organisation: a tree of units. A unit is also the scope of what it owns, and a person's
// assignment at a unit reaches its whole subtree (scope.hpp).
#pragma once
#include "kernel/tx.hpp"

namespace rimlig::kernel {
struct Feature;
}

namespace rimlig::org {

enum class UnitKind { council, board, committee, department, division, unit, group };
BOOST_DESCRIBE_ENUM(UnitKind, council, board, committee, department, division, unit, group)

using UnitName = kernel::Text<1, 200>;

struct Unit {
  static constexpr std::string_view table = "org_unit";
  static constexpr std::string_view scope = "id";
  kernel::Id<Unit> id;
  kernel::Version version;
  std::optional<kernel::Id<Unit>> parent_id;
  UnitKind kind = UnitKind::unit;
  UnitName name;
  kernel::Text<0, 200> area;
  std::vector<UnitName> aliases;  // other names in documents (S1-39): "Resursteamet barn och unga"
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;
};
BOOST_DESCRIBE_STRUCT(Unit, (), (id, version, parent_id, kind, name, area, aliases, valid_from, valid_to))

/// A unit as lists show it. The column `path` ("/1/5/") is derived from parent_id by this feature
/// and is free to be used in other features' SQL.
struct UnitRow {
  kernel::Id<Unit> id;
  kernel::Version version;
  std::optional<kernel::Id<Unit>> parent_id;
  UnitKind kind;
  UnitName name;
  kernel::Text<0, 200> area;
  std::vector<UnitName> aliases;
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;
  std::string path;
  std::int64_t depth;  // 0 for a unit without parent
};
BOOST_DESCRIBE_STRUCT(UnitRow, (), (id, version, parent_id, kind, name, area, aliases, valid_from, valid_to, path, depth))

/// The units in the actor's scope for the route's permission, parents before children, siblings by name.
std::vector<UnitRow> visible_units(kernel::Tx& tx);

/// Stores a new unit and gives everyone who holds its parent the new unit too.
void add_unit(kernel::Tx& tx, Unit& unit);
/// Stores a change; a new parent moves the whole subtree. Problem 422 when the parent lies in it.
void change_unit(kernel::Tx& tx, Unit& unit, kernel::Version expected);

/// The unit with that name or alias among those the actor may see, letter case and spaces ignored.
/// Nothing when there is none, or when more than one unit is called so.
std::optional<kernel::Id<Unit>> find_unit(kernel::Tx& tx, std::string_view name);

/// The nearest unit of kind committee at or above, else the topmost unit above.
kernel::Id<Unit> committee_of(kernel::Tx& tx, kernel::Id<Unit> unit);

/// Problem 422 at `pointer` when the unit has ended: nothing new may be laid on it.
void require_in_force(kernel::Tx& tx, kernel::Id<Unit> unit, std::string pointer);

/// SQL condition without parameters: `column` is the unit or lies below it. For filters.
std::string within(std::string_view column, kernel::Id<Unit> unit);

/// The routes of units: /api/units.
kernel::Feature feature();

}  // namespace rimlig::org
