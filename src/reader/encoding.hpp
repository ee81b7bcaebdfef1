// From bytes to UTF-8. An own rule (byte order mark, strict UTF-8, then which single-byte table gives
// the most å, ä and ö) decides better on short Swedish files than a general guesser does.
#pragma once
#include <string>
#include <string_view>

namespace rimlig::reader {

struct Decoded {
  std::string text;      // UTF-8 without byte order mark; empty when `view` points into the input
  std::string_view view; // the text, in `text` or in the input itself
  std::string encoding;  // "UTF-8", "UTF-16LE", "windows-1252", "CP437", "macintosh", ...
  bool sure = true;      // false: no å, ä or ö voted for the chosen single-byte table
};

/// Throws Refusal when the bytes are valid in no encoding, with line and offset of the first bad one.
Decoded decode(std::string_view bytes);

/// UTF-8 text that was read as Windows-1252 and saved again ("Ã…sa"); returns the repaired text,
/// or an empty string when the text shows no sign of it.
std::string repair_double_encoding(std::string_view text);

}  // namespace rimlig::reader
