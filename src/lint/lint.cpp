#include "lint/lint.hpp"

#include "kernel/feature.hpp"
#include "lint/answer.hpp"
#include "lint/check.hpp"
#include "lint/groups.hpp"

namespace rimlig::lint {
namespace {

using namespace kernel;

struct QuestionQuery {
  std::optional<QuestionState> state;
  std::optional<Text<0, 10>> rule;
  std::optional<Severity> severity;
  std::optional<Id<org::Unit>> unit;
  std::optional<Text<0, 40>> object_kind;
  std::optional<std::int64_t> object_id;
  std::optional<std::int64_t> same_as;  // the same rule, field and words as the question with this id
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(QuestionQuery, (), (state, rule, severity, unit, object_kind, object_id, same_as, sort, after, limit))

struct LintRule {
  std::string id;
  std::string title;
  std::string explanation;
  Severity severity = Severity::info;
};
BOOST_DESCRIBE_STRUCT(LintRule, (), (id, title, explanation, severity))

struct LintCount {
  std::string rule;
  Severity severity = Severity::info;
  QuestionState state = QuestionState::open;
  Id<org::Unit> unit_id;
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(LintCount, (), (rule, severity, state, unit_id, count))

constexpr SortColumn sorts[] = {{"severity", "q.severity_rank", true}, {"created", "q.created_at"}, {"rule", "q.rule"},
                                {"object", "q.object_title collate sv"}, {"state", "q.state"}};
constexpr ListShape shape{question_columns, "lint_question q", "", "q.id", "q.scope_id", sorts};

Question one_question(Tx& tx, std::int64_t id) {
  auto found = tx.select_one<Question>("select " + std::string(question_columns) + " from lint_question q where q.id = $1 and " + tx.in_scope("q.scope_id"), id);
  if (!found) throw Problem::not_found("frågan");
  return std::move(*found);
}

Page<Question> list_questions(kernel::Context& context, Query<QuestionQuery> query) {
  Where where;
  // Written out, so that the index over the open ones can be used.
  if (query.state) where.add("q.state = '" + std::string(name_of(*query.state)) + "'");
  if (query.rule && !query.rule->empty()) where.add("q.rule = ?", *query.rule);
  if (query.severity) where.add("q.severity = ?", *query.severity);
  if (query.unit) where.add(org::within("q.unit_id", *query.unit));
  if (query.object_kind && !query.object_kind->empty()) where.add("q.object_kind = ?", *query.object_kind);
  if (query.object_id) where.add("q.object_id = ?", *query.object_id);
  if (query.same_as) {
    auto const same = one_question(context.tx, *query.same_as);
    where.add("q.rule = ? and q.severity = ? and q.field = ? and q.text = ?", same.rule, same.severity, same.field, same.text);
  }
  return list<Question>(context.tx, shape, where, {query.sort, query.after, query.limit});
}

Question get_question(kernel::Context& context, Id<StoredQuestion> id) { return one_question(context.tx, id.value); }

Question answer_question(kernel::Context& context, Id<StoredQuestion> id, QuestionAnswer const& answer, IfMatch match) {
  check_answer(answer);
  auto question = context.tx.get(id);
  give_answer(context.tx, question, answer, match.version);
  return one_question(context.tx, id.value);
}

Items<LintRule> list_rules(kernel::Context&) {
  Items<LintRule> rules;
  for (auto const& rule : rule_texts())
    rules.items.push_back({std::string(rule.id), std::string(rule.title), std::string(rule.explanation), rule.severity});
  return rules;
}

Items<LintCount> count_questions(kernel::Context& context) {
  return {context.tx.select<LintCount>("select q.rule as rule, q.severity as severity, q.state as state, q.unit_id as unit_id, count(*) as count from lint_question q where " +
                                       context.tx.in_scope("q.scope_id") + " group by q.rule, q.severity, q.state, q.unit_id order by q.rule, q.severity, q.state, q.unit_id")};
}

constexpr std::string_view run_job = "lint.run";

Accepted<Job> start_run(kernel::Context& context) {
  return {find_job(context, enqueue(context, run_job, "{}"))};
}

std::string run_as_job(JobContext& job) {
  return to_json(run(job.services, job.actor, [&](std::int64_t done, std::int64_t total) { job.progress(done, total, "Granskar uppgifter"); }));
}

void routes(Routes& routes) {
  routes.add(Method::get, "/api/lint/questions", "listQuestions", "lint.read", list_questions, "Frågor från granskningen");
  routes.add(Method::get, "/api/lint/questions/{id}", "getQuestion", "lint.read", get_question, "En fråga");
  routes.add(Method::post, "/api/lint/questions/{id}/answer", "answerQuestion", "lint.answer", answer_question, "Besvara en fråga");
  group_routes(routes);
  routes.add(Method::get, "/api/lint/counts", "countQuestions", "lint.read", count_questions, "Antal frågor per regel, läge och enhet");
  routes.add(Method::get, "/api/lint/rules", "listLintRules", "lint.read", list_rules, "Granskningens regler");
  routes.add(Method::post, "/api/lint/run", "runLint", "lint.run", start_run, "Granska allt på nytt");
}

void jobs(Jobs& jobs) { jobs.add(std::string(run_job), run_as_job); }

}  // namespace

Feature feature() { return {"lint", routes, jobs}; }

}  // namespace rimlig::lint
