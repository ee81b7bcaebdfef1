#include "lint/numbers.hpp"

#include <array>

namespace rimlig::lint {
namespace {

struct NumberWord { std::string_view word; int value; };
constexpr std::array<NumberWord, 20> small{{{"noll", 0}, {"två", 2}, {"tre", 3}, {"fyra", 4}, {"fem", 5},
  {"sex", 6}, {"sju", 7}, {"åtta", 8}, {"nio", 9}, {"tio", 10}, {"elva", 11}, {"tolv", 12}, {"tretton", 13},
  {"fjorton", 14}, {"femton", 15}, {"sexton", 16}, {"sjutton", 17}, {"arton", 18}, {"nitton", 19}, {"tu", 2}}};
constexpr std::array<NumberWord, 8> tens{{{"tjugo", 20}, {"trettio", 30}, {"fyrtio", 40}, {"femtio", 50},
  {"sextio", 60}, {"sjuttio", 70}, {"åttio", 80}, {"nittio", 90}}};

std::optional<std::int64_t> below_hundred(std::string_view word) {
  if (word.empty()) return 0;
  if (word == "en" || word == "ett") return 1;
  for (auto const& [name, value] : small)
    if (word == name) return value;
  for (auto const& [name, value] : tens) {
    if (!word.starts_with(name)) continue;
    auto const rest = word.substr(name.size());
    if (rest.empty()) return value;
    if (rest == "en" || rest == "ett") return value + 1;
    for (auto const& [unit, add] : small)
      if (rest == unit && add > 0 && add < 10) return value + add;
  }
  return std::nullopt;
}

std::int64_t power_of_ten(int exponent) {
  std::int64_t value = 1;
  while (exponent-- > 0) value *= 10;
  return value;
}

}  // namespace

std::optional<Decimal> read_digits(std::string_view text) {
  Decimal number;
  bool decimals = false, any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char const c = text[at];
    if (c >= '0' && c <= '9') {
      if (number.digits > 99'999'999'999) return std::nullopt;
      number.digits = number.digits * 10 + (c - '0');
      if (decimals) ++number.decimals;
      any = true;
    } else if ((c == ',' || c == '.') && !decimals && any) {
      decimals = true;
    } else if (c != ' ' && c != '\xC2' && c != '\xA0') {
      return std::nullopt;
    }
  }
  if (!any || number.decimals > 4) return std::nullopt;
  return number;
}

std::optional<std::int64_t> read_number_word(std::string_view word, bool articles) {
  if (word == "en" || word == "ett") return articles ? std::optional<std::int64_t>(1) : std::nullopt;
  if (word.size() < 3) return std::nullopt;
  if (auto const at = word.find("hundra"); at != std::string_view::npos) {
    auto const before = at == 0 ? std::optional<std::int64_t>(1) : below_hundred(word.substr(0, at));
    auto const after = below_hundred(word.substr(at + 6));
    if (before && after && *before > 0 && *before < 10) return *before * 100 + *after;
    return std::nullopt;
  }
  return below_hundred(word);
}

std::optional<std::int64_t> whole_number(Words const& words, std::size_t token, bool articles) {
  if (token >= words.size()) return std::nullopt;
  if (words.at(token).kind == TokenKind::word) return read_number_word(words[token], articles);
  if (words.at(token).kind != TokenKind::number) return std::nullopt;
  auto const number = read_digits(words[token]);
  if (!number || !number->whole()) return std::nullopt;
  return number->digits;
}

std::string percent_text(std::int64_t part, std::int64_t whole, int decimals) {
  auto const scale = power_of_ten(decimals);
  auto const rounded = (2 * part * 100 * scale + whole) / (2 * whole);
  std::string text = std::to_string(rounded / scale);
  if (decimals > 0) {
    auto fraction = std::to_string(rounded % scale);
    text += ',' + std::string(static_cast<std::size_t>(decimals) - fraction.size(), '0') + fraction;
  }
  return text + " %";
}

bool percent_fits(std::int64_t part, std::int64_t whole, Decimal stated) {
  // |part·100/whole − digits/scale| ≤ 1/(2·scale), in whole numbers
  auto const scale = power_of_ten(stated.decimals);
  auto const difference = part * 100 * scale - stated.digits * whole;
  return 2 * (difference < 0 ? -difference : difference) <= whole;
}

std::optional<std::int64_t> part_that_fits(std::int64_t whole, Decimal stated) {
  auto const scale = power_of_ten(stated.decimals);
  auto const nearest = (2 * stated.digits * whole + 100 * scale) / (2 * 100 * scale);
  if (percent_fits(nearest, whole, stated)) return nearest;
  return std::nullopt;
}

}  // namespace rimlig::lint
