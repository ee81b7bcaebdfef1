// Everything that is asked about a file that has been read: the doubts of the reading, and what the
// lint rules find in its content. Row 0 is the whole file.
#pragma once
#include <cstddef>

#include "import/narrative_reading.hpp"
#include "import/reading.hpp"

namespace rimlig::import {

struct RowQuestion {
  std::uint32_t row = 0;
  std::string rule;
  Severity severity = Severity::info;
  std::string field;  // as in the reading: "unwanted_event", "action"; of a finding "text", "actions/0", "review_result/0"
  std::string text, quote;
  std::size_t begin = 0, end = 0;  // byte offsets into the field; paragraphs of a finding's text are parted by a newline
  std::string suggestion;
};

/// `today` decides which statute is shown as the counterpart of one that no longer holds.
std::vector<RowQuestion> questions(Reading const& reading, std::string const& today);
std::vector<RowQuestion> questions(NarrativeReading const& reading, std::string const& today);

}  // namespace rimlig::import
