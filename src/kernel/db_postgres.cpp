#include <libpq-fe.h>

#include <charconv>
#include <unordered_map>
#include <utility>

#include "kernel/db.hpp"

namespace rimlig::kernel {

namespace {

class PostgresRow final : public Row {
public:
  PostgresRow(PGresult const* result, int row) : result_(result), row_(row) {}
  int columns() const override { return PQnfields(result_); }
  std::string_view name(int column) const override { return PQfname(result_, column); }
  bool null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  std::int64_t integer(int column) const override {
    auto const value = text(column);
    if (value == "t") return 1;
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }
  double real(int column) const override {
    auto const value = text(column);
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
  }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }

private:
  PGresult const* result_;
  int row_;
};

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

class PostgresConnection final : public Connection {
public:
  explicit PostgresConnection(std::string const& conninfo) : db_(PQconnectdb(conninfo.c_str())) {
    if (PQstatus(db_) != CONNECTION_OK) {
      std::string message = PQerrorMessage(db_);
      PQfinish(db_);
      // About what it cannot read the library says all of it, and a password may be there.
      if (PQconninfoOption* const parts = PQconninfoParse(conninfo.c_str(), nullptr)) PQconninfoFree(parts);
      else message = "the connection string cannot be read";
      throw std::runtime_error("PostgreSQL: " + message);
    }
    PQsetNoticeProcessor(db_, [](void*, char const*) {}, nullptr);
  }
  ~PostgresConnection() override { PQfinish(db_); }
  PostgresConnection(PostgresConnection const&) = delete;
  PostgresConnection& operator=(PostgresConnection const&) = delete;

  std::int64_t run(std::string_view sql, std::span<DbValue const> params, RowFunction const& row) override {
    settle();
    // A copy: a row function may run statements of its own, which may start the cache over.
    auto const statement = prepared(sql);
    std::vector<std::string> numbers;
    numbers.reserve(params.size() + 1);  // pointers into it must not move
    std::vector<char const*> values;
    for (auto const& value : params) {
      if (auto const* text = std::get_if<std::string>(&value)) values.push_back(text->c_str());
      else if (std::holds_alternative<std::monostate>(value)) values.push_back(nullptr);
      else {
        char buffer[40];
        auto const end = std::holds_alternative<double>(value)
                             ? std::to_chars(buffer, buffer + sizeof buffer, std::get<double>(value)).ptr
                             : std::to_chars(buffer, buffer + sizeof buffer, std::get<std::int64_t>(value)).ptr;
        values.push_back(numbers.emplace_back(buffer, end).c_str());
      }
    }
    values.resize(static_cast<std::size_t>(statement.parameters));
    if (statement.uses_actor) values.push_back(numbers.emplace_back(std::to_string(actor_)).c_str());
    auto const result = execute(statement, values);
    check(result.get(), sql);
    if (row)
      for (int n = 0; n < PQntuples(result.get()); ++n) row(PostgresRow(result.get(), n));
    std::string_view const changed = PQcmdTuples(result.get());
    std::int64_t count = 0;
    std::from_chars(changed.data(), changed.data() + changed.size(), count);
    return count;
  }
  void script(std::string_view sql) override {
    settle();
    begin_now();
    run_script(sql);
  }
  /// Sent with the first statement, to spare a round trip.
  void begin(bool write) override {
    reads_only_ = !write;
    begin_ = write ? "begin" : "begin isolation level repeatable read read only";
  }
  /// What only read has nothing to lose: the answer is not waited for, but read before the next statement.
  void commit() override {
    if (!std::exchange(begin_, "").empty()) return;
    if (reads_only_ && PQsendQuery(db_, "commit") == 1) unread_ = true;
    else run_script("commit");
  }
  void rollback() noexcept override {
    settle();
    if (std::exchange(begin_, "").empty()) PQclear(PQexec(db_, "rollback"));
  }
  bool is_postgres() const override { return true; }

private:
  void run_script(std::string_view sql) {
    Result const result(PQexec(db_, std::string(sql).c_str()), PQclear);
    check(result.get(), sql);
  }
  struct Prepared {
    std::string name;  // empty when the statement is planned anew each time
    std::string text;
    int parameters = 0;  // the largest n of $n
    bool uses_actor = false;
  };
  void settle() noexcept {
    if (!std::exchange(unread_, false)) return;
    while (auto* result = PQgetResult(db_)) PQclear(result);
  }
  void begin_now() {
    if (auto const text = std::exchange(begin_, ""); !text.empty()) run_script(text);
  }
  Result execute(Prepared const& statement, std::vector<char const*> const& values) {
    auto const count = static_cast<int>(values.size());
    if (statement.name.empty()) begin_now();
    if (statement.name.empty()) return {PQexecParams(db_, statement.text.c_str(), count, nullptr, values.data(), nullptr, nullptr, 0), PQclear};
    auto const begin = std::exchange(begin_, "");
    if (begin.empty()) return {PQexecPrepared(db_, statement.name.c_str(), count, values.data(), nullptr, nullptr, 0), PQclear};
    PQenterPipelineMode(db_);
    PQsendQueryParams(db_, begin.data(), 0, nullptr, nullptr, nullptr, nullptr, 0);
    PQsendQueryPrepared(db_, statement.name.c_str(), count, values.data(), nullptr, nullptr, 0);
    PQpipelineSync(db_);
    // The answer to each of the two ends with a null, and the whole with a mark.
    Result first(PQgetResult(db_), PQclear);
    PQclear(PQgetResult(db_));
    Result second(PQgetResult(db_), PQclear);
    PQclear(PQgetResult(db_));
    PQclear(PQgetResult(db_));
    PQexitPipelineMode(db_);
    return PQresultStatus(first.get()) == PGRES_COMMAND_OK ? std::move(second) : std::move(first);
  }
  Prepared const& prepared(std::string_view sql) {
    if (auto const found = statements_.find(std::string(sql)); found != statements_.end()) return found->second;
    if (statements_.size() >= most_prepared) {
      script("deallocate all");
      statements_.clear();
    }
    Prepared statement{sql.ends_with(planned_anew) ? "" : "s" + std::to_string(statements_.size()), std::string(sql), 0, false};
    for (std::size_t at = 0; at + 1 < sql.size(); ++at) {
      int number = 0;
      if (sql[at] == '$' && std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number).ec == std::errc{})
        statement.parameters = std::max(statement.parameters, number);
    }
    // PostgreSQL has no named parameters: the actor comes after the numbered ones.
    auto& text = statement.text;
    auto const place = "$" + std::to_string(statement.parameters + 1) + "::bigint";
    for (auto at = text.find(":actor"); at != std::string::npos; at = text.find(":actor", at + place.size())) {
      text.replace(at, 6, place);
      statement.uses_actor = true;
    }
    if (!statement.name.empty()) {
      Result const result(PQprepare(db_, statement.name.c_str(), text.c_str(), 0, nullptr), PQclear);
      check(result.get(), sql);
    }
    return statements_.emplace(std::string(sql), std::move(statement)).first->second;
  }
  void check(PGresult const* result, std::string_view sql) const {
    auto const status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
    auto const* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    std::string_view const code = state ? state : "";
    std::string const message = std::string(PQerrorMessage(db_)) + " in: " + std::string(sql.substr(0, 400));
    if (code.starts_with("23")) throw ConstraintError(message);
    if (code == "40001" || code == "40P01" || code == "55P03") throw RetryError(message);
    throw std::runtime_error("PostgreSQL: " + message);
  }

  PGconn* db_;
  std::string_view begin_ = "";  // of a transaction whose first statement has not come
  bool reads_only_ = false;
  bool unread_ = false;  // the answer to a commit
  std::unordered_map<std::string, Prepared> statements_;
};

}  // namespace

std::unique_ptr<Connection> connect_postgres(std::string const& conninfo) { return std::make_unique<PostgresConnection>(conninfo); }

}  // namespace rimlig::kernel
