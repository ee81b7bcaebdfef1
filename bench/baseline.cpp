#include <libpq-fe.h>
#include <sqlite3.h>
#include <time.h>

#include <functional>
#include <memory>
#include <stdexcept>

#include "store.hpp"

namespace rimlig::bench {

namespace {

// The manager's three units, found once, kept as a program would keep them.
constexpr auto units_query =
    "select unit_id from assignment a join person p on p.id = a.person_id where p.email = 'chef@bench.example' order by unit_id";
constexpr auto row_columns =
    "select a.id, a.version, a.number, a.text, a.status, a.unit_id, u.name, a.due, e.text, c.title, a.analysis, a.updated_at from action a "
    "join org_unit u on u.id = a.unit_id left join unwanted_event e on e.id = a.event_id left join control c on c.id = e.control_id ";

/// CPU and not wall clock, so that the ratio holds on a busy machine too.
double processor_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

/// One driver: runs a query without parameters, already prepared, and gives the first column of each row.
using Run = std::function<std::vector<std::string>(std::string const& sql)>;

Run with_sqlite(std::string const& file) {
  sqlite3* raw = nullptr;
  if (sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK) throw std::runtime_error("cannot open " + file);
  std::shared_ptr<sqlite3> const db(raw, sqlite3_close);
  auto const prepared = std::make_shared<std::pair<std::string, std::shared_ptr<sqlite3_stmt>>>();
  return [db, prepared](std::string const& sql) {
    if (prepared->first != sql) {
      sqlite3_stmt* made = nullptr;
      if (sqlite3_prepare_v2(db.get(), sql.c_str(), -1, &made, nullptr) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db.get()));
      *prepared = {sql, std::shared_ptr<sqlite3_stmt>(made, sqlite3_finalize)};
    }
    std::vector<std::string> first;
    auto* statement = prepared->second.get();
    sqlite3_reset(statement);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      for (int column = 1; column < sqlite3_column_count(statement); ++column) sqlite3_column_text(statement, column);
      first.emplace_back(reinterpret_cast<char const*>(sqlite3_column_text(statement, 0)));
    }
    return first;
  };
}

Run with_libpq(std::string const& url) {
  std::shared_ptr<PGconn> const db(PQconnectdb(url.c_str()), PQfinish);
  if (PQstatus(db.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(db.get()));
  auto const prepared = std::make_shared<std::string>();
  return [db, prepared](std::string const& sql) {
    using Result = std::unique_ptr<PGresult, void (*)(PGresult*)>;
    if (*prepared != sql) {
      Result(PQexec(db.get(), "deallocate all"), PQclear);
      Result const made(PQprepare(db.get(), "s", sql.c_str(), 0, nullptr), PQclear);
      if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(db.get()));
      *prepared = sql;
    }
    Result const rows(PQexecPrepared(db.get(), "s", 0, nullptr, nullptr, nullptr, 0), PQclear);
    if (PQresultStatus(rows.get()) != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(db.get()));
    std::vector<std::string> first;
    for (int n = 0; n < PQntuples(rows.get()); ++n) first.emplace_back(PQgetvalue(rows.get(), n, 0));
    return first;
  };
}

}  // namespace

std::vector<Baseline> baseline(std::string const& url, int rounds) {
  auto const run = url.starts_with("sqlite:") ? with_sqlite(url.substr(7)) : with_libpq(url);
  std::string units;
  for (auto const& id : run(units_query)) units += (units.empty() ? "" : ",") + id;
  auto const scoped = std::string(row_columns) + "where a.scope_id in (" + units + ") order by a.due_key, a.id limit ";
  auto const first = run(scoped + "1");
  if (first.empty()) throw std::runtime_error("the manager has no actions; seed the database first");

  std::vector<Baseline> out;
  for (auto const& [name, sql] : {std::pair<std::string, std::string>{"list", scoped + "25"},
                                  {"list_100", scoped + "100"},
                                  {"item", std::string(row_columns) + "where a.id = " + first.front()}}) {
    run(sql);
    auto const started = processor_microseconds();
    for (int n = 0; n < rounds; ++n) run(sql);
    out.push_back({name, (processor_microseconds() - started) / rounds});
  }
  return out;
}

}  // namespace rimlig::bench
