#include "finding/store.hpp"

#include "identity/permissions.hpp"
#include "lint/lint.hpp"
#include "org/circle.hpp"
#include "org/ownership.hpp"
#include "search/search.hpp"

namespace rimlig::finding {

namespace {

lint::ObjectRef reference_to(Finding const& finding) { return {"finding", finding.id.value, finding.unit_id.value, finding.title, finding.circle()}; }

lint::Finding subject_of(Tx& tx, Finding const& finding) {
  lint::Finding subject;
  subject.key = "finding:" + std::to_string(finding.id.value);
  subject.label = finding.title;
  subject.title = finding.title;
  subject.text = finding.text;
  // The words of an action that is restricted to others are nothing to ask these about.
  tx.run("select a.text from finding_action l join action a on a.id = l.action_id where l.finding_id = $1 and a.scope_id = a.unit_id order by a.number", Tx::bind(finding.id),
         [&](kernel::Row const& row) { subject.actions.emplace_back(row.text(0)); });
  tx.run("select v.year, v.text from review v where v.finding_id = $1 order by v.year, v.id", Tx::bind(finding.id),
         [&](kernel::Row const& row) { subject.results.push_back({std::to_string(row.integer(0)), std::string(row.text(1))}); });
  return subject;
}

/// What is restricted is checked when it is saved, and not compared with what others may read.
std::vector<lint::StoredSubject> next_subjects(Tx& tx, lint::Position after, int limit) {
  std::vector<std::int64_t> ids;
  tx.run("select f.id from finding f where f.scope_id = f.unit_id and (f.unit_id, f.id) > ($1, $2) order by f.unit_id, f.id limit $3", Tx::bind(after.unit_id, after.object_id, limit),
         [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  std::vector<lint::StoredSubject> subjects;
  for (auto const id : ids)
    if (auto const finding = tx.find(Id<Finding>{id})) subjects.push_back({reference_to(*finding), subject_of(tx, *finding)});
  return subjects;
}

/// In a reorganisation: what still falls short follows the work.
void store_moved(Tx& tx, Finding& finding) { store_change(tx, finding, finding.version); }

}  // namespace

void derive(Tx& tx, Finding const& finding) {
  auto const subject = subject_of(tx, finding);
  std::string body = finding.text;
  for (auto const& result : subject.results) body.append("\n").append(result.text);
  search::index(tx, {"finding", finding.id.value, finding.unit_id.value, finding.title, body, "/findings/" + std::to_string(finding.id.value), finding.circle()});
  lint::check_and_sync(tx, reference_to(finding), subject);
}

void move_belongings(Tx& tx, Finding const& finding) {
  tx.execute_derived("update review set unit_id = $1, scope_id = $2 where finding_id = $3", finding.unit_id, finding.scope_id, finding.id);
  tx.execute_derived("update lint_question set unit_id = $1, scope_id = $2 where object_kind = 'finding' and object_id = $3", finding.unit_id, finding.scope_id, finding.id);
}

void store(Tx& tx, Finding& finding) {
  finding.scope_id = finding.unit_id.value;
  tx.insert(finding);
  derive(tx, finding);
}

void store_change(Tx& tx, Finding& finding, Version expected) {
  auto const stored = tx.get(finding.id);
  finding.scope_id = stored.restricted() ? stored.scope_id : finding.unit_id.value;
  tx.update(finding, expected);
  if (stored.unit_id != finding.unit_id) {
    move_belongings(tx, finding);
    if (finding.restricted()) org::move_circle(tx, finding.scope_id, finding.unit_id);
  }
  derive(tx, finding);
}

void store(Tx& tx, Review& review) {
  auto const finding = tx.get(review.finding_id);
  review.unit_id = finding.unit_id;
  review.scope_id = finding.scope_id;
  tx.insert(review);
  derive(tx, finding);
}

void link(Tx& tx, Finding const& finding, Id<action::Action> action) {
  tx.execute("insert into finding_action(finding_id, action_id) values($1, $2) on conflict (finding_id, action_id) do nothing",
             {"link", "finding", finding.id.value, finding.scope_id, R"({"action_id":[null,)" + std::to_string(action.value) + "]}", ""}, finding.id, action);
  derive(tx, finding);
}

void restored(Tx& tx, std::int64_t id) {
  auto const finding = tx.get(Id<Finding>{id});
  move_belongings(tx, finding);
  if (finding.restricted()) org::move_circle(tx, finding.scope_id, finding.unit_id);
  derive(tx, finding);
}

void derive_those_served_by(Tx& tx, std::int64_t action) {
  std::vector<std::int64_t> ids;
  tx.run("select finding_id from finding_action where action_id = $1 order by finding_id", Tx::bind(action), [&](kernel::Row const& row) { ids.push_back(row.integer(0)); });
  for (auto const id : ids) {
    tx.execute_derived("delete from lint_question where object_kind = 'finding' and object_id = $1 and field like 'actions/%'", id);
    derive(tx, tx.get(Id<Finding>{id}));
  }
}

void register_ownership() {
  org::register_owned({.kind = Finding::table, .order = 40, .follows = "t.assessment <> 'meets'", .label = "'Iakttagelse ' || t.id", .title = "t.title",
                       .readers = identity::roles_with("finding.read"), .give = org::hand_over<Finding, store_moved>, .take_back = org::hand_back<Finding, store_moved>, .scope = Finding::scope});
}

void register_with_linter() {
  static bool const registered = [] {
    lint::add_source({"finding", [](Tx& tx) { return tx.value<std::int64_t>("select count(*) from finding").value_or(0); }, next_subjects});
    return true;
  }();
  (void)registered;
}

}  // namespace rimlig::finding
