#include "reader/encoding.hpp"
#include "reader/fuzz_support.hpp"
#include "reader/text_dump.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  fuzz::refused_or_read([&](Sink& sink, Limits const& limits) { text_dump::parse(decode(fuzz::view(data, size)).view, sink, limits); });
  return 0;
}
