// Reads numbers in Swedish text: digits with decimal comma and thousands, and number words up to 999.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lint/words.hpp"

namespace rimlig::lint {

/// A decimal number without floating point: 58,9 is {589, 1}.
struct Decimal {
  std::int64_t digits = 0;
  int decimals = 0;
  [[nodiscard]] bool whole() const { return decimals == 0; }
};

std::optional<Decimal> read_digits(std::string_view text);
/// "åtta" → 8, "tjugotre" → 23. "en" and "ett" are read only when asked for: they are mostly articles.
std::optional<std::int64_t> read_number_word(std::string_view lower_case, bool articles = false);
/// A whole number, in digits or words, at this token.
std::optional<std::int64_t> whole_number(Words const& words, std::size_t token, bool articles = false);

/// part/whole in percent, rounded half up to the given decimals, as Swedish text: "28,8 %".
std::string percent_text(std::int64_t part, std::int64_t whole, int decimals);
/// Whether the stated percent is a rounding of part/whole.
bool percent_fits(std::int64_t part, std::int64_t whole, Decimal stated);
/// The whole number whose share of `whole` rounds to the stated percent, when there is one.
std::optional<std::int64_t> part_that_fits(std::int64_t whole, Decimal stated);

}  // namespace rimlig::lint
