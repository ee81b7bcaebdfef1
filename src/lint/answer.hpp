// What a person answers a question with, and what each answer asks for; the same for one and for many.
#pragma once
#include "lint/questions.hpp"

namespace rimlig::lint {

struct QuestionAnswer {
  QuestionState state = QuestionState::fixed;
  std::optional<kernel::Text<0, 2000>> answer;
};
BOOST_DESCRIBE_STRUCT(QuestionAnswer, (), (state, answer))

/// Problem 422 when the answer lacks the words that it needs.
void check_answer(QuestionAnswer const& answer);
/// Lays a checked answer over the question and stores it. Problem 412 when `expected` is not its version.
void give_answer(kernel::Tx& tx, StoredQuestion& question, QuestionAnswer const& answer, kernel::Version expected);

}  // namespace rimlig::lint
