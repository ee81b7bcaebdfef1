#include "search/search.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <set>

#include "identity/access_log.hpp"
#include "identity/permissions.hpp"
#include "kernel/swedish.hpp"
#include "search/expression.hpp"
#include "search/handlers.hpp"

namespace rimlig::search {

using kernel::Context;
using kernel::Dialect;
using kernel::Page;
using kernel::Tx;

namespace {

/// With more units than this, a question about all objects is cheaper than one for each unit: the word index
/// opens each word in each unit (in SQLite 3 µs a piece), while of all objects found the n-th part is theirs.
constexpr std::size_t most_units_asked = 24, most_units_asked_of_sqlite = 48;
/// Of the newest hits in all units so many are looked through. Who has found no page in them is better served by
/// being asked for unit by unit after all: a word may be everybody else's.
constexpr std::int64_t most_looked_through = 1'500;
constexpr std::size_t most_units_asked_then = 256;
/// Words that the last one may go on to, times units: more than these are better gathered by the index.
constexpr std::size_t most_tokens = 256;
/// Hits are counted so far by who goes past the first page, which says only that there are more: someone with many
/// narrows the question rather than reads them.
constexpr std::int64_t most_counted = 100;
/// What lies beyond is no longer about the object; the index stays small.
constexpr std::size_t most_text = 20'000;

/// The only statements that differ: each database has a word index of its own.
constexpr Dialect hits{.sqlite = "select -s.rowid from search_text s where s.search_text match ?",
                       .postgres = "select s.object_id from search_document s where s.vector @@ ?::tsquery"};
constexpr Dialect in_index{.sqlite = " from search_text s where s.search_text match $1",
                           // Fenced: one who looks in few units is better served by the word index than by walking the newest first.
                           .postgres = " from (select object_id from search_document where vector @@ $1::tsquery offset 0) d where true"};
constexpr Dialect documents{.sqlite = " from search_text s cross join search_document d on d.object_id = -s.rowid where s.search_text match $1",
                            .postgres = " from search_document d where d.vector @@ $1::tsquery"};
/// SQLite's word index has the newest object first: the lowest of numbers below zero.
constexpr Dialect document_id{.sqlite = "-s.rowid", .postgres = "d.object_id"};
constexpr Dialect newest_first{.sqlite = " and s.rowid > -$2 order by s.rowid limit $3", .postgres = " and d.object_id < $2 order by d.object_id desc limit $3"};

struct Kind {
  std::string_view name;
  std::string_view permission;
};
constexpr std::array kinds{Kind{"action", "action.read"}, Kind{"comment", "action.read"}, Kind{"event", "control.read"}, Kind{"control", "control.read"},
                           Kind{"finding", "finding.read"}};

/// The condition that a document is of a kind that may be seen there: `granted` says it for the roles of one permission.
std::string for_each_kind(std::function<std::string(std::int64_t roles)> const& granted) {
  std::map<std::int64_t, std::string> names_by_roles;
  for (auto const& kind : kinds) {
    auto& names = names_by_roles[identity::roles_with(kind.permission)];
    names.append(names.empty() ? "'" : ", '").append(kind.name).append("'");
  }
  std::string out;
  for (auto const& [roles, names] : names_by_roles) out += (out.empty() ? "(d.kind in (" : " or (d.kind in (") + names + ") and " + granted(roles) + ")";
  return "(" + out + ")";
}

/// At most so many bytes, without cutting a letter in two.
std::string_view whole_letters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most);
}

/// The stems that a half-written word may go on to. Nothing when there are so many that the index had better
/// gather them itself.
std::optional<std::vector<std::string>> stems_from(Tx& tx, std::string const& begins, std::size_t most) {
  if (begins.empty()) return std::nullopt;
  std::vector<std::string> stems;
  tx.run("select distinct word from search_word where word >= $1 and word < $2 order by word limit $3", Tx::bind(begins, begins + "\U0010FFFF", static_cast<std::int64_t>(most + 1)),
         [&](kernel::Row const& row) { stems.emplace_back(row.text(0)); });
  if (stems.size() > most) return std::nullopt;
  return stems;
}

struct Asked {
  std::string expression;  // empty: nothing can be found
  bool within_units = false;  // the expression itself keeps to units where the actor holds the route's permission
};

Asked ask(Tx& tx, std::string_view words, std::size_t most_units) {
  std::vector<std::int64_t> units;
  tx.run("select scope_id from actor_scope where actor_id = $1 and (grants & $2) <> 0 order by scope_id limit $3",
         Tx::bind(tx.actor().id, tx.actor().grants, static_cast<std::int64_t>(most_units + 1)),
         [&](kernel::Row const& row) { units.push_back(row.integer(0)); });
  if (units.empty()) return {};
  if (units.size() > most_units) units.clear();
  auto const ahead = stems_from(tx, half_written(words), most_tokens / std::max<std::size_t>(units.size(), 1));
  return {expression(tx.connection().is_postgres() ? tsquery : fts5, units, words, ahead), !units.empty()};
}

Asked ask(Tx& tx, std::string_view words) { return ask(tx, words, tx.connection().is_postgres() ? most_units_asked : most_units_asked_of_sqlite); }

struct SearchQuery {
  std::optional<kernel::Text<0, 200>> q;
  std::optional<kernel::Text<0, 40>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(SearchQuery, (), (q, after, limit))

std::int64_t read_cursor(std::optional<kernel::Text<0, 40>> const& after) {
  if (!after || after->empty()) return INT64_MAX;
  std::int64_t id = 0;
  auto const read = std::from_chars(after->data(), after->data() + after->size(), id);
  if (read.ec != std::errc{} || read.ptr != after->data() + after->size())
    throw kernel::Problem::invalid("/after", "cursor", "Sidan finns inte längre. Börja om från sökningens början.");
  return id;
}

/// Whether the route's permission is enough to see every kind of object.
bool sees_every_kind(Tx const& tx) {
  return std::ranges::all_of(kinds, [&](Kind const& kind) { return identity::roles_with(kind.permission) == tx.actor().grants; });
}

/// What is shown of the objects found, in the same order; whose they are is asked once more.
void read_hits(Context& context, std::vector<std::int64_t> const& ids, std::string_view words, std::vector<SearchHit>& hits) {
  auto& tx = context.tx;
  if (ids.empty()) return;
  std::string places;
  std::vector<kernel::DbValue> params;
  std::vector<identity::RestrictedRead> reads;
  // In steps of so many places, that few different statements are kept prepared.
  constexpr std::size_t step = 25;
  for (std::size_t n = 0; n < (ids.size() + step - 1) / step * step; ++n) {
    params.emplace_back(n < ids.size() ? ids[n] : std::int64_t{0});
    places += (places.empty() ? "$" : ", $") + std::to_string(params.size());
  }
  tx.run("select d.object_id, d.kind, d.title, d.body, d.link, u.name, d.unit_id, d.scope_id from search_document d join org_unit u on u.id = d.unit_id where d.object_id in (" + places +
             ") and " + visible(tx) + " order by d.object_id desc",
         params, [&](kernel::Row const& row) {
           if (row.integer(7) != row.integer(6)) reads.push_back({std::string(row.text(1)), row.integer(0), row.integer(7)});
           hits.push_back({std::string(row.text(1)), row.integer(0), std::string(row.text(2)), excerpt(row.text(3), words), row.integer(6),
                           std::string(row.text(5)), std::string(row.text(4)), row.integer(7) != row.integer(6)});
         });
  identity::log_reads(context, std::move(reads));
}

/// " from … where …" of what was asked for and may be seen; the question is $1.
std::string found(Tx& tx, Asked const& asked) {
  // The index alone when its tokens say whose an object is: a million documents need not be in memory.
  if (asked.within_units && sees_every_kind(tx)) return std::string(tx.pick(in_index));
  return std::string(tx.pick(documents)) + " and " + visible(tx);
}

struct Part {
  std::int64_t before = INT64_MAX;
  std::int64_t most = 0;
};

std::vector<std::int64_t> newest(Tx& tx, Asked const& asked, Part part) {
  std::vector<std::int64_t> ids;
  tx.run("select " + std::string(tx.pick(document_id)) + found(tx, asked) + std::string(tx.pick(newest_first)) + std::string(kernel::planned_anew),
         Tx::bind(asked.expression, part.before, part.most), [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  return ids;
}

/// For SQLite and somebody of many units: the newest hits of all units are gone through, and nothing when a full page was not
/// among as many of them as are looked through.
std::optional<std::vector<std::int64_t>> newest_of_many_units(Tx& tx, Asked const& asked, std::int64_t most) {
  static constexpr std::string_view all = "select s.rowid from search_text s where s.search_text match $1 order by s.rowid";
  auto const granted = for_each_kind([](std::int64_t roles) { return "(g.grants & " + std::to_string(roles) + ") <> 0"; });
  std::vector<std::int64_t> ids;
  // What is cross joined is read from left to right, so that the order of the hits is kept and reading ends with the page.
  tx.run("select d.object_id from (" + std::string(all) + " limit $2) s cross join search_document d on d.object_id = -s.rowid "
         "cross join actor_scope g on g.actor_id = :actor and g.scope_id = d.scope_id where " + granted + " limit $3",
         Tx::bind(asked.expression, most_looked_through, most), [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  if (static_cast<std::int64_t>(ids.size()) == most || !tx.value<std::int64_t>(std::string(all) + " limit 1 offset $2", asked.expression, most_looked_through)) return ids;
  return std::nullopt;
}

Page<SearchHit> find(Context& context, kernel::Query<SearchQuery> query) {
  auto& tx = context.tx;
  Page<SearchHit> page;
  std::string_view const words = query.q ? std::string_view(*query.q) : std::string_view{};
  auto asked = ask(tx, words);
  if (asked.expression.empty()) return page;
  auto const before = read_cursor(query.after);
  auto const limit = query.limit ? query.limit->value : 25;
  bool const first_page = before == INT64_MAX;
  std::optional<std::vector<std::int64_t>> ids;
  if (!tx.connection().is_postgres() && !asked.within_units) {
    if (first_page) ids = newest_of_many_units(tx, asked, limit + 1);
    if (!ids) asked = ask(tx, words, most_units_asked_then);
  }
  if (!ids) ids = newest(tx, asked, {before, limit + 1});
  // Newest first: an order that does not depend on how a database weighs words. The first page says only what it
  // shows and whether there is more: the word index is the dear part.
  auto const most = first_page ? limit : most_counted;
  page.total = static_cast<std::int64_t>(ids->size());
  if (!first_page)
    page.total = tx.value<std::int64_t>("select count(*) from (select 1" + found(tx, asked) + " limit $2) c" + std::string(kernel::planned_anew), asked.expression, most + 1).value_or(0);
  page.total_capped = page.total > most;
  page.total = std::min(page.total, most);
  if (static_cast<std::int64_t>(ids->size()) > limit) {
    ids->resize(static_cast<std::size_t>(limit));
    page.next = std::to_string(ids->back());
  }
  read_hits(context, *ids, words, page.items);
  return page;
}

void routes(kernel::Routes& routes) {
  routes.add(kernel::Method::get, "/api/search", "search", "action.read", find, "Sök i allt du får se");
  personal_number_routes(routes);
}

}  // namespace

std::string visible(Tx& tx) {
  return for_each_kind([&](std::int64_t roles) { return tx.has_scope("d.scope_id", roles); });
}

std::string tokens(std::int64_t scope_id, std::string_view title, std::string_view text) {
  std::set<std::string> stems;
  for (auto const part : {title, whole_letters(text, most_text)})
    for (auto& word : kernel::swedish_words(part)) stems.insert(std::move(word.stem));
  auto const scope = std::to_string(scope_id);
  std::string out = scope;
  for (auto const& stem : stems) out.append(" *").append(stem).append(" ").append(scope).append("*").append(stem);
  return out;
}

void index(Tx& tx, Document const& document) {
  auto const words = tokens(document.scope_id(), document.title, document.text);
  tx.execute_derived(
      "insert into search_document(object_id, kind, unit_id, title, body, link, tokens, scope_id) values($1, $2, $3, $4, $5, $6, $7, $8) "
      "on conflict (object_id) do update set unit_id = excluded.unit_id, scope_id = excluded.scope_id, title = excluded.title, body = excluded.body, link = excluded.link, "
      "tokens = excluded.tokens where search_document.tokens <> excluded.tokens or search_document.body <> excluded.body or "
      "search_document.title <> excluded.title or search_document.unit_id <> excluded.unit_id",
      document.id, document.kind, document.unit_id, whole_letters(document.title, 4000), whole_letters(document.text, most_text), document.link, words, document.scope_id());
}

void remove(Tx& tx, std::int64_t id) { tx.execute_derived("delete from search_document where object_id = $1", id); }

void add_condition(Tx& tx, kernel::Where& where, std::string_view id, std::string_view scope, std::string_view words) {
  auto const asked = ask(tx, words);
  if (asked.expression.empty()) return where.add("1 = 0");
  where.add(std::string(id) + " in (" + std::string(tx.pick(hits)) + ")", asked.expression);
  where.plan_anew();
  where.add(tx.in_scope(scope));
}

kernel::Feature feature() { return {"search", routes, nullptr}; }

}  // namespace rimlig::search
