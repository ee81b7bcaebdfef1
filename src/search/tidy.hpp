// Keeps SQLite's word index in one piece. Each time something is stored, a small piece is added, and every question
// opens each word in every piece; merged once a day, a question over forty units costs a third.
#pragma once
#include "kernel/feature.hpp"

namespace rimlig::search {

/// Once a day, in steps short enough for others to write in between. Does nothing on PostgreSQL, which tidies by itself.
void tidy_index(kernel::Services const& services);

}  // namespace rimlig::search
