#include "org/scope.hpp"

#include "org/role.hpp"

namespace rimlig::org {

namespace {

/// The bit of the assignment's role, in SQL, from the one enum.
std::string role_bit(std::string_view assignment) {
  std::string const alias(assignment);
  std::string sql = "case " + alias + ".role";
  for (auto const role : all_roles) sql += " when '" + std::string(kernel::name_of(role)) + "' then " + std::to_string(bit_of(role));
  return sql + " when 'custom' then (select own.bit from custom_role own where own.id = " + alias + ".custom_role_id) else 0 end";
}

/// The substitution with this alias is in force: nobody has ended it before its time.
std::string covers(std::string_view alias, std::string_view day) { return in_force(alias, day) + " and " + std::string(alias) + ".ended_at is null"; }

/// Who acts by which assignment: its own person, and the substitutes of the day.
std::string actors(std::string_view day) {
  return "(select own.person_id as person_id, own.id as assignment_id from assignment own union all select cover.substitute_id, part.assignment_id from substitution cover "
         "join substitution_assignment part on part.substitution_id = cover.id where " + covers("cover", day) + ")";
}

/// Different bits add up to their union. "/1/5/" and all below lie before "/1/5/:", since ':' follows '9'.
std::string scopes_of_assignments(std::string_view condition) {
  return "insert into actor_scope(actor_id, scope_id, grants) select actor.person_id, u.id, cast(sum(distinct " + role_bit("a") +
         ") as bigint) from " + actors("$1") + " actor join assignment a on a.id = actor.assignment_id join org_unit top on top.id = a.unit_id "
         "join org_unit u on u.path >= top.path and u.path < top.path || ':' where " +
         in_force("a", "$1") + " and a.role <> '" + std::string(kernel::name_of(only_in_circles)) + "'" + std::string(condition) + " group by actor.person_id, u.id";
}

/// Those in a circle, by the roles that they hold wherever it may be, and the auditors of the unit that it lies in.
/// Somebody's substitute is let in when the circle says so. A circle that was lifted keeps its auditors.
std::string scopes_of_circles(std::string_view condition) {
  std::string const auditor_bit = std::to_string(reads_in_circles);
  return "insert into actor_scope(actor_id, scope_id, grants) select seen.person_id, seen.circle_id, cast(sum(distinct seen.bit) as bigint) from ("
         "select actor.person_id as person_id, c.id as circle_id, " + role_bit("a") + " as bit from circle c join circle_member m on m.circle_id = c.id "
         "join assignment a on a.person_id = m.person_id join " + actors("$1") + " actor on actor.assignment_id = a.id and (c.substitutes or actor.person_id = m.person_id) "
         "where c.lifted_at is null and " + in_force("a", "$1") +
         " union all select actor.person_id, c.id, " + auditor_bit + " from circle c join org_unit u on u.id = c.unit_id join org_unit top on u.path >= top.path and u.path < top.path || ':' "
         "join assignment a on a.unit_id = top.id and a.role = '" + std::string(kernel::name_of(Role::auditor)) + "' join " + actors("$1") + " actor on actor.assignment_id = a.id where " +
         in_force("a", "$1") + ") seen where seen.bit <> 0" + std::string(condition) + " group by seen.person_id, seen.circle_id";
}

std::string of_own(std::string_view what, std::string_view person, std::string_view day) {
  return "select " + std::string(what) + " from assignment own where own.person_id = " + std::string(person) + " and " + in_force("own", day);
}

/// Of the assignments that the person is substitute for on the day.
std::string of_those_covered(std::string_view what, std::string_view person, std::string_view day) {
  return "select " + std::string(what) + " from substitution cover join substitution_assignment part on part.substitution_id = cover.id join assignment covered on covered.id = part.assignment_id "
         "where cover.substitute_id = " + std::string(person) + " and " + covers("cover", day) + " and " + in_force("covered", day);
}

}  // namespace

std::string in_force(std::string_view alias, std::string_view day) {
  std::string const from = std::string(alias) + ".valid_from";
  std::string const to = std::string(alias) + ".valid_to";
  return "(" + from + " is null or " + from + " <= " + std::string(day) + ") and (" + to + " is null or " + to + " >= " + std::string(day) + ")";
}

std::string acted_by_as_substitute(std::string_view person, std::string_view day) { return of_those_covered("covered.id", person, day); }

std::string acted_by(std::string_view person, std::string_view day) {
  return of_own("own.id", person, day) + " union all " + acted_by_as_substitute(person, day);
}

std::string roles_of(std::string_view person, std::string_view day) {
  // Every request asks: of somebody with a role at forty units, the role is looked up once.
  return "(select coalesce(cast(sum(distinct " + role_bit("held") + ") as bigint), 0) from (" + of_own("own.role, own.custom_role_id", person, day) + " union " +
         of_those_covered("covered.role, covered.custom_role_id", person, day) + ") held)";
}

std::optional<std::int64_t> stands_in_for(kernel::Tx& tx, std::int64_t person_id, std::int64_t unit_id, std::int64_t grants) {
  static std::string const anywhere = "a.id in (" + acted_by("$1", "$2") + ") and ((" + role_bit("a") + ") & $3) <> 0 order by case when a.person_id = $1 then 0 else 1 end, a.id limit 1";
  static std::string const with_role = "select a.person_id from assignment a where " + anywhere;
  static std::string const at_unit = "select a.person_id from assignment a join org_unit top on top.id = a.unit_id join org_unit u on u.path >= top.path and u.path < top.path || ':' where u.id = $4 and " + anywhere;
  auto const holder = unit_id == 0 ? tx.value<std::int64_t>(with_role, person_id, tx.today(), grants) : tx.value<std::int64_t>(at_unit, person_id, tx.today(), grants, unit_id);
  return holder == person_id ? std::nullopt : holder;
}

bool is_substitute(kernel::Tx& tx, std::int64_t person_id) {
  static std::string const sql = "select 1 from substitution cover where cover.substitute_id = $1 and " + covers("cover", "$2") + " limit 1";
  return tx.value<std::int64_t>(sql, person_id, tx.today()).has_value();
}

void lock_scopes(kernel::Tx& tx) {
  // SQLite has one writer at a time anyway.
  if (tx.connection().is_postgres()) tx.connection().script("lock table actor_scope in share row exclusive mode");
}

void refresh_scope_daily(kernel::Tx& tx, std::int64_t person_id) {
  auto const scoped_on = tx.value<std::string>("select scoped_on from account where person_id = $1", person_id);
  if (scoped_on != tx.today().text) refresh_scope_of_person(tx, person_id);
}

void refresh_scope_of_person(kernel::Tx& tx, std::int64_t person_id) {
  lock_scopes(tx);
  static std::string const insert = scopes_of_assignments(" and actor.person_id = $2");
  static std::string const circles = scopes_of_circles(" and seen.person_id = $2");
  // What a person no longer holds, nobody stands in for.
  static std::string const substitutes = "select distinct cover.substitute_id from substitution cover where cover.absent_id = $1 and " + covers("cover", "$2");
  std::vector<std::int64_t> concerned{person_id};
  tx.run(substitutes, kernel::Tx::bind(person_id, tx.today()), [&](kernel::Row const& row) { concerned.push_back(row.integer(0)); });
  for (auto const each : concerned) {
    tx.execute_derived("delete from actor_scope where actor_id = $1", each);
    tx.execute_derived(insert, tx.today(), each);
    tx.execute_derived(circles, tx.today(), each);
    tx.execute_derived("update account set scoped_on = $1 where person_id = $2", tx.today(), each);
  }
}

void refresh_all_scopes(kernel::Tx& tx) {
  static std::string const insert = scopes_of_assignments("");
  static std::string const circles = scopes_of_circles("");
  tx.execute_derived("delete from actor_scope where actor_id <> 0");
  tx.execute_derived(insert, tx.today());
  tx.execute_derived(circles, tx.today());
  tx.execute_derived("update account set scoped_on = $1", tx.today());
}

void refresh_circle(kernel::Tx& tx, std::int64_t circle_id) {
  static std::string const circles = scopes_of_circles(" and seen.circle_id = $2");
  tx.execute_derived("delete from actor_scope where scope_id = $1 and actor_id <> 0", circle_id);
  tx.execute_derived(circles, tx.today(), circle_id);
}

void extend_scopes(kernel::Tx& tx, std::int64_t unit_id, std::optional<std::int64_t> parent_id) {
  tx.execute_derived("insert into actor_scope(actor_id, scope_id, grants) values (0, $1, -1)", unit_id);
  if (parent_id)
    tx.execute_derived("insert into actor_scope(actor_id, scope_id, grants) select actor_id, $1, grants from actor_scope where scope_id = $2 and actor_id <> 0",
                       unit_id, *parent_id);
}

}  // namespace rimlig::org
