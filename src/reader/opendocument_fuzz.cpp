#include "reader/fuzz_support.hpp"
#include "reader/opendocument.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  if (size == 0) return 0;
  auto const bytes = fuzz::archive({{"content.xml", fuzz::view(data + 1, size - 1)}});
  fuzz::refused_or_read([&](Sink& sink, Limits const& limits) {
    ZipMembers archive(bytes, limits);
    opendocument::parse(archive, data[0] % 2 ? Format::ods : Format::odt, sink, limits);
  });
  return 0;
}
