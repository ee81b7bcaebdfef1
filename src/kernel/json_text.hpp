// JSON string escaping, apart from the parser so that any module can write JSON without it.
#pragma once
#include <string>
#include <string_view>

namespace rimlig::kernel {

/// Appends `text` (UTF-8) as a quoted JSON string.
void append_json_string(std::string& out, std::string_view text);
/// The same as a text of its own.
std::string json_quoted(std::string_view text);

}  // namespace rimlig::kernel
