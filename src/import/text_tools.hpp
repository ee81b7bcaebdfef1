// Small helpers on Swedish UTF-8 text for the import: folding for comparison, words, trimming.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::import {

std::string_view trimmed(std::string_view text);

/// Lower case, white space folded to one blank, invisible characters left out: for comparing only.
std::string folded(std::string_view text);

std::string lower(std::string_view text);
bool starts_with_lower(std::string_view text);  // a lower-case letter first
bool starts_with_upper(std::string_view text);
bool ends_with(std::string_view text, std::string_view end);
bool starts_with(std::string_view text, std::string_view begin);
bool contains(std::string_view text, std::string_view part);

/// The letters at the end or the beginning of a text, up to the first character that is no letter.
std::string last_word(std::string_view text);
std::string first_word(std::string_view text);
std::vector<std::string> words_of(std::string_view text);

/// Replaces every occurrence.
std::string replaced(std::string text, std::string_view what, std::string_view with);

}  // namespace rimlig::import
