// The built-in search for personal identity numbers that slipped through (S1-12): in what was stored before
// the rule, brought in by a restore, or certified to be something else.
#include "identity/access_log.hpp"
#include "kernel/personal_number.hpp"

#include "search/expression.hpp"
#include "search/handlers.hpp"
#include "search/search.hpp"

namespace rimlig::search {

using kernel::Context;
using kernel::Id;
using kernel::Tx;

struct PersonalNumberQuery {
  std::optional<std::int64_t> after;
};
BOOST_DESCRIBE_STRUCT(PersonalNumberQuery, (), (after))

struct PersonalNumberHits {
  std::vector<SearchHit> items;
  std::int64_t searched = 0;         // objects read for this answer
  std::optional<std::int64_t> next;  // where to go on; absent when everything has been read
};
BOOST_DESCRIBE_STRUCT(PersonalNumberHits, (), (items, searched, next))

namespace {

constexpr std::int64_t objects_at_a_time = 20'000;
constexpr std::size_t hits_at_a_time = 100;

/// What stands around the first number, with every number masked.
std::string around(std::string_view text) {
  auto const found = kernel::personal_numbers(text);
  if (found.empty()) return {};
  return excerpt(kernel::without_personal_numbers(text), found.front().masked.substr(0, found.front().masked.find('-')));
}

PersonalNumberHits find(Context& context, kernel::Query<PersonalNumberQuery> query) {
  auto& tx = context.tx;
  PersonalNumberHits out;
  std::int64_t last = query.after.value_or(0);
  bool full = false;
  std::vector<identity::RestrictedRead> reads;
  tx.run("select d.object_id, d.kind, d.title, d.body, d.link, (select u.name from org_unit u where u.id = d.unit_id), d.unit_id, d.scope_id from search_document d "
         "where d.object_id > $1 and " + visible(tx) + " order by d.object_id limit $2",
         Tx::bind(last, objects_at_a_time), [&](kernel::Row const& row) {
           if (full) return;
           last = row.integer(0);
           ++out.searched;
           auto in_title = around(row.text(2));
           auto in_body = around(row.text(3));
           if (in_title.empty() && in_body.empty()) return;
           if (row.integer(7) != row.integer(6)) reads.push_back({std::string(row.text(1)), row.integer(0), row.integer(7)});
           out.items.push_back({std::string(row.text(1)), row.integer(0), kernel::without_personal_numbers(row.text(2)),
                                in_body.empty() ? std::move(in_title) : std::move(in_body), row.integer(6), std::string(row.text(5)), std::string(row.text(4))});
           full = out.items.size() == hits_at_a_time;
         });
  identity::log_reads(context, std::move(reads));
  if (full || out.searched == objects_at_a_time) out.next = last;
  return out;
}

}  // namespace

void personal_number_routes(kernel::Routes& routes) {
  routes.add(kernel::Method::get, "/api/personal-numbers", "findPersonalNumbers", "lint.run", find, "Sök personnummer i allt du får se");
}

}  // namespace rimlig::search
