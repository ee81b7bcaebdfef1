#include "reader/pdf.hpp"

namespace rimlig::reader::pdf {

void parse(std::string_view, Sink&, Limits const&) {
  throw Refusal("pdf", "PDF kan inte läsas in av den här versionen. Ladda upp tabellen som Excel, Word, OpenDocument, HTML eller CSV.");
}

}  // namespace rimlig::reader::pdf
