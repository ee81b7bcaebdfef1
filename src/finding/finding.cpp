#include "finding/finding.hpp"

#include <algorithm>

#include "action/restriction.hpp"
#include "identity/permissions.hpp"
#include "kernel/audit.hpp"
#include "kernel/feature.hpp"
#include "kernel/undo.hpp"
#include "lint/lint.hpp"
#include "org/ownership.hpp"
#include "search/search.hpp"

namespace rimlig::finding {

using kernel::Context;
using kernel::Created;
using kernel::IfMatch;
using kernel::Items;
using kernel::Page;
using kernel::Problem;

namespace {

// --- what follows from a stored finding ---

lint::ObjectRef reference_to(Finding const& finding) { return {"finding", finding.id.value, finding.unit_id.value, finding.title}; }

lint::Finding subject_of(Tx& tx, Finding const& finding) {
  lint::Finding subject;
  subject.key = "finding:" + std::to_string(finding.id.value);
  subject.label = finding.title;
  subject.title = finding.title;
  subject.text = finding.text;
  tx.run("select a.text from finding_action l join action a on a.id = l.action_id where l.finding_id = $1 and a.scope_id = a.unit_id order by a.number", Tx::bind(finding.id),
         [&](kernel::Row const& row) { subject.actions.emplace_back(row.text(0)); });
  tx.run("select v.year, v.text from review v where v.finding_id = $1 order by v.year, v.id", Tx::bind(finding.id),
         [&](kernel::Row const& row) { subject.results.push_back({std::to_string(row.integer(0)), std::string(row.text(1))}); });
  return subject;
}

void derive(Tx& tx, Finding const& finding) {
  auto const subject = subject_of(tx, finding);
  std::string body = finding.text;
  for (auto const& result : subject.results) body.append("\n").append(result.text);
  search::index(tx, {"finding", finding.id.value, finding.unit_id.value, finding.title, body, "/findings/" + std::to_string(finding.id.value)});
  lint::check_and_sync(tx, reference_to(finding), subject);
}

/// An action of the finding was restricted, or is open again: what was asked about its words is asked anew.
void derive_those_served_by(Tx& tx, Id<action::Action> action) {
  std::vector<std::int64_t> ids;
  tx.run("select finding_id from finding_action where action_id = $1 order by finding_id", Tx::bind(action), [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  for (auto const id : ids) {
    tx.execute_derived("delete from lint_question where object_kind = 'finding' and object_id = $1 and field like 'actions/%'", id);
    derive(tx, tx.get(Id<Finding>{id}));
  }
}

void derive_by_id(Tx& tx, std::int64_t id) { derive(tx, tx.get(Id<Finding>{id})); }

std::vector<lint::StoredSubject> next_subjects(Tx& tx, lint::Position after, int limit) {
  std::vector<std::int64_t> ids;
  tx.run("select f.id from finding f where (f.unit_id, f.id) > ($1, $2) order by f.unit_id, f.id limit $3", Tx::bind(after.unit_id, after.object_id, limit),
         [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  std::vector<lint::StoredSubject> subjects;
  for (auto const id : ids)
    if (auto const finding = tx.find(Id<Finding>{id})) subjects.push_back({reference_to(*finding), subject_of(tx, *finding)});
  return subjects;
}

// --- list and page ---

constexpr std::string_view columns =
    "f.id as id, f.version as version, f.unit_id as unit_id, f.level as level, f.title as title, f.text as text, f.bases as bases, f.cause as cause, "
    "f.assessment as assessment, f.year as year, f.repeats_finding_id as repeats_finding_id, f.source_import_id as source_import_id, f.source_row as source_row";
constexpr kernel::SortColumn sorts[] = {{"year", "f.year", true}, {"title", "f.title_key collate sv"}, {"id", "f.id", true}};
constexpr kernel::ListShape by_unit{columns, "finding f", "", "f.id", "f.unit_id", sorts};
constexpr kernel::ListShape by_search{columns, "finding f", "", "f.id", "", sorts};

struct FindingQuery {
  std::optional<Text<0, 200>> q;
  std::optional<Id<org::Unit>> unit;
  std::optional<Level> level;
  std::optional<Assessment> assessment;
  std::optional<Cause> cause;
  std::optional<kernel::Range<1900, 2199>> year;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(FindingQuery, (), (q, unit, level, assessment, cause, year, sort, after, limit))

Page<Finding> list_findings(Context& context, kernel::Query<FindingQuery> query) {
  kernel::Where where;
  bool const words = query.q && !query.q->empty();
  if (query.unit) words ? where.add(org::within("f.unit_id", *query.unit)) : where.narrow(org::within("{}", *query.unit));
  if (query.level) where.add("f.level = ?", *query.level);
  if (query.assessment) where.add("f.assessment = ?", *query.assessment);
  if (query.cause) where.add("f.cause = ?", *query.cause);
  if (query.year) where.add("f.year = ?", *query.year);
  if (words) search::add_condition(context.tx, where, "f.id", "f.unit_id", *query.q);
  // The newest year first unless something else is asked for.
  auto const sort = query.sort && !query.sort->empty() ? query.sort : Text<0, 40>("-year");
  return kernel::list<Finding>(context.tx, words ? by_search : by_unit, where, {sort, query.after, query.limit});
}

struct ServingAction {
  Id<action::Action> id;
  std::int64_t number = 0;
  std::string text;
  action::Status status = action::Status::not_started;
};
BOOST_DESCRIBE_STRUCT(ServingAction, (), (id, number, text, status))

struct ReviewRow {
  Id<Review> id;
  kernel::Range<1900, 2199> year;
  std::string text;
  Assessment assessment = Assessment::not_assessed;
};
BOOST_DESCRIBE_STRUCT(ReviewRow, (), (id, year, text, assessment))

struct RelatedFinding {
  Id<Finding> id;
  kernel::Range<1900, 2199> year;
  std::string title;
};
BOOST_DESCRIBE_STRUCT(RelatedFinding, (), (id, year, title))

struct FindingView {
  Version version;
  Finding finding;
  std::string unit_name;
  std::vector<ServingAction> actions;
  std::vector<ReviewRow> reviews;
  std::optional<RelatedFinding> repeats;
  std::vector<RelatedFinding> repeated_by;
  std::optional<action::SourceRow> source;
  std::vector<lint::Question> questions;
};
BOOST_DESCRIBE_STRUCT(FindingView, (), (version, finding, unit_name, actions, reviews, repeats, repeated_by, source, questions))

FindingView get_finding(Context& context, Id<Finding> id) {
  auto& tx = context.tx;
  FindingView view;
  view.finding = tx.get(id);
  view.version = view.finding.version;
  view.unit_name = tx.value<std::string>("select name from org_unit where id = $1", view.finding.unit_id).value_or("");
  view.actions = tx.select<ServingAction>(
      "select a.id as id, a.number as number, a.text as text, a.status as status from finding_action l join action a on a.id = l.action_id "
      "where l.finding_id = $1 and " +
          tx.in_scope("a.scope_id") + " order by a.number",
      id);
  view.reviews = tx.select<ReviewRow>(
      "select v.id as id, v.year as year, v.text as text, v.assessment as assessment from review v where v.finding_id = $1 order by v.year, v.id", id);
  auto const related = "select f.id as id, f.year as year, f.title as title from finding f where " + tx.in_scope("f.unit_id") + " and ";
  if (view.finding.repeats_finding_id) view.repeats = tx.select_one<RelatedFinding>(related + "f.id = $1", *view.finding.repeats_finding_id);
  view.repeated_by = tx.select<RelatedFinding>(related + "f.repeats_finding_id = $1 order by f.year, f.id", id);
  if (view.finding.source_import_id && view.finding.source_row)
    view.source = action::source_of(tx, *view.finding.source_import_id, *view.finding.source_row);
  view.questions = lint::questions_of(tx, "finding", id.value);
  return view;
}

// --- changes ---

/// The link to an earlier finding may lead above the person's own units; it is checked when it changes.
struct FindingDraft {
  Id<org::Unit> unit_id;
  Level level = Level::unit;
  Text<1, 1000> title;
  Text<0, 20'000> text;
  std::vector<Basis> bases;
  std::optional<Cause> cause;
  Assessment assessment = Assessment::not_assessed;
  kernel::Range<1900, 2199> year;
  std::optional<std::int64_t> repeats_finding_id;
};
BOOST_DESCRIBE_STRUCT(FindingDraft, (), (unit_id, level, title, text, bases, cause, assessment, year, repeats_finding_id))

void check(Tx& tx, Finding const& before, Finding& after) {
  std::ranges::sort(after.bases);
  // The iterator form, because clang 14 cannot compile the other with this standard library.
  after.bases.erase(std::unique(after.bases.begin(), after.bases.end()), after.bases.end());
  if (!after.repeats_finding_id || before.repeats_finding_id == after.repeats_finding_id) return;
  auto const earlier = tx.find(*after.repeats_finding_id);
  if (!earlier) throw Problem::invalid("/repeats_finding_id", "outside_scope", "Det tidigare förbättringsområdet finns inte, eller ligger utanför dina enheter.");
  if (earlier->id == after.id || earlier->year > after.year)
    throw Problem::invalid("/repeats_finding_id", "not_earlier", "Välj ett förbättringsområde från samma år eller ett tidigare, inte det här.");
}

Created<Finding> create_finding(Context& context, FindingDraft const&) {
  Finding finding;
  kernel::copy_given<FindingDraft>(context, finding);
  check(context.tx, {}, finding);
  store(context.tx, finding);
  return {finding};
}

Finding update_finding(Context& context, Id<Finding> id, FindingDraft const&, IfMatch match) {
  auto& tx = context.tx;
  auto const before = tx.get(id);
  auto finding = before;
  kernel::copy_given<FindingDraft>(context, finding);
  check(tx, before, finding);
  tx.update(finding, match.version);
  if (before.unit_id != finding.unit_id) tx.execute_derived("update review set unit_id = $1 where finding_id = $2", finding.unit_id, id);
  derive(tx, finding);
  return finding;
}

struct ReviewDraft {
  kernel::Range<1900, 2199> year;
  Text<1, 20'000> text;
  Assessment assessment = Assessment::not_assessed;
};
BOOST_DESCRIBE_STRUCT(ReviewDraft, (), (year, text, assessment))

Created<Review> add_review(Context& context, Id<Finding> id, ReviewDraft const& draft) {
  auto const finding = context.tx.get(id);
  if (draft.year < finding.year) throw Problem::invalid("/year", "before_finding", "Uppföljningen kan inte vara från ett år före förbättringsområdet.");
  Review review;
  review.finding_id = id;
  kernel::copy_members(draft, review);
  store(context.tx, review);
  return {review};
}

struct ActionLinkDraft {
  Id<action::Action> action_id;
};
BOOST_DESCRIBE_STRUCT(ActionLinkDraft, (), (action_id))

void link_action(Context& context, Id<Finding> id, ActionLinkDraft const& draft) { link(context.tx, context.tx.get(id), draft.action_id); }

void unlink_action(Context& context, Id<Finding> id, Id<action::Action> action) {
  auto& tx = context.tx;
  auto const finding = tx.get(id);
  tx.get(action);
  auto const removed = tx.execute("delete from finding_action where finding_id = $1 and action_id = $2",
                                  {"unlink", "finding", id.value, finding.unit_id.value, R"({"action_id":[)" + std::to_string(action.value) + ",null]}", ""}, id, action);
  if (removed == 0) throw Problem::not_found("kopplingen");
  derive(tx, finding);
}

Items<kernel::HistoryEntry> finding_history(Context& context, Id<Finding> id) {
  context.tx.get(id);
  return {kernel::history(context.tx, "finding", id.value)};
}

void routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/findings", "listFindings", "finding.read", list_findings, "Förbättringsområden");
  routes.add(Method::get, "/api/findings/{id}", "getFinding", "finding.read", get_finding, "Ett förbättringsområde med åtgärder och uppföljningar");
  routes.add(Method::post, "/api/findings", "createFinding", "finding.write", create_finding, "Nytt förbättringsområde");
  routes.add(Method::put, "/api/findings/{id}", "updateFinding", "finding.write", update_finding, "Ändra ett förbättringsområde");
  routes.add(Method::post, "/api/findings/{id}/reviews", "addReview", "finding.write", add_review, "Följ upp ett förbättringsområde");
  routes.add(Method::post, "/api/findings/{id}/actions", "linkAction", "finding.write", link_action, "Koppla en åtgärd");
  routes.add(Method::del, "/api/findings/{id}/actions/{action_id}", "unlinkAction", "finding.write", unlink_action, "Ta bort en koppling");
  routes.add(Method::get, "/api/findings/{id}/history", "listFindingHistory", "finding.read", finding_history, "Vad som hänt med ett förbättringsområde");
}

}  // namespace

void store(Tx& tx, Finding& finding) {
  tx.insert(finding);
  derive(tx, finding);
}

void store(Tx& tx, Review& review) {
  auto const finding = tx.get(review.finding_id);
  review.unit_id = finding.unit_id;
  tx.insert(review);
  derive(tx, finding);
}

void link(Tx& tx, Finding const& finding, Id<action::Action> action) {
  tx.execute("insert into finding_action(finding_id, action_id) values($1, $2) on conflict (finding_id, action_id) do nothing",
             {"link", "finding", finding.id.value, finding.unit_id.value, R"({"action_id":[null,)" + std::to_string(action.value) + "]}", ""}, finding.id, action);
  derive(tx, finding);
}

namespace {

/// In a reorganisation: what still falls short follows the work, and its reviews and questions with it.
void store_moved(Tx& tx, Finding& finding) {
  tx.update(finding);
  tx.execute_derived("update review set unit_id = $1 where finding_id = $2", finding.unit_id, finding.id);
  tx.execute_derived("update lint_question set unit_id = $1, scope_id = $1 where object_kind = 'finding' and object_id = $2", finding.unit_id, finding.id);
  derive(tx, finding);
}

void register_ownership() {
  org::register_owned({.kind = Finding::table, .order = 40, .follows = "t.assessment <> 'meets'", .label = "'Iakttagelse ' || t.id", .title = "t.title",
                       .readers = identity::roles_with("finding.read"), .give = org::hand_over<Finding, store_moved>, .take_back = org::hand_back<Finding, store_moved>});
}

}  // namespace

kernel::Feature feature() {
  action::add_attached({.objects = {}, .entries = {}, .rederive = derive_those_served_by});
  register_ownership();
  kernel::register_undoable({&kernel::struct_of<Finding>, "finding.write", derive_by_id});
  static bool const registered = [] {
    lint::add_source({"finding", [](Tx& tx) { return tx.value<std::int64_t>("select count(*) from finding").value_or(0); }, next_subjects});
    return true;
  }();
  (void)registered;
  return {"finding", routes, nullptr};
}

}  // namespace rimlig::finding
