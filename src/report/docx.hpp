// Reports as DOCX with real headings, styles, repeated header rows and alternative texts, written directly
// so that nothing is there that we did not put there and the same data gives the same bytes.
#pragma once
#include <string>

#include "report/blocks.hpp"

namespace rimlig::report {

std::string write_docx(Document const& document);

}  // namespace rimlig::report
