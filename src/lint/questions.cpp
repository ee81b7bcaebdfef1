#include "lint/questions.hpp"

#include <map>

#include "kernel/crypto.hpp"

namespace rimlig::lint {
namespace {

using kernel::DbValue;
using kernel::Tx;

struct Known {
  std::int64_t id = 0;
  QuestionState state = QuestionState::open;
  Origin origin = Origin::own;
  bool present = true;
  std::string text, title;
  std::int64_t begin = 0, unit_id = 0, scope_id = 0;
};

std::map<std::string, Known, std::less<>> known_questions(Tx& tx, ObjectRef const& object) {
  std::map<std::string, Known, std::less<>> known;
  tx.run("select fingerprint, id, state, origin, present, text, object_title, begin_at, unit_id, scope_id from lint_question where object_kind = $1 and object_id = $2",
         Tx::bind(object.kind, object.id), [&](kernel::Row const& row) {
           Known one;
           one.id = row.integer(1);
           one.state = *kernel::Codec<QuestionState>::from_name(row.text(2));
           one.origin = *kernel::Codec<Origin>::from_name(row.text(3));
           one.present = row.integer(4) != 0;
           one.text = row.text(5);
           one.title = row.text(6);
           one.begin = row.integer(7);
           one.unit_id = row.integer(8);
           one.scope_id = row.integer(9);
           known.emplace(row.text(0), std::move(one));
         });
  return known;
}

/// Questions are derived from an audited text, so asking writes no audit entry of its own; answers do.
void ask(Tx& tx, ObjectRef const& object, Origin origin, Observation const& one, std::string const& key) {
  tx.execute_derived(
      "insert into lint_question(id, version, rule, severity, object_kind, object_id, object_title, unit_id, field, text, quote, begin_at, end_at, suggestion, "
      "state, created_at, origin, fingerprint, present, scope_id) values ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open', $14, $15, $16, true, $17)",
      tx.next("id"), one.rule, one.severity, object.kind, object.id, object.title, object.unit_id, one.field, one.question, one.quote,
      static_cast<std::int64_t>(one.begin), static_cast<std::int64_t>(one.end), one.suggestion, tx.now(), origin, key, object.scope_id());
}

/// The text moved, the title or the unit changed, or the words of the question are better now.
void refresh(Tx& tx, ObjectRef const& object, Known const& was, Observation const& one) {
  bool const same = was.text == one.question && was.title == object.title && was.begin == static_cast<std::int64_t>(one.begin) &&
                    was.unit_id == object.unit_id && was.scope_id == object.scope_id() && was.present;
  if (same) return;
  tx.execute_derived(
      "update lint_question set text = $1, suggestion = $2, begin_at = $3, end_at = $4, object_title = $5, unit_id = $6, severity = $7, scope_id = $8, present = true where id = $9",
      one.question, one.suggestion, static_cast<std::int64_t>(one.begin), static_cast<std::int64_t>(one.end), object.title, object.unit_id, one.severity, object.scope_id(), was.id);
}

void set_state(Tx& tx, ObjectRef const& object, Known const& was, QuestionState state, bool present) {
  bool const closed = state != QuestionState::open;
  tx.execute("update lint_question set state = $1, present = $2, answer = null, answered_by = $3, answered_at = $4, version = version + 1 where id = $5",
             kernel::Audit{closed ? "fixed" : "reopened", "lint_question", was.id, object.scope_id(),
                           R"({"state":[")" + std::string(kernel::name_of(was.state)) + R"(",")" + std::string(kernel::name_of(state)) + "\"]}", {}},
             state, present, closed ? DbValue{tx.actor().name} : DbValue{}, closed ? DbValue{tx.now().text} : DbValue{}, was.id);
}

}  // namespace

std::string fingerprint(Observation const& one) {
  std::string all;
  for (auto const* part : {&one.rule, &one.field, &one.quote, &one.basis}) {
    all += *part;
    all += '\0';
  }
  return kernel::sha256_hex(all).substr(0, 24);
}

SyncResult sync(Tx& tx, ObjectRef const& object, Origin origin, std::vector<Observation> const& observations) {
  SyncResult result;
  auto known = known_questions(tx, object);
  std::map<std::string, bool, std::less<>> seen;
  for (auto const& one : observations) {
    auto const key = fingerprint(one);
    if (!seen.emplace(key, true).second) continue;  // the same words twice in one text are one question
    auto const found = known.find(key);
    if (found == known.end()) {
      ask(tx, object, origin, one, key);
      ++result.asked;
      ++result.open;
      continue;
    }
    auto const& was = found->second;
    if (was.origin != origin) continue;  // already asked on better grounds
    refresh(tx, object, was, one);
    // Corrected once, and now the very words are back: ask again. An explained text stays explained.
    if (was.state == QuestionState::fixed && !was.present) {
      set_state(tx, object, was, QuestionState::open, true);
      ++result.asked;
      ++result.open;
    } else if (was.state == QuestionState::open) {
      ++result.open;
    }
  }
  if (origin == Origin::import_) return result;
  for (auto const& [key, was] : known) {
    if (was.origin != origin || !was.present || seen.contains(key)) continue;
    if (was.state == QuestionState::open) {
      set_state(tx, object, was, QuestionState::fixed, false);
      ++result.closed;
    } else {
      tx.execute_derived("update lint_question set present = false where id = $1", was.id);
    }
  }
  return result;
}

void forget(Tx& tx, std::string_view object_kind, std::int64_t object_id) {
  tx.execute_derived("delete from lint_question where object_kind = $1 and object_id = $2", object_kind, object_id);
}

std::vector<Question> questions_of(Tx& tx, std::string_view object_kind, std::int64_t object_id) {
  return tx.select<Question>("select " + std::string(question_columns) +
                                 " from lint_question q where q.object_kind = $1 and q.object_id = $2 and " + tx.in_scope("q.scope_id") +
                                 " order by case q.state when 'open' then 0 else 1 end, q.severity_rank, q.id",
                             object_kind, object_id);
}

std::string open_questions_sql(std::string_view object_kind, std::string_view id_column) {
  return "(select count(*) from lint_question lq where lq.object_kind = '" + std::string(object_kind) + "' and lq.object_id = " + std::string(id_column) +
         " and lq.state = 'open')";
}

}  // namespace rimlig::lint
