// Comma-separated text in any of its dialects, by RFC 4180 with the exceptions that real files need:
// any of ; , tab | as delimiter, all three line ends, a "sep=" line, ragged rows.
#pragma once
#include <string_view>

#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader::csv {

/// The delimiter that divides the first fifty rows most evenly; 0 when none occurs.
char guess_delimiter(std::string_view text);

/// True when nearly every one of the first fifty rows has the same number of fields, two or more.
bool is_even(std::string_view text, char delimiter);

/// `text` is UTF-8. Cells keep their text exactly as written (formula-like text is stored, not run).
void parse(std::string_view text, Sink& sink, Limits const& limits);

}  // namespace rimlig::reader::csv
