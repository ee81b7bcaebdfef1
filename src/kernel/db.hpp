// The database as the program sees it: one SQL text with $1, $2 … on SQLite and PostgreSQL.
// Drivers are db_sqlite.cpp and db_postgres.cpp; features speak to Tx, not to this.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/type.hpp"

namespace rimlig::kernel {

class Row {
public:
  virtual ~Row() = default;
  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual std::string_view name(int column) const = 0;
  [[nodiscard]] virtual bool null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;  // booleans as 0 and 1
  [[nodiscard]] virtual double real(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;  // valid until the next row
};

using RowFunction = std::function<void(Row const&)>;

/// A statement for the few places where the two must differ. Keep these side by side and few.
struct Dialect {
  std::string_view sqlite;
  std::string_view postgres;
};

/// Put last in a statement whose best plan depends on its values (a rare word or a common one, a page or
/// a whole table): PostgreSQL then plans it for the values given. Plans of SQLite never depend on values.
inline constexpr std::string_view planned_anew = " /* planned anew */";

/// A constraint that the database refused: unique, foreign key, check.
class ConstraintError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// The transaction could not be serialised or the database was busy: worth one more try.
class RetryError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

class Connection {
public:
  virtual ~Connection() = default;
  /// Runs one statement, prepared and cached by its text. Returns the number of changed rows.
  /// `:actor` in the text is the number given to act_as, so that one text serves all people.
  virtual std::int64_t run(std::string_view sql, std::span<DbValue const> params, RowFunction const& row = {}) = 0;
  virtual void script(std::string_view sql) = 0;
  void act_as(std::int64_t actor) { actor_ = actor; }
  virtual void begin(bool write) = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  [[nodiscard]] virtual bool is_postgres() const = 0;
  [[nodiscard]] std::string_view pick(Dialect const& dialect) const { return is_postgres() ? dialect.postgres : dialect.sqlite; }

protected:
  /// Statements kept prepared by one connection; past that the cache starts over.
  static constexpr std::size_t most_prepared = 400;
  std::int64_t actor_ = 0;
};

/// "sqlite:FILE" or a PostgreSQL connection string ("postgresql://…" or "host=… dbname=…").
std::unique_ptr<Connection> connect(std::string const& url);
std::unique_ptr<Connection> connect_sqlite(std::string const& file);
std::unique_ptr<Connection> connect_postgres(std::string const& conninfo);

}  // namespace rimlig::kernel
