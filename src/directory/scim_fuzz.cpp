// What a directory sends to change a person or a group, from its JSON to the steps that are carried out.
#include <string_view>

#include "directory/scim.hpp"

extern "C" int LLVMFuzzerTestOneInput(unsigned char const* data, std::size_t size) {
  using namespace rimlig;
  try {
    kernel::JsonDocument const document(std::string_view(reinterpret_cast<char const*>(data), size));
    for (auto const& operation : directory::operations_of(document.root())) {
      directory::text_value(operation);
      if (operation.value) directory::truth_of(*operation.value);
    }
  } catch (kernel::Problem const&) {
  }
  return 0;
}
