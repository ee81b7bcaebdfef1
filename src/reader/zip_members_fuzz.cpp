// Any bytes as an archive, through the same door as an upload.
#include "reader/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  auto const bytes = "PK\x03\x04" + std::string(fuzz::view(data, size));
  fuzz::refused_or_read([&](Sink& sink, Limits const& limits) { read(bytes, "a.xlsx", sink, limits); });
  return 0;
}
