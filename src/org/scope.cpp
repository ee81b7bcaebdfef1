#include "org/scope.hpp"

#include "org/role.hpp"

namespace rimlig::org {

namespace {

/// The bit of a role's name, in SQL, from the one enum.
std::string role_bit(std::string_view column) {
  std::string sql = "case " + std::string(column);
  for (auto const role : all_roles) sql += " when '" + std::string(kernel::name_of(role)) + "' then " + std::to_string(bit_of(role));
  return sql + " else 0 end";
}

/// Different bits add up to their union. "/1/5/" and all below lie before "/1/5/:", since ':' follows '9'.
std::string scopes_of_assignments(std::string_view condition) {
  return "insert into actor_scope(actor_id, scope_id, grants) select a.person_id, u.id, cast(sum(distinct " + role_bit("a.role") +
         ") as bigint) from assignment a join org_unit top on top.id = a.unit_id "
         "join org_unit u on u.path >= top.path and u.path < top.path || ':' where " +
         in_force("a", "$1") + std::string(condition) + " group by a.person_id, u.id";
}

}  // namespace

std::string in_force(std::string_view alias, std::string_view day) {
  std::string const from = std::string(alias) + ".valid_from";
  std::string const to = std::string(alias) + ".valid_to";
  return "(" + from + " is null or " + from + " <= " + std::string(day) + ") and (" + to + " is null or " + to + " >= " + std::string(day) + ")";
}

std::string roles_of(std::string_view person, std::string_view day) {
  return "(select coalesce(cast(sum(distinct " + role_bit("held.role") + ") as bigint), 0) from assignment held where held.person_id = " + std::string(person) + " and " +
         in_force("held", day) + ")";
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
  static std::string const insert = scopes_of_assignments(" and a.person_id = $2");
  tx.execute_derived("delete from actor_scope where actor_id = $1", person_id);
  tx.execute_derived(insert, tx.today(), person_id);
  tx.execute_derived("update account set scoped_on = $1 where person_id = $2", tx.today(), person_id);
}

void refresh_all_scopes(kernel::Tx& tx) {
  static std::string const insert = scopes_of_assignments("");
  tx.execute_derived("delete from actor_scope where actor_id <> 0");
  tx.execute_derived(insert, tx.today());
  tx.execute_derived("update account set scoped_on = $1", tx.today());
}

void extend_scopes(kernel::Tx& tx, std::int64_t unit_id, std::optional<std::int64_t> parent_id) {
  tx.execute_derived("insert into actor_scope(actor_id, scope_id, grants) values (0, $1, -1)", unit_id);
  if (parent_id)
    tx.execute_derived("insert into actor_scope(actor_id, scope_id, grants) select actor_id, $1, grants from actor_scope where scope_id = $2 and actor_id <> 0",
                       unit_id, *parent_id);
}

}  // namespace rimlig::org
