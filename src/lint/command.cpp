#include "lint/command.hpp"

#include "kernel/routes.hpp"
#include "lint/lint.hpp"

namespace rimlig::lint {

struct OpenRule {
  std::string rule;
  Severity severity = Severity::info;
  std::int64_t open = 0;
};
BOOST_DESCRIBE_STRUCT(OpenRule, (), (rule, severity, open))

struct LintReport {
  RunResult run;
  std::vector<OpenRule> rules;
  std::vector<Question> questions;  // open ones, the gravest first
  bool questions_cut = false;       // there are more than are shown
};
BOOST_DESCRIBE_STRUCT(LintReport, (), (run, rules, questions, questions_cut))

namespace {

constexpr std::int64_t most_shown = 1000;

LintReport report(kernel::Tx& tx, RunResult const& run) {
  LintReport report{run, {}, {}, false};
  report.rules = tx.select<OpenRule>(
      "select rule, severity, count(*) as open from lint_question where state = 'open' group by rule, severity order by min(severity_rank), rule, severity");
  report.questions = tx.select<Question>("select " + std::string(question_columns) + " from lint_question q where q.state = 'open' order by q.severity_rank, q.unit_id, q.object_id, q.id limit $1",
                                         most_shown + 1);
  report.questions_cut = static_cast<std::int64_t>(report.questions.size()) > most_shown;
  if (report.questions_cut) report.questions.pop_back();
  return report;
}

std::string_view swedish(Severity severity) {
  switch (severity) {
    case Severity::info: return "upplysning";
    case Severity::warning: return "varning";
    case Severity::error: return "fel";
  }
  return {};
}

std::string for_person(LintReport const& report) {
  std::string text = std::to_string(report.run.objects) + " objekt granskade: " + std::to_string(report.run.asked) + " nya frågor, " +
                     std::to_string(report.run.closed) + " rättade sedan sist, " + std::to_string(report.run.open) + " öppna.";
  for (auto const& rule : report.rules) text += "\n  " + rule.rule + "  " + std::string(swedish(rule.severity)) + ": " + std::to_string(rule.open);
  for (auto const& question : report.questions)
    if (question.severity == Severity::error) text += "\n\n" + question.object_title + " (" + question.rule + ")\n  " + question.text + (question.suggestion.empty() ? "" : "\n  Förslag: " + question.suggestion);
  return text;
}

}  // namespace

CommandOutcome lint_everything(kernel::Services const& services, kernel::Actor const& actor, bool json) {
  auto const result = run(services, actor, {});
  auto connection = services.database.lease();
  kernel::Tx tx(*connection, actor, services.clock, kernel::TxMode::read);
  auto const all = report(tx, result);
  tx.commit();
  return {json ? kernel::to_json(all) : for_person(all), result.open_errors == 0 ? 0 : 3};
}

}  // namespace rimlig::lint
