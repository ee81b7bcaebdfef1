#include "lint/groups.hpp"

#include <map>

#include "identity/permissions.hpp"
#include "kernel/routes.hpp"
#include "lint/answer.hpp"

namespace rimlig::lint {
namespace {

using namespace kernel;

struct GroupQuery {
  std::optional<Text<0, 10>> rule;
  std::optional<Severity> severity;
  std::optional<Id<org::Unit>> unit;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(GroupQuery, (), (rule, severity, unit, after, limit))

/// One question and how many objects it is asked about, in the same words about the same field.
struct QuestionGroup {
  Question first;
  std::int64_t members = 0;
  std::int64_t answerable = 0;  // those that the reader may answer
};
BOOST_DESCRIBE_STRUCT(QuestionGroup, (), (first, members, answerable))

struct GroupKey {
  std::int64_t id = 0;
  std::int64_t members = 0;
  std::int64_t answerable = 0;
};
BOOST_DESCRIBE_STRUCT(GroupKey, (), (id, members, answerable))

// The gravest first, then what is asked most often.
constexpr SortColumn sorts[] = {{"gravity", "g.gravity", true}};

std::string groups_of_open(Tx& tx, std::optional<Id<org::Unit>> const& unit) {
  return "(select min(q.id) as id, q.rule as rule, q.severity as severity, count(*) as members, sum(case when " +
         tx.in_scope("q.scope_id", identity::roles_with("lint.answer")) +
         " then 1 else 0 end) as answerable, q.severity_rank * 1000000000 - count(*) as gravity from lint_question q where q.state = 'open' and " +
         tx.in_scope("q.scope_id") + (unit ? " and " + org::within("q.unit_id", *unit) : "") +
         " group by q.rule, q.severity, q.severity_rank, q.field, q.text) g";
}

std::map<std::int64_t, Question> questions_by_id(Tx& tx, std::vector<GroupKey> const& keys) {
  std::map<std::int64_t, Question> found;
  if (keys.empty()) return found;
  std::string ids;
  for (auto const& key : keys) ids += (ids.empty() ? "" : ", ") + std::to_string(key.id);
  for (auto& question : tx.select<Question>("select " + std::string(question_columns) + " from lint_question q where q.id in (" + ids + ") and " + tx.in_scope("q.scope_id")))
    found.emplace(question.id.value, std::move(question));
  return found;
}

Page<QuestionGroup> list_groups(kernel::Context& context, Query<GroupQuery> query) {
  auto& tx = context.tx;
  auto const from = groups_of_open(tx, query.unit);
  ListShape const shape{"g.id as id, g.members as members, g.answerable as answerable", from, "", "g.id", "", sorts};
  Where where;
  if (query.rule && !query.rule->empty()) where.add("g.rule = ?", *query.rule);
  if (query.severity) where.add("g.severity = ?", *query.severity);
  auto const keys = list<GroupKey>(tx, shape, where, {std::nullopt, query.after, query.limit});
  auto questions = questions_by_id(tx, keys.items);
  Page<QuestionGroup> page{{}, keys.next, keys.total, keys.total_capped};
  for (auto const& key : keys.items)
    if (auto const found = questions.find(key.id); found != questions.end()) page.items.push_back({std::move(found->second), key.members, key.answerable});
  return page;
}

struct GroupAnswer {
  QuestionState state = QuestionState::fixed;
  std::optional<Text<0, 2000>> answer;
  Range<1, 1'000'000> count;  // as many as the person saw
  std::optional<Id<org::Unit>> unit_id;  // only those at this unit or below
};
BOOST_DESCRIBE_STRUCT(GroupAnswer, (), (state, answer, count, unit_id))

struct GroupAnswered {
  std::int64_t answered = 0;
  std::int64_t left = 0;  // of a group too large for one transaction
};
BOOST_DESCRIBE_STRUCT(GroupAnswered, (), (answered, left))

constexpr std::size_t most_at_once = 1'000;  // other writers wait meanwhile

/// Answers every open question that is the same as this one, each with its own entry in the log.
GroupAnswered answer_group(kernel::Context& context, Id<StoredQuestion> id, GroupAnswer const& body) {
  auto& tx = context.tx;
  auto const one = tx.get(id);
  if (body.state == QuestionState::open) throw Problem::invalid("/state", "unknown_value", "Svara rättat, förklarat eller inte relevant.");
  QuestionAnswer const answer{body.state, body.answer};
  check_answer(answer);
  auto questions = tx.select<StoredQuestion>(
      "select id, version, rule, severity, object_kind, object_id, object_title, unit_id, field, text, quote, begin_at, end_at, suggestion, state, answer, "
      "answered_by, answered_at, created_at, origin, fingerprint, present, scope_id from lint_question q "
      "where q.state = 'open' and q.rule = $1 and q.severity = $2 and q.field = $3 and q.text = $4 and " +
          tx.in_scope("q.scope_id") + (body.unit_id ? " and " + org::within("q.unit_id", *body.unit_id) : "") + " order by q.id",
      one.rule, one.severity, one.field, one.text);
  auto const now = static_cast<std::int64_t>(questions.size());
  if (now != body.count.value)
    throw Problem::conflict("group_changed", "Frågorna har ändrats sedan du såg dem: nu är det " + std::to_string(now) + ". Titta igenom dem och svara igen.");
  if (questions.size() > most_at_once) questions.resize(most_at_once);
  for (auto& question : questions) give_answer(tx, question, answer, question.version);
  auto const answered = static_cast<std::int64_t>(questions.size());
  return {answered, now - answered};
}

}  // namespace

void group_routes(Routes& routes) {
  routes.add(Method::get, "/api/lint/question-groups", "listQuestionGroups", "lint.read", list_groups, "Öppna frågor, lika frågor för sig");
  routes.add(Method::post, "/api/lint/question-groups/{id}/answer", "answerQuestionGroup", "lint.answer", answer_group, "Besvara alla lika frågor på en gång");
}

}  // namespace rimlig::lint
