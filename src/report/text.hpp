// Text on its way into a document: made safe for every format once, and figures said in Swedish.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::report {

/// Valid UTF-8 without control characters. CR LF, vertical tab, form feed and the Unicode line and
/// paragraph separators become line breaks; any other control or broken byte becomes U+FFFD.
std::string clean_text(std::string_view text);

/// Calls `visit(code point, its bytes)`; `text` must be clean.
void for_each_code_point(std::string_view text, std::function<void(char32_t, std::string_view)> const& visit);

/// At most `most` code points, the last one "…" when something was left out.
std::string shortened(std::string_view text, std::size_t most);

/// Without the marks that say where a word may be cut (U+00AD).
std::string without_soft_hyphens(std::string_view text);

std::size_t code_point_count(std::string_view text);

/// "93,5 %" with a no-break space, rounded half up, by whole numbers alone. `whole` must be above 0.
std::string percent(std::int64_t part, std::int64_t whole);

/// The text's lines, without the line breaks; an empty text is one empty line.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace rimlig::report
