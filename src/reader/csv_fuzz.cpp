#include "reader/csv.hpp"
#include "reader/encoding.hpp"
#include "reader/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  fuzz::refused_or_read([&](Sink& sink, Limits const& limits) { csv::parse(decode(fuzz::view(data, size)).view, sink, limits); });
  return 0;
}
