#include "kernel/tx.hpp"

#include <charconv>

#include "kernel/audit.hpp"

namespace rimlig::kernel {

namespace {

std::int64_t integer_field(Struct const& type, void const* row, std::string_view name) {
  auto const* field = type.find(name);
  if (!field) return 0;
  auto const value = field->type().bind(field->in_const(row));
  auto const* number = std::get_if<std::int64_t>(&value);
  return number ? *number : 0;
}

void set_integer_field(Struct const& type, void* row, std::string_view name, std::int64_t value) {
  if (auto const* field = type.find(name)) *static_cast<std::int64_t*>(field->in(row)) = value;
}

std::string json_of(Field const& field, void const* row) {
  std::string out;
  field.type().write(out, field.in_const(row));
  return out;
}

std::string scope_column(auto const& type) { return std::string(type.table) + "." + std::string(type.scope); }

std::int64_t scope_of_row(Struct const& type, void const* row) {
  return type.scope.empty() ? 0 : integer_field(type, row, type.scope);
}

/// {"field":[before,after]} of one row that came or went.
std::string whole_row(Struct const& type, void const* row, bool came) {
  std::string out = "{";
  for (auto const& field : type.fields) {
    if (field.name == "id" || field.name == "version") continue;
    auto const value = json_of(field, row);
    if (value == "null") continue;
    if (out.size() > 1) out += ',';
    out += "\"" + std::string(field.name) + "\":[" + (came ? "null," + value : value + ",null") + "]";
  }
  return out + "}";
}

}  // namespace

Tx::Tx(Connection& connection, Actor actor, Clock const& clock, TxMode mode)
    : connection_(connection), actor_(std::move(actor)), mode_(mode) {
  auto const at = clock.now();
  now_ = instant_text(at);
  today_ = swedish_date(at);
  connection_.act_as(actor_.id);
  connection_.begin(mode == TxMode::write);
}

Tx::~Tx() { rollback(); }

void Tx::rollback() noexcept {
  if (open_) connection_.rollback();
  open_ = false;
}

void Tx::commit() {
  if (!open_) return;
  if (!pending_.empty()) {
    if (mode_ == TxMode::read) throw std::logic_error("an audit entry in a transaction that only reads");
    for (auto& entry : pending_) entry.note.append(entry.note.empty() || remarks_.empty() ? "" : " ").append(remarks_);
    if (attribution && actor_.id > 0) attribution(*this, pending_);
    append_audit(connection_, actor_, now_, pending_);
  }
  connection_.commit();
  open_ = false;
  for (auto const& function : after_) function();
}

std::string columns_of(Struct const& type, std::string_view alias) {
  std::string out;
  for (auto const& field : type.fields) out.append(out.empty() ? "" : ", ").append(alias).append(alias.empty() ? "" : ".").append(field.name);
  return out;
}

void Tx::load(Row const& row, Struct const& type, void* object, int column) {
  for (auto const& field : type.fields) field.type().load(row, column++, field.in(object));
}

void Tx::check_columns(Row const& row, Struct const& type) {
  bool same = row.columns() == static_cast<int>(type.fields.size());
  for (int n = 0; same && n < row.columns(); ++n) same = row.name(n) == type.fields[static_cast<std::size_t>(n)].name;
  if (!same) throw std::logic_error("the columns of a query are not the members of " + std::string(type.name) + ", in order: " + columns_of(type));
}

void Tx::run(std::string_view sql, std::vector<DbValue> const& params, RowFunction const& row) { connection_.run(sql, params, row); }

std::int64_t Tx::execute_bound(std::string_view sql, Audit audit, std::vector<DbValue> const& params) {
  auto const changed = connection_.run(sql, params);
  if (changed > 0) pending_.push_back(std::move(audit));
  return changed;
}

std::string Tx::in_scope(std::string_view column) const { return in_scope(column, actor_.grants); }

std::string Tx::scopes(std::int64_t grants) const {
  // The grants are ours, never a user's text, and make few different statements.
  return "select scope_id from actor_scope where actor_id = :actor and (grants & " + std::to_string(grants) + ") <> 0";
}

std::string Tx::in_scope(std::string_view column, std::int64_t grants) const {
  return std::string(column) + " in (" + scopes(grants) + ")";
}

std::string Tx::has_scope(std::string_view column, std::int64_t grants) const {
  // A bare "scope_id" would mean the one granted, and let everything through.
  if (column.find('.') == std::string_view::npos) throw std::logic_error("the column of a scope is named with its table: " + std::string(column));
  // The plus keeps PostgreSQL from gathering every row of every scope instead.
  return "exists (select 1 from (" + scopes(grants) + ") granted where granted.scope_id = +" + std::string(column) + ")";
}

bool Tx::holds_scope(std::int64_t scope_id) const {
  bool holds = false;
  connection_.run("select 1 from actor_scope where actor_id = $1 and scope_id = $2 and (grants & $3) <> 0",
                  bind(actor_.id, scope_id, actor_.grants), [&](Row const&) { holds = true; });
  return holds;
}

void Tx::require_scope(std::int64_t scope_id, std::string pointer) const {
  if (!holds_scope(scope_id)) throw Problem::invalid(std::move(pointer), "outside_scope", "Välj en enhet som du har behörighet till.");
}

void Tx::check_references(Struct const& type, void const* object) {
  std::vector<FieldError> errors;
  for (auto const& field : type.fields) {
    auto const& value_type = field.type();
    if (!value_type.refers || value_type.refers->table.empty()) continue;
    std::vector<std::int64_t> ids;
    value_type.ids(field.in_const(object), ids);
    for (auto const id : ids) {
      std::string sql = "select 1 from " + std::string(value_type.refers->table) + " where id = $1";
      if (!value_type.refers->scope.empty()) sql += " and " + has_scope(scope_column(*value_type.refers), actor_.grants);
      bool found = false;
      connection_.run(sql, bind(id), [&](Row const&) { found = true; });
      if (!found) errors.push_back({"/" + std::string(field.name), "outside_scope", "Det som valts finns inte, eller ligger utanför dina enheter."});
    }
  }
  if (!errors.empty()) throw Problem::invalid(std::move(errors));
}

std::int64_t Tx::next(std::string_view counter) {
  std::int64_t value = 0;
  auto const take = [&](Row const& row) { value = row.integer(0); };
  if (connection_.is_postgres()) connection_.run("select nextval('counter_' || $1)", bind(counter), take);
  else connection_.run("update counter set last = last + 1 where name = $1 returning last", bind(counter), take);
  if (value == 0) throw std::logic_error("no counter named " + std::string(counter));
  return value;
}

bool Tx::find(Struct const& type, std::int64_t id, void* row) {
  std::string sql = "select " + columns_of(type) + " from " + std::string(type.table) + " where id = $1";
  if (!type.scope.empty()) sql += " and " + has_scope(scope_column(type), actor_.grants);
  bool found = false;
  connection_.run(sql, bind(id), [&](Row const& stored) {
    load(stored, type, row);
    found = true;
  });
  return found;
}

void Tx::get(Struct const& type, std::int64_t id, void* row) {
  if (!find(type, id, row)) throw Problem::not_found("det du söker");
}

std::int64_t Tx::insert(Struct const& type, void* row, std::string note) {
  auto const id = next("id");
  set_integer_field(type, row, "id", id);
  set_integer_field(type, row, "version", 1);
  std::string places;
  std::vector<DbValue> params;
  for (auto const& field : type.fields) {
    params.push_back(field.type().bind(field.in_const(row)));
    places += (places.empty() ? "$" : ", $") + std::to_string(params.size());
  }
  connection_.run("insert into " + std::string(type.table) + "(" + columns_of(type) + ") values(" + places + ")", params);
  auto const scope = type.scope == "id" ? id : scope_of_row(type, row);
  pending_.push_back({"insert", std::string(type.table), id, scope, whole_row(type, row, true), std::move(note)});
  return id;
}

void Tx::update(Struct const& type, void* row, std::int64_t expected, std::string note, std::string operation) {
  auto const id = integer_field(type, row, "id");
  // Locks the row first, so that two changes of one version cannot both see it as current.
  if (connection_.is_postgres()) connection_.run("select 1 from " + std::string(type.table) + " where id = $1 for update", bind(id));
  auto const stored = type.make();
  if (!find(type, id, stored.get())) throw Problem::not_found("det du ändrar");
  if (integer_field(type, stored.get(), "version") != expected) throw_stale(connection_, type, stored.get(), id);

  std::string changes = "{";
  std::string sets;
  std::vector<DbValue> params;
  for (auto const& field : type.fields) {
    if (field.name == "id" || field.name == "version") continue;
    auto const before = json_of(field, stored.get());
    auto const after = json_of(field, row);
    if (before == after) continue;
    if (changes.size() > 1) changes += ',';
    changes += "\"" + std::string(field.name) + "\":[" + before + "," + after + "]";
    params.push_back(field.type().bind(field.in_const(row)));
    sets += std::string(field.name) + " = $" + std::to_string(params.size()) + ", ";
  }
  set_integer_field(type, row, "version", expected);
  if (params.empty()) return;
  changes += '}';
  params.emplace_back(expected + 1);
  params.emplace_back(id);
  connection_.run("update " + std::string(type.table) + " set " + sets + "version = $" + std::to_string(params.size() - 1) +
                      " where id = $" + std::to_string(params.size()),
                  params);
  set_integer_field(type, row, "version", expected + 1);
  auto const scope = type.scope == "id" ? id : scope_of_row(type, row);
  pending_.push_back({std::move(operation), std::string(type.table), id, scope, std::move(changes), std::move(note)});
}

void Tx::remove(Struct const& type, void const* row, std::string note) {
  auto const id = integer_field(type, row, "id");
  auto const removed = connection_.run("delete from " + std::string(type.table) + " where id = $1", bind(id));
  if (removed == 0) throw Problem::not_found("det du tar bort");
  pending_.push_back({"remove", std::string(type.table), id, scope_of_row(type, row), whole_row(type, row, false), std::move(note)});
}

}  // namespace rimlig::kernel
