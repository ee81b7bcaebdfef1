// Plain text as programs dump it: tables whose cells are parted by tabs, and lines of running text.
// Nothing is joined here; blank lines are kept, because page breaks and paragraphs are read from them.
#pragma once
#include <string_view>

#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader::text_dump {

/// Tabs in at least two lines and no quoted fields: a table dumped as text rather than CSV.
bool looks_like_dump(std::string_view text);

void parse(std::string_view text, Sink& sink, Limits const& limits);

}  // namespace rimlig::reader::text_dump
