#include <sqlite3.h>
#include <unicode/coll.h>
#include <unicode/unistr.h>

#include <charconv>
#include <functional>
#include <unordered_map>

#include "kernel/db.hpp"

namespace rimlig::kernel {

namespace {

[[noreturn]] void fail(sqlite3* db, int code, std::string_view sql = {}) {
  std::string message = std::string(sqlite3_errmsg(db)) + (sql.empty() ? "" : " in: " + std::string(sql.substr(0, 400)));
  if ((code & 0xff) == SQLITE_CONSTRAINT) throw ConstraintError(message);
  if ((code & 0xff) == SQLITE_BUSY || (code & 0xff) == SQLITE_LOCKED) throw RetryError(message);
  throw std::runtime_error("SQLite: " + message);
}

icu::UnicodeString unicode(sqlite3_value* value) {
  return icu::UnicodeString::fromUTF8({reinterpret_cast<char const*>(sqlite3_value_text(value)), sqlite3_value_bytes(value)});
}

void sql_lower(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  std::string out;
  unicode(values[0]).toLower(icu::Locale("sv")).toUTF8String(out);
  sqlite3_result_text(context, out.data(), static_cast<int>(out.size()), SQLITE_TRANSIENT);
}

int collate_sv(void* collator, int left_size, void const* left, int right_size, void const* right) {
  UErrorCode status = U_ZERO_ERROR;
  return static_cast<icu::Collator*>(collator)->compareUTF8({static_cast<char const*>(left), left_size},
                                                            {static_cast<char const*>(right), right_size}, status);
}

struct Statement {
  sqlite3_stmt* handle = nullptr;
  std::vector<int> positions;  // of $1, $2 … in SQLite's own numbering
  int actor = 0;               // of :actor, 0 when the text does not use it
};

/// Lets a statement be found by its text without a copy of it; a list over forty units is 6 kB of text.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class SqliteRow final : public Row {
public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  int columns() const override { return sqlite3_column_count(statement_); }
  std::string_view name(int column) const override { return sqlite3_column_name(statement_, column); }
  bool null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement_, column));
    return text ? std::string_view(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view{};
  }

private:
  sqlite3_stmt* statement_;
};

class SqliteConnection final : public Connection {
public:
  explicit SqliteConnection(std::string const& file) {
    int const code = sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
    if (code != SQLITE_OK) fail(db_, code);
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, 10'000);
    UErrorCode status = U_ZERO_ERROR;
    collator_.reset(icu::Collator::createInstance(icu::Locale("sv", "SE"), status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no Swedish collation");
    sqlite3_create_collation_v2(db_, "sv", SQLITE_UTF8, collator_.get(), collate_sv, nullptr);
    int const flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    sqlite3_create_function_v2(db_, "lower", 1, flags, nullptr, sql_lower, nullptr, nullptr, nullptr);
    script("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma cache_size = -4000; pragma temp_store = memory; pragma secure_delete = on;");
  }
  ~SqliteConnection() override {
    forget_statements();
    sqlite3_close(db_);
  }
  SqliteConnection(SqliteConnection const&) = delete;
  SqliteConnection& operator=(SqliteConnection const&) = delete;

  std::int64_t run(std::string_view sql, std::span<DbValue const> params, RowFunction const& row) override {
    auto& statement = prepared(sql);
    bind(statement, params, sql);
    struct Reset {
      sqlite3_stmt* handle;
      int& running;
      ~Reset() {
        sqlite3_reset(handle);
        sqlite3_clear_bindings(handle);
        --running;
      }
    } const reset{statement.handle, ++running_};
    SqliteRow const current(statement.handle);
    int code = 0;
    while ((code = sqlite3_step(statement.handle)) == SQLITE_ROW)
      if (row) row(current);
    if (code != SQLITE_DONE) fail(db_, code, sql);
    return sqlite3_changes64(db_);
  }
  void script(std::string_view sql) override {
    int const code = sqlite3_exec(db_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(db_, code, sql);
  }
  void begin(bool write) override { run(write ? "begin immediate" : "begin", {}, {}); }
  void commit() override { run("commit", {}, {}); }
  void rollback() noexcept override { sqlite3_exec(db_, "rollback", nullptr, nullptr, nullptr); }
  bool is_postgres() const override { return false; }

private:
  void forget_statements() {
    for (auto& [sql, statement] : statements_) sqlite3_finalize(statement.handle);
    statements_.clear();
  }
  Statement& prepared(std::string_view sql) {
    if (auto const found = statements_.find(sql); found != statements_.end()) return found->second;
    // Never while a statement is being stepped: a row function may run statements of its own.
    if (statements_.size() >= most_prepared && running_ == 0) forget_statements();
    Statement statement;
    int const code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement.handle, nullptr);
    if (code != SQLITE_OK) fail(db_, code, sql);
    for (int at = 1; at <= sqlite3_bind_parameter_count(statement.handle); ++at) {
      std::string_view const name = sqlite3_bind_parameter_name(statement.handle, at);
      std::size_t number = 0;
      if (!name.starts_with('$') || std::from_chars(name.data() + 1, name.data() + name.size(), number).ec != std::errc{} || number == 0) continue;
      if (statement.positions.size() < number) statement.positions.resize(number);
      statement.positions[number - 1] = at;
    }
    statement.actor = sqlite3_bind_parameter_index(statement.handle, ":actor");
    return statements_.emplace(std::string(sql), std::move(statement)).first->second;
  }
  void bind(Statement& statement, std::span<DbValue const> params, std::string_view sql) {
    if (statement.positions.size() > params.size()) throw std::logic_error("too few parameters for: " + std::string(sql));
    if (statement.actor != 0) sqlite3_bind_int64(statement.handle, statement.actor, actor_);
    for (std::size_t n = 0; n < statement.positions.size(); ++n) {
      int const at = statement.positions[n];
      if (at == 0) continue;
      auto const& value = params[n];
      int code = SQLITE_OK;
      if (auto const* whole = std::get_if<std::int64_t>(&value)) code = sqlite3_bind_int64(statement.handle, at, *whole);
      else if (auto const* real = std::get_if<double>(&value)) code = sqlite3_bind_double(statement.handle, at, *real);
      else if (auto const* text = std::get_if<std::string>(&value))
        code = sqlite3_bind_text64(statement.handle, at, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
      else code = sqlite3_bind_null(statement.handle, at);
      if (code != SQLITE_OK) fail(db_, code, sql);
    }
  }

  sqlite3* db_ = nullptr;
  int running_ = 0;
  std::unique_ptr<icu::Collator> collator_;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

}  // namespace

std::unique_ptr<Connection> connect_sqlite(std::string const& file) { return std::make_unique<SqliteConnection>(file); }

}  // namespace rimlig::kernel
