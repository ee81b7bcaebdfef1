#include "kernel/list.hpp"

#include <algorithm>
#include <charconv>

#include "kernel/http.hpp"

namespace rimlig::kernel {

namespace {

/// With more scopes than this, walking the whole table's index in order finds a page sooner.
constexpr std::size_t most_scopes_to_merge = 64;

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
  if (!shape.scope.empty()) few_ = few_scopes();
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

std::vector<std::int64_t> ListQuery::few_scopes() const {
  std::vector<std::int64_t> scopes;
  tx_.run(tx_.scopes(tx_.actor().grants) + narrowed("scope_id") + " limit $1", Tx::bind(static_cast<std::int64_t>(most_scopes_to_merge + 1)),
          [&](Row const& row) { scopes.push_back(row.integer(0)); });
  // Filled with a scope that no row has (0 is what is about nobody's unit), so that few different statements are kept prepared.
  constexpr std::size_t step = 8;
  if (scopes.size() > 1) scopes.resize((scopes.size() + step - 1) / step * step, -1);
  return scopes;
}

std::string ListQuery::from_each_scope(std::string const& what, std::string const& rest) const {
  auto const mine = "(" + tx_.scopes(tx_.actor().grants) + narrowed("scope_id") + ") mine cross join ";
  // Fenced: a plan that PostgreSQL makes once for everybody expects many scopes, and walks the whole table.
  return tx_.connection().is_postgres() ? "select m.* from " + mine + "lateral (select " + what + " from " + rest + " offset 0) m"
                                        : "select " + what + " from " + mine + rest;
}

std::string ListQuery::after(std::vector<DbValue>& params) const {
  if (!after_) return {};
  auto const key = place(params, after_->first);
  return " and (" + std::string(sort_.column) + ", " + std::string(shape_.id) + (descending_ ? ") < (" : ") > (") + key + ", " + place(params, after_->second) + ")";
}

void ListQuery::run(RowFunction const& row) const {
  std::vector<DbValue> params;
  std::string const scope(shape_.scope);
  std::string const direction = descending_ ? " desc" : "";
  std::string const what = std::string(sort_.column) + " as sort_key, " + std::string(shape_.id) + " as key_id";
  auto const from = std::string(sort_.from.empty() ? shape_.from : sort_.from) + " where ";
  auto const rest = conditions(params) + after(params);
  auto const first = " order by sort_key" + direction + ", key_id" + direction + " limit " + place(params, limit_ + 1);
  std::string keys;
  if (!scope.empty() && few_.empty()) return;
  if (scope.empty()) keys = "select " + what + " from " + from + "1 = 1" + rest;
  else if (few_.size() > most_scopes_to_merge) keys = "select " + what + " from " + from + tx_.has_scope(scope, tx_.actor().grants) + narrowed("+" + scope) + rest;
  else if (tx_.connection().is_postgres()) keys = from_each_scope(what, from + scope + " = mine.scope_id" + rest + first);
  // Ordered as a whole, SQLite reads the parts side by side and no further than the page.
  else for (auto const one : few_) keys.append(keys.empty() ? "select " : " union all select ").append(what).append(" from ").append(from).append(scope).append(" = ").append(place(params, one)).append(rest);
  keys += first;
  std::string const collate = sort_.column.ends_with("collate sv") ? " collate sv" : "";
  std::string sql = "select " + std::string(shape_.columns) + ", k.sort_key, k.key_id from (" + keys + ") k join " + std::string(shape_.from) + " on " +
                    std::string(shape_.id) + " = k.key_id " + std::string(shape_.joins) + " order by k.sort_key" + collate + direction + ", k.key_id" + direction;
  if (planned_anew()) sql += kernel::planned_anew;
  tx_.run(sql, params, row);
}

std::int64_t ListQuery::count(bool& capped) const {
  std::vector<DbValue> params;
  std::string const scope(shape_.scope);
  std::string const from(shape_.from);
  std::string counted = "select 1 from " + from + " where ";
  if (scope.empty()) counted += "1 = 1" + conditions(params);
  // Where nothing is filtered away, a scope or two are enough to count to the cap.
  else if (few_.size() <= most_scopes_to_merge || where_.conditions_.empty()) counted = from_each_scope("1", from + " where " + scope + " = mine.scope_id" + conditions(params));
  else counted += tx_.in_scope(scope) + narrowed(scope) + conditions(params);
  std::string sql = "select count(*) from (" + counted + " limit " + place(params, total_cap + 1) + ") c";
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
