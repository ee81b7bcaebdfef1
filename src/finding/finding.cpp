#include "finding/finding.hpp"

#include <algorithm>

#include "action/draft.hpp"
#include "finding/restriction.hpp"
#include "finding/store.hpp"
#include "identity/permissions.hpp"
#include "kernel/audit.hpp"
#include "kernel/feature.hpp"
#include "kernel/undo.hpp"
#include "lint/lint.hpp"
#include "org/circle.hpp"
#include "search/search.hpp"

namespace rimlig::finding {

using kernel::Context;
using kernel::Created;
using kernel::IfMatch;
using kernel::Items;
using kernel::Page;
using kernel::Problem;

namespace {

// --- list and page ---

constexpr std::string_view columns =
    "f.id as id, f.version as version, f.unit_id as unit_id, f.scope_id as scope_id, f.level as level, f.title as title, f.text as text, f.bases as bases, f.cause as cause, "
    "f.assessment as assessment, f.year as year, f.repeats_finding_id as repeats_finding_id, f.source_import_id as source_import_id, f.source_row as source_row";
constexpr kernel::SortColumn sorts[] = {{"year", "f.year", true}, {"title", "f.title_key collate sv"}, {"id", "f.id", true}};
constexpr kernel::ListShape by_unit{columns, "finding f", "", "f.id", "f.scope_id", sorts};
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
  if (query.unit) words ? where.add(org::within("f.unit_id", *query.unit)) : where.narrow(org::scope_within("{}", *query.unit));
  if (query.level) where.add("f.level = ?", *query.level);
  if (query.assessment) where.add("f.assessment = ?", *query.assessment);
  if (query.cause) where.add("f.cause = ?", *query.cause);
  if (query.year) where.add("f.year = ?", *query.year);
  if (words) search::add_condition(context.tx, where, "f.id", "f.scope_id", *query.q);
  // The newest year first unless something else is asked for.
  auto const sort = query.sort && !query.sort->empty() ? query.sort : Text<0, 40>("-year");
  auto page = kernel::list<Finding>(context.tx, words ? by_search : by_unit, where, {sort, query.after, query.limit});
  std::vector<std::pair<std::int64_t, std::int64_t>> shown;
  for (auto const& finding : page.items) shown.emplace_back(finding.id.value, finding.circle());
  identity::log_shown(context, restrictable, shown);
  return page;
}

struct ServingAction {
  Id<action::Action> id;
  std::int64_t number = 0;
  std::string text;
  action::Status status = action::Status::not_started;
  bool restricted = false;
};
BOOST_DESCRIBE_STRUCT(ServingAction, (), (id, number, text, status, restricted))

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
  std::vector<identity::RestrictedRow> restricted_actions;  // that serve it, and whoever asks may not read
  std::vector<ReviewRow> reviews;
  std::optional<RelatedFinding> repeats;
  std::vector<RelatedFinding> repeated_by;
  std::optional<action::SourceRow> source;
  std::vector<lint::Question> questions;
  std::optional<identity::Access> access;  // when it is restricted
  bool may_restrict = false;
};
BOOST_DESCRIBE_STRUCT(FindingView, (), (version, finding, unit_name, actions, restricted_actions, reviews, repeats, repeated_by, source, questions, access, may_restrict))

/// Those that the reader may read; the words of one that is restricted are a read of it.
std::vector<ServingAction> serving_actions(Context& context, Id<Finding> id) {
  auto& tx = context.tx;
  std::vector<ServingAction> actions;
  std::vector<std::pair<std::int64_t, std::int64_t>> shown;
  tx.run("select a.id, a.number, a.text, a.status, a.unit_id, a.scope_id from finding_action l join action a on a.id = l.action_id where l.finding_id = $1 and " +
             tx.in_scope("a.scope_id", identity::roles_with("action.read")) + " order by a.number",
         Tx::bind(id), [&](kernel::Row const& row) {
           bool const restricted = row.integer(4) != row.integer(5);
           auto& action = actions.emplace_back(ServingAction{{row.integer(0)}, row.integer(1), std::string(row.text(2)), {}, restricted});
           kernel::Codec<action::Status>::load(row, 3, action.status);
           if (restricted) shown.emplace_back(row.integer(0), row.integer(5));
         });
  identity::log_shown(context, action::restrictable, shown);
  return actions;
}

FindingView get_finding(Context& context, Id<Finding> id) {
  auto& tx = context.tx;
  FindingView view;
  view.finding = Restricting::reachable_and_logged(context, id);
  view.version = view.finding.version;
  view.unit_name = tx.value<std::string>("select name from org_unit where id = $1", view.finding.unit_id).value_or("");
  view.actions = serving_actions(context, id);
  view.restricted_actions = identity::restricted_among(tx, action::restrictable, "select action_id from finding_action where finding_id = $1", id.value, view.finding.unit_id.value);
  view.reviews = tx.select<ReviewRow>(
      "select v.id as id, v.year as year, v.text as text, v.assessment as assessment from review v where v.finding_id = $1 order by v.year, v.id", id);
  auto const related = "select f.id as id, f.year as year, f.title as title from finding f where " + tx.in_scope("f.scope_id") + " and ";
  if (view.finding.repeats_finding_id) view.repeats = tx.select_one<RelatedFinding>(related + "f.id = $1", *view.finding.repeats_finding_id);
  view.repeated_by = tx.select<RelatedFinding>(related + "f.repeats_finding_id = $1 order by f.year, f.id", id);
  if (view.finding.source_import_id && view.finding.source_row)
    view.source = action::source_of(tx, *view.finding.source_import_id, *view.finding.source_row);
  view.questions = lint::questions_of(tx, "finding", id.value);
  view.access = identity::access_to(tx, id.value, view.finding.restricted());
  view.may_restrict = identity::may_restrict(tx, restrictable, id.value);
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
  if (!earlier) throw Problem::invalid("/repeats_finding_id", "outside_scope", "Den tidigare iakttagelsen finns inte, eller ligger utanför dina enheter.");
  if (earlier->id == after.id || earlier->year > after.year)
    throw Problem::invalid("/repeats_finding_id", "not_earlier", "Välj en iakttagelse från samma år eller ett tidigare, inte den här.");
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
  auto const before = Restricting::reachable(tx, id);
  auto finding = before;
  kernel::copy_given<FindingDraft>(context, finding);
  check(tx, before, finding);
  store_change(tx, finding, match.version);
  return finding;
}

struct ReviewDraft {
  kernel::Range<1900, 2199> year;
  Text<1, 20'000> text;
  Assessment assessment = Assessment::not_assessed;
};
BOOST_DESCRIBE_STRUCT(ReviewDraft, (), (year, text, assessment))

Created<Review> add_review(Context& context, Id<Finding> id, ReviewDraft const& draft) {
  auto const finding = Restricting::reachable(context.tx, id);
  if (draft.year < finding.year) throw Problem::invalid("/year", "before_finding", "Uppföljningen kan inte vara från ett år före iakttagelsen.");
  Review review;
  review.finding_id = id;
  kernel::copy_members(draft, review);
  store(context.tx, review);
  return {review};
}

struct ActionLinkDraft {
  Id<action::Action> action_id;
  std::optional<bool> same_circle;  // of a restricted finding: the action is restricted too, when it is not said otherwise
};
BOOST_DESCRIBE_STRUCT(ActionLinkDraft, (), (action_id, same_circle))

/// What comes of something restricted is not for everybody either, unless somebody says so.
void link_action(Context& context, Id<Finding> id, ActionLinkDraft const& draft) {
  auto& tx = context.tx;
  auto const finding = Restricting::reachable(tx, id);
  link(tx, finding, draft.action_id);
  if (finding.restricted() && draft.same_circle.value_or(true)) restrict_as(tx, finding, draft.action_id);
}

struct SameCircleQuery {
  std::optional<bool> same_circle;  // as in ActionLinkDraft
};
BOOST_DESCRIBE_STRUCT(SameCircleQuery, (), (same_circle))

/// In one transaction, so that nobody outside the circle sees it before it is restricted.
Created<action::Action> create_action(Context& context, Id<Finding> id, action::ActionDraft const&, kernel::Query<SameCircleQuery> query) {
  auto& tx = context.tx;
  auto const finding = Restricting::reachable(tx, id);
  if (!tx.value<std::int64_t>("select 1 from finding f where f.id = $1 and " + tx.in_scope("f.scope_id", identity::roles_with("finding.write")), id)) throw Problem::forbidden("finding.write");
  auto made = action::create(context);
  link(tx, finding, made.id);
  if (finding.restricted() && query.same_circle.value_or(true)) restrict_new_as(tx, finding, made);
  return {made};
}

void unlink_action(Context& context, Id<Finding> id, Id<action::Action> action) {
  auto& tx = context.tx;
  auto const finding = Restricting::reachable(tx, id);
  tx.get(action);
  auto const removed = tx.execute("delete from finding_action where finding_id = $1 and action_id = $2",
                                  {"unlink", "finding", id.value, finding.scope_id, R"({"action_id":[)" + std::to_string(action.value) + ",null]}", ""}, id, action);
  if (removed == 0) throw Problem::not_found("kopplingen");
  derive(tx, finding);
}

Items<kernel::HistoryEntry> finding_history(Context& context, Id<Finding> id) {
  Restricting::reachable_and_logged(context, id);
  return {kernel::history(context.tx, "finding", id.value)};
}

void routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/findings", "listFindings", "finding.read", list_findings, "Iakttagelser");
  routes.add(Method::get, "/api/findings/{id}", "getFinding", "finding.read", get_finding, "En iakttagelse med åtgärder och uppföljningar");
  routes.add(Method::post, "/api/findings", "createFinding", "finding.write", create_finding, "Ny iakttagelse");
  routes.add(Method::put, "/api/findings/{id}", "updateFinding", "finding.write", update_finding, "Ändra en iakttagelse");
  routes.add(Method::post, "/api/findings/{id}/reviews", "addReview", "finding.write", add_review, "Följ upp en iakttagelse");
  routes.add(Method::post, "/api/findings/{id}/actions", "linkAction", "finding.write", link_action, "Koppla en åtgärd");
  routes.add(Method::post, "/api/findings/{id}/new-action", "createActionOfFinding", "action.write", create_action, "Ny åtgärd av en iakttagelse");
  routes.add(Method::del, "/api/findings/{id}/actions/{action_id}", "unlinkAction", "finding.write", unlink_action, "Ta bort en koppling");
  routes.add(Method::get, "/api/findings/{id}/history", "listFindingHistory", "finding.read", finding_history, "Vad som hänt med en iakttagelse");
  restriction_routes(routes);
}

}  // namespace

kernel::Feature feature() {
  register_restriction();
  register_ownership();
  kernel::register_undoable({&kernel::struct_of<Finding>, "finding.write", restored});
  register_with_linter();
  return {"finding", routes, nullptr};
}

}  // namespace rimlig::finding
