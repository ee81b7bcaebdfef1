// Reads from a text how far the work has come: finished, going on, planned, not done. It judges the
// tense and wording of the sentences that speak about the work and leaves out what only describes a
// requirement ("dokumentation ska finnas") or a habit ("sker månadsvis").
#pragma once
#include <vector>

#include "lint/words.hpp"

namespace rimlig::lint {

enum class Progress {
  done,              // "har genomförts"
  ongoing,           // "pågår", "har påbörjats", "löper på enligt plan"
  planned,           // "kommer att genomföras", "genomförs i oktober"
  follow_up_planned, // "kommer att följas upp under 2019": the work may be done, the follow-up is not
  working_on,        // "arbetar med att": a soft sign
  not_done,          // "har inte genomfört"
};

struct ProgressMark {
  Progress progress = Progress::done;
  std::size_t first = 0, last = 0;  // tokens
};

/// `period_year` is the year that the text reports on (0 unknown): a named later year is the future.
std::vector<ProgressMark> progress_marks(Words const& words, int period_year = 0);

}  // namespace rimlig::lint
