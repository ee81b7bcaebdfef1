// Web pages and what web systems call an Excel export: tables and running text, by gumbo, which mends
// broken markup as browsers do. Scripts and styles are dropped; nothing is fetched.
#pragma once
#include <string_view>

#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader::html {

bool looks_like_html(std::string_view bytes);

/// `bytes` as sent: the character set is chosen by mark, then meta element, then content.
void parse(std::string_view bytes, Sink& sink, Limits const& limits);

}  // namespace rimlig::reader::html
