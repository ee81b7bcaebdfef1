#include "kernel/list.hpp"

#include <algorithm>
#include <charconv>

#include "kernel/http.hpp"

namespace rimlig::kernel {

namespace {

/// With more scopes than this, walking the whole table's index in order finds a page sooner.
constexpr std::size_t most_scopes_to_merge = 40;

std::string place(std::vector<DbValue>& params, DbValue value) {
  params.push_back(std::move(value));
  return "$" + std::to_string(params.size());
}

}  // namespace

void Where::add_bound(std::string_view condition, std::vector<DbValue> values) {
  conditions_.emplace_back(std::string(condition), std::move(values));
}

ListQuery::ListQuery(Tx& tx, ListShape const& shape, Where const& where, PageRequest const& page)
    : tx_(tx), shape_(shape), where_(where), sort_(shape.sorts.front()), limit_(page.limit ? page.limit->value : 25) {
  if (page.sort && !page.sort->empty()) {
    std::string_view name = *page.sort;
    descending_ = name.starts_with('-');
    if (descending_) name.remove_prefix(1);
    auto const found = std::ranges::find(shape.sorts, name, &SortColumn::name);
    if (found == shape.sorts.end()) throw Problem::invalid("/sort", "unknown_value", "Listan kan inte sorteras på \"" + std::string(name) + "\".");
    sort_ = *found;
  }
  if (page.after && !page.after->empty()) {
    // The cursor is "id:key of the last row shown".
    std::string_view const text = *page.after;
    auto const colon = text.find(':');
    std::int64_t id = 0;
    auto const read = std::from_chars(text.data(), text.data() + std::min(colon, text.size()), id);
    if (colon == std::string_view::npos || read.ec != std::errc{} || read.ptr != text.data() + colon)
      throw Problem::invalid("/after", "cursor", "Sidan finns inte längre. Börja om från listans början.");
    std::string const key(text.substr(colon + 1));
    if (sort_.number) {
      std::int64_t number = 0;
      std::from_chars(key.data(), key.data() + key.size(), number);
      after_.emplace(number, id);
    } else {
      after_.emplace(key, id);
    }
  }
}

std::string ListQuery::conditions(std::vector<DbValue>& params) const {
  std::string out;
  for (auto const& [condition, values] : where_.conditions_) {
    out += " and (";
    std::size_t next = 0;
    for (char const c : condition) {
      if (c == '?') out += place(params, values.at(next++));
      else out += c;
    }
    out += ')';
  }
  return out;
}

std::string ListQuery::narrowed(std::string_view column) const {
  std::string out;
  for (auto const& condition : where_.narrowed_) {
    auto const place = condition.find("{}");
    out += " and " + condition.substr(0, place) + std::string(column) + condition.substr(place + 2);
  }
  return out;
}

bool ListQuery::planned_anew() const { return where_.planned_anew_ || limit_ > largest_page; }

std::string ListQuery::scope_condition() const {
  return shape_.scope.empty() ? std::string("1 = 1") : tx_.in_scope(shape_.scope) + narrowed(shape_.scope);
}

std::vector<std::int64_t> ListQuery::scopes() const {
  std::vector<std::int64_t> scopes;
  tx_.run("select scope_id from actor_scope where actor_id = $1 and (grants & $2) <> 0" + narrowed("scope_id") + " limit $3",
          Tx::bind(tx_.actor().id, tx_.actor().grants, static_cast<std::int64_t>(most_scopes_to_merge + 1)),
          [&](Row const& row) { scopes.push_back(row.integer(0)); });
  return scopes;
}

std::string ListQuery::keys(std::vector<DbValue>& params, std::string const& scope_condition, bool limited) const {
  std::string const column(sort_.column);
  std::string const id(shape_.id);
  std::string sql = "select " + column + " as sort_key, " + id + " as key_id from " + std::string(sort_.from.empty() ? shape_.from : sort_.from) + " " +
                    std::string(shape_.filter_joins) + " where " + scope_condition + conditions(params);
  if (after_) {
    auto const key = place(params, after_->first);
    auto const last = place(params, after_->second);
    sql += " and (" + column + ", " + id + (descending_ ? ") < (" : ") > (") + key + ", " + last + ")";
  }
  std::string const direction = descending_ ? " desc" : "";
  sql += " order by " + column + direction + ", " + id + direction;
  if (limited) sql += " limit " + place(params, limit_ + 1);
  return sql;
}

void ListQuery::run(RowFunction const& row) const {
  std::vector<DbValue> params;
  std::string inner;
  auto const scopes = shape_.scope.empty() ? std::vector<std::int64_t>{} : this->scopes();
  if (shape_.scope.empty()) {
    inner = keys(params, "1 = 1", true);
  } else if (scopes.empty()) {
    return;
  } else if (scopes.size() <= most_scopes_to_merge) {
    for (auto const scope : scopes) {
      auto const condition = std::string(shape_.scope) + " = " + place(params, scope);
      inner += (inner.empty() ? "" : " union all ") + ("select * from (" + keys(params, condition, true) + ") s" + std::to_string(params.size()));
    }
  } else {
    // The plus keeps the databases from gathering every row of every scope and sorting them all.
    auto const column = "+" + std::string(shape_.scope);
    inner = keys(params, tx_.in_scope(column) + narrowed(column), true);
  }
  std::string const direction = descending_ ? " desc" : "";
  std::string const collate = sort_.column.ends_with("collate sv") ? " collate sv" : "";
  std::string sql = "select " + std::string(shape_.columns) + ", k.sort_key, k.key_id from (select * from (" + inner + ") m order by sort_key" + collate +
                          direction + ", key_id" + direction + " limit " + place(params, limit_ + 1) + ") k join " + std::string(shape_.from) + " on " +
                          std::string(shape_.id) + " = k.key_id " + std::string(shape_.joins) + " order by k.sort_key" + collate + direction + ", k.key_id" + direction;
  if (planned_anew()) sql += kernel::planned_anew;
  tx_.run(sql, params, row);
}

std::int64_t ListQuery::count(bool& capped) const {
  std::vector<DbValue> params;
  std::string scope;
  if (auto const few = shape_.scope.empty() ? std::vector<std::int64_t>{} : scopes(); !few.empty() && few.size() <= most_scopes_to_merge) {
    // Named one by one: a plan that PostgreSQL makes once for everybody expects a person to reach many
    // scopes, and then walks the whole table.
    for (auto const id : few) scope += (scope.empty() ? std::string(shape_.scope) + " in (" : ", ") + place(params, id);
    scope += ")";
  } else {
    scope = scope_condition();
  }
  std::string sql = "select count(*) from (select 1 from " + std::string(shape_.from) + " " + std::string(shape_.filter_joins) + " where " + scope +
                    conditions(params);
  sql += " limit " + place(params, total_cap + 1) + ") c";
  if (planned_anew()) sql += kernel::planned_anew;
  std::int64_t total = 0;
  tx_.run(sql, params, [&](Row const& row) { total = row.integer(0); });
  capped = total > total_cap;
  return std::min(total, total_cap);
}

std::string ListQuery::cursor(Row const& row) const {
  int const last = row.columns() - 1;
  return std::to_string(row.integer(last)) + ":" + std::string(row.text(last - 1));
}

}  // namespace rimlig::kernel
