// Spellings that Swedish follow-ups are often found with, and what is likely meant. Hints only.
#pragma once
#include <span>
#include <string_view>

namespace rimlig::lint::data {

struct Spelling {
  std::string_view written;  // phrase pattern: "viste", "succesiv*", "samband de"
  std::string_view meant;    // for a word part, the part: "successiv"
};

std::span<Spelling const> spellings();

}  // namespace rimlig::lint::data
