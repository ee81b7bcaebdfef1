// Reading UTF-8 one character at a time, strictly: no overlong forms, no surrogates.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace rimlig::reader {

struct CodePoint {
  char32_t value = 0;
  std::uint8_t length = 0;  // 0 = the bytes at this place are not UTF-8
};

CodePoint decode_utf8(std::string_view text, std::size_t at);
void append_utf8(std::string& out, char32_t value);

/// Offset of the first byte that is not UTF-8, or npos.
std::size_t first_invalid_utf8(std::string_view text);

}  // namespace rimlig::reader
