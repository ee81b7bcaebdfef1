#include "kernel/formula.hpp"

#include <array>

namespace rimlig::kernel {

bool reads_as_formula(std::string_view text) {
  using namespace std::literals;
  static constexpr std::array blanks{" "sv, "\t"sv, "\n"sv, "\r"sv, "\u00A0"sv, "'"sv};
  static constexpr std::array signs{"="sv, "+"sv, "-"sv, "@"sv, "|"sv, "%"sv, "＝"sv, "＋"sv, "－"sv, "＠"sv};
  for (bool skipped = true; skipped;) {
    skipped = false;
    for (auto const blank : blanks)
      if (text.starts_with(blank)) {
        text.remove_prefix(blank.size());
        skipped = true;
      }
  }
  for (auto const sign : signs)
    if (text.starts_with(sign)) return true;
  return false;
}

}  // namespace rimlig::kernel
