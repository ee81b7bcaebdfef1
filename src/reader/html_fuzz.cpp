#include "reader/fuzz_support.hpp"
#include "reader/html.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  fuzz::refused_or_read([&](Sink& sink, Limits const& limits) { html::parse(fuzz::view(data, size), sink, limits); });
  return 0;
}
