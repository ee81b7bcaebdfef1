// Which texts a spreadsheet would compute instead of show. What is exported gets an apostrophe before them, and
// what is imported loses it again, so that a text comes back as it was.
#pragma once
#include <string_view>

namespace rimlig::kernel {

/// Begins as a formula, perhaps behind blanks, line breaks or apostrophes of its own.
bool reads_as_formula(std::string_view text);

}  // namespace rimlig::kernel
