// The receiving side of the worker's pipe: the sender may have been taken over.
#include <stdexcept>

#include "reader/fuzz_support.hpp"
#include "reader/wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::reader;
  DocumentSink sink;
  wire::Reader reader(sink);
  try {
    reader.feed(fuzz::view(data, size / 2));
    reader.feed(fuzz::view(data + size / 2, size - size / 2));
  } catch (std::runtime_error const&) {
  }
  return 0;
}
