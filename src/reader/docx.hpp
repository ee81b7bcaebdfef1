// Word documents: paragraphs with their heading level, tables with merged cells, what was deleted under
// tracked changes left out.
#pragma once
#include "reader/document.hpp"
#include "reader/limits.hpp"
#include "reader/zip_members.hpp"

namespace rimlig::reader::docx {

void parse(ZipMembers& archive, Sink& sink, Limits const& limits);

}  // namespace rimlig::reader::docx
