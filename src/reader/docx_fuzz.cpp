#include "reader/docx.hpp"
#include "reader/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  auto const bytes = fuzz::archive({{"word/document.xml", fuzz::view(data, size)}});
  fuzz::refused_or_read([&](Sink& sink, Limits const& limits) {
    ZipMembers archive(bytes, limits);
    docx::parse(archive, sink, limits);
  });
  return 0;
}
