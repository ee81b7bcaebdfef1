// What the words of a finding say about its bases, its figures and whether its requirement is met.
// Everything here is a suggestion that a person confirms.
#pragma once
#include <string>
#include <vector>

#include "import/narrative_reading.hpp"

namespace rimlig::import {

std::vector<std::string> bases_in(std::string_view text);
std::vector<NumberReading> numbers_in_text(std::string_view text);

struct AssessmentClue {
  std::string assessment = "not_assessed";
  bool ongoing = false;
  std::string quote;  // the words that decided
};
AssessmentClue assess(std::vector<std::string> const& review_result);

}  // namespace rimlig::import
