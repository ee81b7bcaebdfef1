// The entry to the rules: give a subject, get the questions. Pure and thread-safe; linear in the text.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "lint/observation.hpp"
#include "lint/subject.hpp"

namespace rimlig::lint {

/// What a person may read about a rule.
struct RuleText {
  std::string_view id, title, explanation;
  Severity severity;
};
std::span<RuleText const> rule_texts();

/// One object by itself, as on save.
std::vector<Observation> check(Action const& action, Context const& context);
std::vector<Observation> check(Finding const& finding, Context const& context);
/// Everything together, with the rules that look across rows; as on import and on demand. What is
/// missing in most rows becomes one question about the set instead of one per row.
std::vector<Observation> check(Document const& document, Context const& context);
/// Only the rules that compare rows (L12, L13).
std::vector<Observation> check_across(Document const& document, Context const& context);

}  // namespace rimlig::lint
