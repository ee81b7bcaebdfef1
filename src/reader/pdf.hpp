// PDF: words with their places from poppler, drawn lines from qpdf. Cells are found by the lines that a
// table is drawn with, else by where its headings stand; a page without a table is running text.
#pragma once
#include <string_view>

#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader::pdf {

void parse(std::string_view bytes, Sink& sink, Limits const& limits);

}  // namespace rimlig::reader::pdf
