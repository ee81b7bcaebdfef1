// Whether a JSON text says one thing twice: of two members with one name the library keeps the last, and
// another program on the way may have judged by the first.
#pragma once
#include <string_view>

namespace rimlig::kernel {

/// `value` is the boost::json::value that `text` was read into.
bool repeats_a_key(void const* value, std::string_view text);

}  // namespace rimlig::kernel
