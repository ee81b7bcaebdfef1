#include "lint/answer.hpp"

namespace rimlig::lint {

void check_answer(QuestionAnswer const& answer) {
  bool const wants_text = answer.state == QuestionState::explained || answer.state == QuestionState::not_relevant;
  if (wants_text && (!answer.answer || answer.answer->find_first_not_of(" \t\n") == std::string::npos))
    throw kernel::Problem::invalid("/answer", "required", answer.state == QuestionState::explained ? "Skriv en förklaring." : "Skriv varför frågan inte är relevant.");
}

void give_answer(kernel::Tx& tx, StoredQuestion& question, QuestionAnswer const& answer, kernel::Version expected) {
  bool const reopened = answer.state == QuestionState::open;
  question.state = answer.state;
  question.answer = reopened || !answer.answer || answer.answer->empty() ? std::nullopt : answer.answer;
  question.answered_by = reopened ? std::nullopt : std::optional(tx.actor().name);
  question.answered_at = reopened ? std::nullopt : std::optional(tx.now());
  tx.update(question, expected);
}

}  // namespace rimlig::lint
