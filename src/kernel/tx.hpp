// One transaction with an actor. Only Tx writes: every insert, update and removal writes its audit
// entry in the same transaction, and rows with a scope are found only inside the actor's scope.
#pragma once
#include "kernel/clock.hpp"
#include "kernel/db.hpp"
#include "kernel/types.hpp"

namespace rimlig::kernel {

/// Who acts. `grants` has a bit for each role that holds the permission asked for; actor_scope says
/// in which scopes. Actor 0 is the program itself.
struct Actor {
  std::int64_t id = 0;
  std::string name = "Systemet";
  std::int64_t grants = -1;
  std::string request_id;
};

/// Why a statement that is not a plain insert, update or removal was run.
struct Audit {
  std::string operation;
  std::string object_kind;
  std::int64_t object_id = 0;
  std::int64_t scope_id = 0;
  std::string changes = "{}";  // {"field":[before,after]}
  std::string note;
};

/// "e.id, e.version, …": the columns that a struct is loaded from, in order.
std::string columns_of(Struct const& type, std::string_view alias = {});

enum class TxMode { read, write };

class Tx {
public:
  Tx(Connection& connection, Actor actor, Clock const& clock, TxMode mode);
  ~Tx();  // rolls back what was not committed
  Tx(Tx const&) = delete;
  Tx& operator=(Tx const&) = delete;

  /// The row, or Problem 404 when it is absent or outside the actor's scope.
  template <Described T>
  T get(Id<T> id) {
    T row{};
    get(struct_of<T>, id.value, &row);
    return row;
  }
  template <Described T>
  std::optional<T> find(Id<T> id) {
    T row{};
    if (!find(struct_of<T>, id.value, &row)) return std::nullopt;
    return row;
  }
  /// Gives the row its id and version 1.
  template <Described T>
  void insert(T& row, std::string note = {}) {
    row.id.value = insert(struct_of<T>, &row, std::move(note));
  }
  /// Writes what changed and raises the version. Problem 412 with the current row when `expected`
  /// is not the stored version. Without any change nothing is written.
  template <Described T>
  void update(T& row, Version expected, std::string note = {}) {
    update(struct_of<T>, &row, expected.value, std::move(note), "update");
  }
  template <Described T>
  void update(T& row) {
    update(row, row.version);
  }
  template <Described T>
  void remove(T const& row, std::string note = {}) {
    remove(struct_of<T>, &row, std::move(note));
  }

  /// Rows as structs; the columns must be the struct's members, in order and by name.
  template <Described R, class... P>
  std::vector<R> select(std::string_view sql, P const&... params) {
    std::vector<R> rows;
    auto const bound = bind(params...);
    run(sql, bound, [&](Row const& row) {
      if (rows.empty()) check_columns(row, struct_of<R>);
      load(row, struct_of<R>, &rows.emplace_back());
    });
    return rows;
  }
  template <Described R, class... P>
  std::optional<R> select_one(std::string_view sql, P const&... params) {
    auto rows = select<R>(sql, params...);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
  /// The first column of the first row.
  template <class V, class... P>
  std::optional<V> value(std::string_view sql, P const&... params) {
    std::optional<V> out;
    run(sql, bind(params...), [&](Row const& row) {
      if (out || row.null(0)) return;
      V value{};
      Codec<V>::load(row, 0, value);
      out = std::move(value);
    });
    return out;
  }
  /// A read with the rows handed to a function.
  void run(std::string_view sql, std::vector<DbValue> const& params, RowFunction const& row = {});
  /// A change that is not a plain insert, update or removal; the audit note is not optional.
  template <class... P>
  std::int64_t execute(std::string_view sql, Audit audit, P const&... params) {
    return execute_bound(sql, std::move(audit), bind(params...));
  }
  /// For rows that are derived from audited ones or are not objects (search text, sessions, drafts).
  template <class... P>
  std::int64_t execute_derived(std::string_view sql, P const&... params) {
    return connection_.run(sql, bind(params...));
  }
  /// An audit entry for something that changes no row: a read of a protected object, an export.
  void note(Audit audit) { pending_.push_back(std::move(audit)); }

  /// Said in the note of every entry of this transaction: what the person certified, for whom they acted.
  void remark(std::string_view text) { remarks_.append(remarks_.empty() ? "" : " ").append(text); }

  template <class... P>
  static std::vector<DbValue> bind(P const&... params) {
    std::vector<DbValue> bound;
    bound.reserve(sizeof...(P));
    (bound.push_back(bind_one(params)), ...);
    return bound;
  }

  /// " $n"-free SQL condition: rows whose `column` lies in the actor's scope for this permission.
  [[nodiscard]] std::string in_scope(std::string_view column) const;
  /// The same condition for another set of roles than the route's own.
  [[nodiscard]] std::string in_scope(std::string_view column, std::int64_t grants) const;
  /// The same of rows that are found by something else: asked row by row, it costs no more where the actor reaches a thousand scopes.
  [[nodiscard]] std::string has_scope(std::string_view column, std::int64_t grants) const;
  /// SQL query: the scopes themselves, as scope_id.
  [[nodiscard]] std::string scopes(std::int64_t grants) const;
  [[nodiscard]] bool holds_scope(std::int64_t scope_id) const;
  /// Problem 422 at `pointer` when the scope is not the actor's.
  void require_scope(std::int64_t scope_id, std::string pointer) const;
  /// Problem 422 for each id in the struct that points at a row outside the actor's scope.
  void check_references(Struct const& type, void const* object);

  /// The next number of a counter declared in a migration.
  std::int64_t next(std::string_view counter);
  [[nodiscard]] Instant now() const { return {now_}; }
  [[nodiscard]] Date today() const { return {today_}; }
  [[nodiscard]] Actor const& actor() const { return actor_; }
  /// The gatekeeper knows who asks only once the transaction is open.
  void act_as(Actor actor) {
    actor_ = std::move(actor);
    connection_.act_as(actor_.id);
  }
  [[nodiscard]] Connection& connection() { return connection_; }
  [[nodiscard]] std::string_view pick(Dialect const& dialect) const { return connection_.pick(dialect); }

  /// Ends the transaction. A handler may do so early, before work that must hold no lock; what it
  /// writes after that needs a Tx of its own, and the dispatcher's own commit then does nothing.
  void commit();
  void rollback() noexcept;
  /// Runs after the commit has succeeded (to wake workers).
  void after_commit(std::function<void()> function) { after_.push_back(std::move(function)); }

  // The same without templates, for code that works on any object.
  void get(Struct const& type, std::int64_t id, void* row);
  bool find(Struct const& type, std::int64_t id, void* row);
  std::int64_t insert(Struct const& type, void* row, std::string note);
  void update(Struct const& type, void* row, std::int64_t expected, std::string note, std::string operation);
  void remove(Struct const& type, void const* row, std::string note);
  /// The members from the row's columns, beginning at `column`.
  static void load(Row const& row, Struct const& type, void* object, int column = 0);

private:
  template <class P>
  static DbValue bind_one(P const& value) {
    if constexpr (std::is_same_v<P, DbValue>) return value;
    else if constexpr (std::is_array_v<P> || std::is_pointer_v<P> || std::is_same_v<P, std::string_view>) return std::string(std::string_view(value));
    else return type_of<P>().bind(&value);
  }
  static void check_columns(Row const& row, Struct const& type);
  std::int64_t execute_bound(std::string_view sql, Audit audit, std::vector<DbValue> const& params);
  void write_audit();

  Connection& connection_;
  Actor actor_;
  std::string now_;
  std::string today_;
  TxMode mode_;
  bool open_ = true;
  std::vector<Audit> pending_;
  std::string remarks_;
  std::vector<std::function<void()>> after_;
};

}  // namespace rimlig::kernel
