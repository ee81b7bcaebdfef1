// OpenDocument: spreadsheets (.ods) and text documents (.odt). Repeated empty rows and columns, of
// which an honest file can claim a million, are counted and never unrolled.
#pragma once
#include "reader/document.hpp"
#include "reader/limits.hpp"
#include "reader/zip_members.hpp"

namespace rimlig::reader::opendocument {

void parse(ZipMembers& archive, Format format, Sink& sink, Limits const& limits);

}  // namespace rimlig::reader::opendocument
