#include "org/org.hpp"

#include <algorithm>
#include <map>

#include "org/scope.hpp"

namespace rimlig::org {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

std::string path_of(Tx& tx, std::int64_t unit_id) {
  return tx.value<std::string>("select path from org_unit where id = $1", unit_id).value_or("");
}

void check_dates(Unit const& unit) {
  if (unit.valid_from && unit.valid_to && unit.valid_to->text < unit.valid_from->text)
    throw Problem::invalid("/valid_to", "before_start", "Enheten kan inte upphöra innan den börjar gälla. Ändra något av datumen.");
}

/// One space between words: names are compared without regard to line breaks and stray spaces.
std::string single_spaced(std::string_view text) {
  std::string out;
  for (char const c : text) {
    bool const space = c == ' ' || c == '\t' || c == '\n';
    if (!space) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace

std::vector<UnitRow> visible_units(Tx& tx) {
  auto rows = tx.select<UnitRow>(
      "select u.id as id, u.version as version, u.parent_id as parent_id, u.kind as kind, u.name as name, u.area as area, u.aliases as aliases, "
      "u.valid_from as valid_from, u.valid_to as valid_to, u.path as path, 0 as depth from org_unit u where " +
      tx.in_scope("u.id") + " order by u.name collate sv, u.id");
  std::map<std::int64_t, std::vector<std::size_t>> children;  // in name order, since the rows are
  std::map<std::int64_t, bool> seen;
  for (auto& row : rows) {
    row.depth = std::ranges::count(row.path, '/') - 2;
    seen[row.id.value] = true;
  }
  for (std::size_t n = 0; n < rows.size(); ++n) {
    // The top of what this person sees may have a parent that they do not see.
    bool const below = rows[n].parent_id && seen.contains(rows[n].parent_id->value);
    children[below ? rows[n].parent_id->value : 0].push_back(n);
  }
  std::vector<UnitRow> ordered;
  ordered.reserve(rows.size());
  std::vector<std::size_t> waiting(children[0].rbegin(), children[0].rend());
  while (!waiting.empty()) {
    auto const next = waiting.back();
    waiting.pop_back();
    auto const& below = children[rows[next].id.value];
    waiting.insert(waiting.end(), below.rbegin(), below.rend());
    ordered.push_back(std::move(rows[next]));
  }
  return ordered;
}

void add_unit(Tx& tx, Unit& unit) {
  check_dates(unit);
  lock_scopes(tx);
  auto const above = unit.parent_id ? path_of(tx, unit.parent_id->value) : std::string("/");
  tx.insert(unit);
  tx.execute_derived("update org_unit set path = $1 where id = $2", above + std::to_string(unit.id.value) + "/", unit.id);
  extend_scopes(tx, unit.id.value, unit.parent_id ? std::optional(unit.parent_id->value) : std::nullopt);
}

void change_unit(Tx& tx, Unit& unit, kernel::Version expected) {
  check_dates(unit);
  lock_scopes(tx);
  auto const path = path_of(tx, unit.id.value);
  auto const above = unit.parent_id ? path_of(tx, unit.parent_id->value) : std::string("/");
  if (!path.empty() && above.starts_with(path))
    throw Problem::invalid("/parent_id", "cycle", "En enhet kan inte ligga under sig själv. Välj en enhet utanför den som flyttas.");
  tx.update(unit, expected);
  auto const moved = above + std::to_string(unit.id.value) + "/";
  if (moved == path) return;
  tx.execute_derived("update org_unit set path = $1 || substr(path, $2) where path >= $3 and path < $3 || ':'", moved,
                     static_cast<std::int64_t>(path.size()) + 1, path);
  refresh_all_scopes(tx);
}

std::optional<Id<Unit>> find_unit(Tx& tx, std::string_view name) {
  // SQL's lower knows Swedish letters, alike on both databases.
  auto const wanted = single_spaced(tx.value<std::string>("select lower($1)", name).value_or(""));
  std::vector<Id<Unit>> found;
  std::vector<Id<Unit>> closed;
  tx.run("select u.id, lower(u.name), lower(u.aliases), coalesce(u.valid_to, '9999') from org_unit u where " + tx.in_scope("u.id"), {}, [&](kernel::Row const& row) {
    std::vector<std::string> names;
    kernel::Codec<std::vector<std::string>>::load(row, 2, names);
    names.emplace_back(row.text(1));
    if (std::ranges::any_of(names, [&](auto const& each) { return single_spaced(each) == wanted; })) (row.text(3) < tx.today().text ? closed : found).push_back({row.integer(0)});
  });
  // A unit that took over another's name goes before the one that closed.
  if (found.empty()) found = std::move(closed);
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

Id<Unit> committee_of(Tx& tx, Id<Unit> unit) {
  std::int64_t found = unit.value;
  tx.run(
      "select u.id, u.kind from org_unit below join org_unit u on below.path >= u.path and below.path < u.path || ':' "
      "where below.id = $1 order by length(u.path) desc",
      Tx::bind(unit), [&, done = false](kernel::Row const& row) mutable {
        if (done) return;
        found = row.integer(0);
        done = row.text(1) == "committee";
      });
  return {found};
}

void require_in_force(Tx& tx, Id<Unit> unit, std::string pointer) {
  auto const ended = tx.value<std::string>("select valid_to from org_unit where id = $1 and valid_to < $2", unit, tx.today());
  if (ended) throw Problem::invalid(std::move(pointer), "unit_ended", "Enheten upphörde " + *ended + ". Välj den enhet som tog över.");
}

std::string within(std::string_view column, Id<Unit> unit) {
  return std::string(column) +
         " in (select below.id from org_unit top join org_unit below on below.path >= top.path and below.path < top.path || ':' where top.id = " +
         std::to_string(unit.value) + ")";
}

}  // namespace rimlig::org
