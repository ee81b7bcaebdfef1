// Words of Swedish text as a search sees them: letter case and accents folded while å, ä and ö stay
// letters of their own, and each word cut to its stem, so that "utredning" meets "utredningarna".
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::kernel {

struct SwedishWord {
  std::string folded;  // "utredningarna"
  std::string stem;    // "utredning"
  std::size_t begin = 0, end = 0;  // bytes of the word in the text
};

/// Runs of letters and digits, in order. A number that follows a word after a hyphen is one word
/// with it: "ÅT-103" is "åt103". Broken UTF-8 is skipped.
std::vector<SwedishWord> swedish_words(std::string_view text);

/// "CAFÉ" is "cafe", "Ångström" is "ångström". Composed and decomposed letters become the same.
std::string fold_swedish(std::string_view word);
std::string stem_swedish(std::string_view folded_word);

/// The stems that a half-written word may be on its way to: "utredningarn" gives "utredning".
std::vector<std::string> stems_ahead(std::string_view folded_word);

}  // namespace rimlig::kernel
