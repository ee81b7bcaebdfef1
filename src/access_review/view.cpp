// The list of reviews, one review, and its entries as whoever reviews them may see them.
#include <algorithm>
#include <map>

#include "access_review/handlers.hpp"
#include "access_review/month.hpp"
#include "identity/access_log.hpp"
#include "identity/permissions.hpp"
#include "org/scope.hpp"

namespace rimlig::access_review {

using namespace kernel;

struct AccessReviewRow {
  Id<AccessReview> id;
  Version version;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::string month;
  State state;
  std::int64_t frame_size;
  std::int64_t entries;
  std::int64_t judged;
  std::int64_t justified;
  std::int64_t unclear;
  std::int64_t unjustified;
  Date due;
  std::optional<std::string> signed_by;
  std::optional<Instant> signed_at;
};
BOOST_DESCRIBE_STRUCT(AccessReviewRow, (), (id, version, unit_id, unit_name, month, state, frame_size, entries, judged, justified, unclear, unjustified, due, signed_by, signed_at))

struct ReviewQuery {
  std::optional<Id<org::Unit>> unit;
  std::optional<State> state;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ReviewQuery, (), (unit, state, sort, after, limit))

struct AccessReviewLook {
  std::string who;
  Instant at;
};
BOOST_DESCRIBE_STRUCT(AccessReviewLook, (), (who, at))

struct AccessReviewView {
  Version version;
  AccessReview review;
  std::string unit_name;
  Date due;
  bool may_judge;
  std::vector<AccessEntryView> entries;
  std::vector<AccessReviewLook> looks;          // who has looked at the review, and when last
  std::vector<std::string> disposed;            // decisions under which entries of the month are gone from the log; those that were drawn stay
};
BOOST_DESCRIBE_STRUCT(AccessReviewView, (), (version, review, unit_name, due, may_judge, entries, looks, disposed))

namespace {

constexpr SortColumn sorts[] = {{"month", "r.month"}};
constexpr ListShape shape{
    "r.id as id, r.version as version, r.unit_id as unit_id, u.name as unit_name, r.month as month, r.state as state, r.frame_size as frame_size, "
    "(select count(*) from access_review_entry e where e.review_id = r.id) as entries, "
    "(select count(*) from access_review_entry e where e.review_id = r.id and e.verdict is not null) as judged, "
    "(select count(*) from access_review_entry e where e.review_id = r.id and e.verdict = 'justified') as justified, "
    "(select count(*) from access_review_entry e where e.review_id = r.id and e.verdict = 'unclear') as unclear, "
    "(select count(*) from access_review_entry e where e.review_id = r.id and e.verdict = 'unjustified') as unjustified, "
    "r.month || '-01' as due, r.signed_by as signed_by, r.signed_at as signed_at",
    "access_review r", "join org_unit u on u.id = r.unit_id", "r.id", "r.unit_id", sorts};

Page<AccessReviewRow> list_reviews(Context& context, Query<ReviewQuery> query) {
  Where where;
  if (query.unit) where.narrow(org::within("{}", *query.unit));
  if (query.state) where.add("r.state = ?", *query.state);
  auto page = list<AccessReviewRow>(context.tx, shape, where, {query.sort.value_or("-month"), query.after, query.limit});
  for (auto& row : page.items) row.due.text = review_due(row.month);
  return page;
}

constexpr std::string_view circle_note = " (som ersättare för ";
constexpr std::string_view from_note = " från ";

/// What stands in the note of a read or an export, taken apart.
void take_note(AccessEntryView& entry, std::string note, bool may_read) {
  if (auto const at = note.rfind(circle_note); at != std::string::npos && note.ends_with(')')) {
    auto const begin = at + circle_note.size();
    entry.for_absent = note.substr(begin, note.size() - begin - 1);
    note.resize(at);
  }
  if (auto const at = note.rfind(from_note); at != std::string::npos && note.find(' ', at + from_note.size()) == std::string::npos) {
    entry.from = note.substr(at + from_note.size());
    note.resize(at);
  }
  // The words that were searched for may say what is restricted.
  if (entry.restricted && !may_read) note.resize(std::min(note.size(), note.find('?')));
  entry.asked = std::move(note);
}

std::vector<org::Role> roles_held(Tx& tx, std::int64_t person) {
  std::vector<org::Role> roles;
  tx.run("select distinct a.role from assignment a where a.id in (" + org::acted_by("$1", "$2") + ") order by a.role", Tx::bind(person, tx.today()), [&](Row const& row) {
    if (auto const role = Codec<org::Role>::from_name(row.text(0))) roles.push_back(*role);
  });
  return roles;
}

std::vector<AccessEntryView> read_entries(Tx& tx, AccessReview const& review, std::string const& where, std::vector<DbValue> const& params) {
  auto const may_read = "(c.object_kind = 'finding' and " + tx.in_scope("e.scope_id", identity::roles_with("finding.read")) + " or coalesce(c.object_kind, '') <> 'finding' and " +
                        tx.in_scope("e.scope_id", identity::roles_with("action.read")) + ")";
  struct Raw {
    AccessEntryView view;
    std::int64_t actor;
    std::string note;
    bool may_read;
  };
  std::vector<Raw> raw;
  tx.run("select r.id, r.version, r.place, r.audit_seq, e.at, e.actor_name, e.operation, e.object_kind, case when a.number is not null then 'ÅT-' || cast(a.number as text) when c.object_kind = 'finding' then cast(c.object_id as text) else '' end, "
         "case when c.id is null or " + may_read + " then coalesce((select d.title from search_document d where d.object_id = e.object_id and d.scope_id = e.scope_id), '') else '' end, "
         "coalesce(u.name, ''), c.id, m.id, e.note, r.verdict, r.comment, r.judged_by, r.judged_at, r.finding_id, e.actor_id, case when " + may_read + " then 1 else 0 end "
         "from access_review_entry r join audit_entry e on e.seq = r.audit_seq left join circle c on c.id = e.scope_id "
         "left join circle_member m on m.circle_id = c.id and m.person_id = e.actor_id left join action a on a.id = c.object_id and c.object_kind = 'action' "
         "left join org_unit u on u.id = coalesce(c.unit_id, e.scope_id) where " + where + " order by r.place",
         params, [&](Row const& row) {
           AccessEntryView entry{};
           entry.id = {row.integer(0)};
           entry.version = {row.integer(1)};
           entry.place = row.integer(2);
           entry.audit_seq = row.integer(3);
           entry.at = {std::string(row.text(4))};
           entry.who = row.text(5);
           entry.operation = row.text(6);
           entry.object_kind = row.text(7);
           entry.object_number = row.text(8);
           entry.object_name = row.text(9);
           entry.unit_name = row.text(10);
           entry.restricted = !row.null(11);
           entry.in_circle = !row.null(12);
           if (!row.null(14)) entry.verdict = Codec<Verdict>::from_name(row.text(14));
           entry.comment = row.text(15);
           if (!row.null(16)) entry.judged_by = std::string(row.text(16));
           if (!row.null(17)) entry.judged_at = Instant{std::string(row.text(17))};
           if (!row.null(18)) entry.finding_id = Id<finding::Finding>{row.integer(18)};
           raw.push_back({std::move(entry), row.integer(19), std::string(row.text(13)), row.integer(20) != 0});
         });
  std::vector<AccessEntryView> entries;
  std::map<std::int64_t, std::vector<std::string>> judges;
  for (auto& each : raw) {
    take_note(each.view, std::move(each.note), each.may_read);
    each.view.roles = roles_held(tx, each.actor);
    each.view.own = is_own(tx, review.unit_id, each.actor);
    if (each.view.own && !each.view.verdict) {
      auto const found = judges.find(each.actor);
      each.view.judges = found != judges.end() ? found->second : judges.emplace(each.actor, judges_of(tx, review.unit_id, each.actor)).first->second;
    }
    entries.push_back(std::move(each.view));
  }
  return entries;
}

bool may_judge(Tx& tx, AccessReview const& review) {
  return review.state == State::open &&
         tx.value<std::int64_t>("select 1 from access_review r where r.id = $1 and " + tx.in_scope("r.unit_id", identity::roles_with("access_review.judge")), review.id).has_value();
}

std::vector<std::string> names(Tx& tx, std::string const& sql, std::vector<DbValue> const& params) {
  std::vector<std::string> found;
  tx.run(sql, params, [&](Row const& row) { found.emplace_back(row.text(0)); });
  return found;
}

/// Once a day for each who looks: the screen asks again by itself, and the log should not fill up with that.
void log_look(Context& context, AccessReview const& review) {
  auto& tx = context.tx;
  auto const today = tx.value<std::int64_t>(
      "select 1 from audit_entry where object_kind = 'access_review' and object_id = $1 and operation = 'read' and actor_id = $2 and at >= $3 limit 1", review.id, tx.actor().id,
      tx.now().text.substr(0, 10));
  if (!today) identity::log_reads(context, {{std::string(AccessReview::table), review.id.value, review.unit_id.value}});
}

AccessReviewView get_review(Context& context, Id<AccessReview> id) {
  auto& tx = context.tx;
  AccessReviewView view;
  view.review = tx.get(id);
  view.version = view.review.version;
  view.unit_name = tx.value<std::string>("select name from org_unit where id = $1", view.review.unit_id).value_or("");
  view.due.text = review_due(view.review.month);
  view.may_judge = may_judge(tx, view.review);
  view.entries = entries_of(tx, view.review);
  tx.run("select e.actor_name, max(e.at) from audit_entry e where e.object_kind = 'access_review' and e.object_id = $1 and e.operation = 'read' group by e.actor_name order by 2 desc limit 50",
         Tx::bind(id), [&](Row const& row) { view.looks.push_back({std::string(row.text(0)), {std::string(row.text(1))}}); });
  view.disposed = names(tx, "select distinct d.decision from log_disposal d where d.month = $1 and d.kind in ('log_read', 'log_export') order by 1", Tx::bind(view.review.month));
  log_look(context, view.review);
  return view;
}

}  // namespace

std::vector<AccessEntryView> entries_of(Tx& tx, AccessReview const& review) { return read_entries(tx, review, "r.review_id = $1", Tx::bind(review.id)); }

AccessEntryView entry_view(Tx& tx, AccessReview const& review, Id<ReviewEntry> id) {
  auto entries = read_entries(tx, review, "r.id = $1", Tx::bind(id));
  if (entries.empty()) throw Problem::not_found("posten");
  return std::move(entries.front());
}

std::vector<WaitingReview> waiting_reviews(Tx& tx) {
  std::vector<WaitingReview> found;
  auto const grants = identity::roles_with("access_review.judge");
  // Nothing is asked of one who has only what they did themselves left.
  tx.run("select r.id, r.unit_id, u.name, r.month, count(*) filter (where e.verdict is not null), count(*) from access_review r join org_unit u on u.id = r.unit_id "
         "join access_review_entry e on e.review_id = r.id join audit_entry l on l.seq = e.audit_seq where r.state = 'open' and " + tx.in_scope("r.unit_id", grants) +
             " group by r.id, r.unit_id, u.name, r.month having count(*) filter (where e.verdict is null) = 0 or count(*) filter (where e.verdict is null and l.actor_id <> $1) > 0 "
             "order by r.month, r.id limit 50",
         Tx::bind(tx.actor().id), [&](Row const& row) {
           found.push_back({{row.integer(0)}, {row.integer(1)}, std::string(row.text(2)), std::string(row.text(3)), row.integer(4), row.integer(5)});
         });
  return found;
}

void view_routes(Routes& routes) {
  routes.add(Method::get, "/api/access-reviews", "listAccessReviews", "access_review.read", list_reviews, "Loggranskningar för mina nämnder, senaste månaden först");
  routes.add(Method::get, "/api/access-reviews/{id}", "getAccessReview", "access_review.read", get_review, "En loggranskning med de poster som drogs");
}

}  // namespace rimlig::access_review
