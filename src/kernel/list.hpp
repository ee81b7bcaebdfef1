// Lists a page at a time: scope, filters, a sort order and a keyset cursor, as one SQL statement.
// An actor with few scopes reads the first rows of each scope from its index, so that a page costs
// the same whether the table holds ten thousand rows or a million.
#pragma once
#include "kernel/tx.hpp"

namespace rimlig::kernel {

/// Conditions joined by "and"; `?` in a condition is the place of its next value.
class Where {
public:
  template <class... P>
  void add(std::string_view condition, P const&... values) {
    add_bound(condition, Tx::bind(values...));
  }
  /// Keeps to some of the actor's scopes: a condition with {} in the place of the scope's column, so
  /// that one unit of a thousand is read from its own part of the index.
  void narrow(std::string condition) { narrowed_.push_back(std::move(condition)); }
  /// For conditions that match very many rows or very few, as their values have it.
  void plan_anew() { planned_anew_ = true; }
  [[nodiscard]] bool empty() const { return conditions_.empty() && narrowed_.empty(); }

private:
  friend class ListQuery;
  void add_bound(std::string_view condition, std::vector<DbValue> values);
  std::vector<std::pair<std::string, std::vector<DbValue>>> conditions_;
  std::vector<std::string> narrowed_;
  bool planned_anew_ = false;
};

struct SortColumn {
  std::string_view name;    // "due", as clients say it; "-due" is descending
  std::string_view column;  // never null: "a.due_key". Ties go by id in the same direction.
  bool number = false;
  std::string_view from = {};  // in place of the shape's, when the order is another table's: "org_unit o join action a on …"
};

struct ListShape {
  std::string_view columns;  // "a.id as id, u.name as unit_name, …": the members of the row, in order
  std::string_view from;     // "action a" : the table that is sorted and filtered, with its alias
  std::string_view joins;    // joined for the page's rows alone: "join org_unit u on u.id = a.unit_id"
  std::string_view id;       // "a.id"
  std::string_view scope;    // "a.unit_id"; empty when the caller's conditions are the scope
  std::span<SortColumn const> sorts;  // the first is the default
};

/// What a client may ask for at once; an export reads larger pages.
inline constexpr std::int64_t largest_page = 100;

struct PageRequest {
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, largest_page>> limit;
};

/// Above this many hits the total is said to be "more than", so that counting never costs more than the page.
inline constexpr std::int64_t total_cap = 1'000;

template <class T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next;
  std::int64_t total = 0;
  bool total_capped = false;
};

template <class T>
struct Codec<Page<T>> : detail::AnswerCodec<Page<T>> {
  static void write(std::string& out, Page<T> const& page) {
    out += "{\"items\":";
    Codec<std::vector<T>>::write(out, page.items);
    out += ",\"next\":";
    Codec<std::optional<std::string>>::write(out, page.next);
    out += ",\"total\":" + std::to_string(page.total) + ",\"total_capped\":" + (page.total_capped ? "true}" : "false}");
  }
  static void schema(SchemaSet& set, std::string& out) {
    out += R"({"type":"object","properties":{"items":)";
    Codec<std::vector<T>>::schema(set, out);
    out += R"(,"next":{"anyOf":[{"type":"string"},{"type":"null"}]},"total":{"type":"integer"},"total_capped":{"type":"boolean"}},"required":["items","next","total","total_capped"]})";
  }
};

/// A statement with its values, ready to run; made by list() and by exports.
class ListQuery {
public:
  ListQuery(Tx& tx, ListShape const& shape, Where const& where, PageRequest const& page);

  /// Hands over at most limit + 1 rows; the last columns are the sort key and the id.
  void run(RowFunction const& row) const;
  [[nodiscard]] std::int64_t count(bool& capped) const;
  [[nodiscard]] std::int64_t limit() const { return limit_; }
  [[nodiscard]] std::string cursor(Row const& row) const;

private:
  std::string conditions(std::vector<DbValue>& params) const;
  std::string narrowed(std::string_view column) const;
  [[nodiscard]] bool planned_anew() const;
  std::string after(std::vector<DbValue>& params) const;
  std::vector<std::int64_t> few_scopes() const;
  /// A query for `what` of `rest` ("action a where a.unit_id = mine.scope_id") in each of the actor's scopes in turn.
  std::string from_each_scope(std::string const& what, std::string const& rest) const;

  Tx& tx_;
  ListShape const& shape_;
  Where const& where_;
  SortColumn sort_;
  bool descending_ = false;
  std::int64_t limit_;
  std::optional<std::pair<DbValue, std::int64_t>> after_;
  std::vector<std::int64_t> few_;  // the actor's scopes, or more than are read side by side
};

template <Described R>
Page<R> list(Tx& tx, ListShape const& shape, Where const& where, PageRequest const& request) {
  ListQuery const query(tx, shape, where, request);
  Page<R> page;
  std::string last;
  query.run([&](Row const& row) {
    if (static_cast<std::int64_t>(page.items.size()) == query.limit()) {
      page.next = last;
      return;
    }
    Tx::load(row, struct_of<R>, &page.items.emplace_back());
    last = query.cursor(row);
  });
  page.total = query.count(page.total_capped);
  return page;
}

}  // namespace rimlig::kernel
