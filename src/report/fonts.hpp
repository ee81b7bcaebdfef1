// Which characters the PDF's fonts can draw. A character that none of them has would be an empty box on
// paper and nothing at all to a screen reader, so it is written out in words instead and reported.
#pragma once
#include <string>
#include <vector>

#include "report/blocks.hpp"

namespace rimlig::report {

/// The files of the font chain that exist here, the main one first.
std::vector<std::string> font_files();

/// Swedish names of what must be installed; empty when the main font is here.
std::string missing_fonts();

/// Writes out every character that no font has, and returns those characters, each once.
std::vector<std::string> replace_undrawable(Document& document);

}  // namespace rimlig::report
