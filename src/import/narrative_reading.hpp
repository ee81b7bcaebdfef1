// Reads a follow-up written as running text: findings under headings, "Åtgärd", what the review showed.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "import/reading.hpp"
#include "reader/document.hpp"

namespace rimlig::import {

/// A figure in the text; a share is recomputed from part and whole when both are said.
struct NumberReading {
  std::string text;
  std::optional<double> value, of, low, high, stated_percent, computed_percent;
  std::string unit;  // "%", a unit of time, or "" for a count
  bool approximate = false;
  [[nodiscard]] bool agrees() const;
};

struct FindingRow {
  std::uint32_t seq = 0;
  std::vector<std::uint32_t> source_lines, source_pages;
  std::string source_text;
  std::string title;
  std::vector<std::string> text;           // paragraphs
  std::vector<std::string> actions;        // one action a paragraph or list item
  std::vector<std::string> review_result;  // paragraphs
  std::string assessment = "not_assessed";  // read from the result's words; a suggestion
  bool ongoing = false;                     // the result says only that the work goes on
  std::vector<std::string> bases;           // S0-4
  std::vector<NumberReading> numbers;
};

struct NarrativeReading {
  std::string title;
  std::optional<int> review_year, follow_up_year;
  std::vector<std::string> introduction;
  std::vector<std::string> bases;  // that the introduction names for the whole
  std::vector<FindingRow> findings;
  std::vector<Repair> repairs;
  std::vector<Doubt> doubts;
};

bool holds_findings(reader::Document const& document);

/// Throws reader::Refusal when the text has no finding with an action.
NarrativeReading read_findings(reader::Document const& document);

}  // namespace rimlig::import
