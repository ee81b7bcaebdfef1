// Reports for tests: one of ordinary size and one of everything that can go wrong in a text.
#pragma once
#include <string>

#include "report/blocks.hpp"
#include "report/snapshot.hpp"

namespace rimlig::report {

/// `count` actions over four units, with late ones, reasons and open questions.
FollowUpSnapshot sample_snapshot(int count);

/// Markup, template syntax, control characters, right-to-left text, emoji, a title of 300 characters, a very
/// long word and a row higher than a page.
Document hostile_document();

}  // namespace rimlig::report
