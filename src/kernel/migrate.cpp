#include "kernel/migrations.hpp"

#include "kernel/crypto.hpp"

namespace rimlig::kernel {

namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

/// Puts the driver's words in place of the tokens {{id}} {{bool}} {{json}} {{bytes}} {{strict}} and
/// {{counter NAME}}; `-- only sqlite` and `-- only postgres` at the end of a line keep it to one of them.
std::string expand(std::string_view migration, bool postgres) {
  std::string text;
  for (std::size_t at = 0; at < migration.size();) {
    auto const end = std::min(migration.find('\n', at), migration.size());
    auto const line = migration.substr(at, end - at);
    if (!line.ends_with(postgres ? "-- only sqlite" : "-- only postgres")) text.append(line).append("\n");
    at = end + 1;
  }
  replace_all(text, "{{id}}", postgres ? "bigint" : "integer");
  replace_all(text, "{{bool}}", postgres ? "boolean" : "integer");
  replace_all(text, "{{json}}", "text");
  replace_all(text, "{{bytes}}", postgres ? "bytea" : "blob");
  replace_all(text, "{{strict}}", postgres ? "" : "strict");
  for (auto at = text.find("{{counter "); at != std::string::npos; at = text.find("{{counter ", at)) {
    auto const end = text.find("}}", at);
    std::string const name = text.substr(at + 10, end - at - 10);
    text.replace(at, end + 2 - at,
                 postgres ? "create sequence counter_" + name + ";" : "insert into counter(name, last) values('" + name + "', 0);");
  }
  return text;
}

}  // namespace

int migrate(Connection& connection) { return migrate(connection, embedded_migrations()); }

int migrate(Connection& connection, std::span<Migration const> files) {
  if (connection.is_postgres())
    connection.script("create collation if not exists sv (provider = icu, locale = 'sv-SE')");
  connection.script(
      "create table if not exists migration (name text primary key, sha256 text not null)");
  int applied = 0;
  connection.begin(true);
  try {
    if (connection.is_postgres()) connection.script("lock table migration");
    for (auto const& file : files) {
      auto const hash = sha256_hex(file.sql);
      std::string known;
      std::vector<DbValue> const name{std::string(file.name)};
      connection.run("select sha256 from migration where name = $1", name, [&](Row const& row) { known = row.text(0); });
      if (known == hash) continue;
      if (!known.empty())
        throw std::runtime_error("migration " + std::string(file.name) + " was edited after it was applied; add a new file instead");
      connection.script(expand(file.sql, connection.is_postgres()));
      std::vector<DbValue> const row{std::string(file.name), hash};
      connection.run("insert into migration(name, sha256) values($1, $2)", row);
      ++applied;
    }
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
  return applied;
}

}  // namespace rimlig::kernel
