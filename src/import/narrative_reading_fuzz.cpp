#include "import/narrative_reading.hpp"
#include "reader/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig;
  try {
    import::read_findings(reader::read(reader::fuzz::view(data, size), "a.txt", reader::fuzz::limits()));
  } catch (reader::Refusal const&) {
  }
  return 0;
}
