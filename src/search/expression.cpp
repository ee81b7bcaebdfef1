#include "search/expression.hpp"

#include <algorithm>

#include "kernel/swedish.hpp"

namespace rimlig::search {

namespace {

using kernel::SwedishWord;

/// More words than this add cost but no precision.
constexpr std::size_t most_words = 12;
constexpr std::size_t excerpt_before = 60;
constexpr std::size_t excerpt_length = 160;

std::vector<SwedishWord> asked_words(std::string_view text) {
  auto words = kernel::swedish_words(text.substr(0, 2000));
  if (words.size() > most_words) words.resize(most_words);
  return words;
}

/// Numbers are meant as they stand: "ÅT-10" is not on its way to "ÅT-103".
bool has_digit(std::string_view word) {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::string token(Notation const& notation, std::string const& unit, std::string_view word, bool may_go_on = false) {
  std::string out(notation.open);
  out.append(unit).append("*").append(word).append(notation.close);
  if (may_go_on) out += notation.prefix;
  return out;
}

using Stems = std::optional<std::vector<std::string>>;

std::string last_word(Notation const& notation, std::string const& unit, SwedishWord const& word, Stems const& ahead) {
  if (has_digit(word.folded)) return token(notation, unit, word.stem);
  std::string out;
  auto const add = [&](std::string const& one) { out.append(out.empty() ? "(" : notation.any).append(one); };
  if (!ahead) add(token(notation, unit, word.folded, true));
  else for (auto const& stem : *ahead) add(token(notation, unit, stem));
  for (auto const& stem : kernel::stems_ahead(word.folded))
    if (!ahead || std::ranges::find(*ahead, stem) == ahead->end()) add(token(notation, unit, stem));
  return out.empty() ? token(notation, unit, word.stem) : out + ")";
}

std::string in_unit(Notation const& notation, std::string const& unit, std::vector<SwedishWord> const& words, Stems const& ahead) {
  std::string out = "(";
  for (std::size_t n = 0; n + 1 < words.size(); ++n) out.append(token(notation, unit, words[n].stem)).append(notation.all);
  return out + last_word(notation, unit, words.back(), ahead) + ")";
}

bool is_wanted(SwedishWord const& word, std::vector<SwedishWord> const& asked) {
  return std::ranges::any_of(asked, [&](SwedishWord const& one) {
    return one.stem == word.stem || (&one == &asked.back() && !has_digit(one.folded) && word.folded.starts_with(one.folded));
  });
}

std::size_t character_start(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return std::min(at, text.size());
}

}  // namespace

std::string half_written(std::string_view words) {
  auto const asked = asked_words(words);
  return asked.empty() || has_digit(asked.back().folded) ? std::string{} : asked.back().folded;
}

std::string expression(Notation const& notation, std::span<std::int64_t const> units, std::string_view words, Stems const& ahead) {
  auto const asked = asked_words(words);
  if (asked.empty()) return {};
  if (units.empty()) return in_unit(notation, "", asked, ahead);
  std::string out;
  for (auto const unit : units) {
    if (!out.empty()) out += notation.any;
    out += in_unit(notation, std::to_string(unit), asked, ahead);
  }
  return out;
}

std::string excerpt(std::string_view text, std::string_view words) {
  auto const asked = asked_words(words);
  std::size_t hit = 0;
  for (auto const& word : kernel::swedish_words(text)) {
    if (!is_wanted(word, asked)) continue;
    hit = word.begin;
    break;
  }
  auto begin = hit > excerpt_before ? hit - excerpt_before : 0;
  if (begin > 0) {
    // From the start of a word, so that nothing looks cut in two.
    auto const space = text.find_first_of(" \n", begin);
    begin = space != std::string_view::npos && space < hit ? space + 1 : character_start(text, begin);
  }
  auto end = character_start(text, std::min(text.size(), begin + excerpt_length));
  if (end < text.size()) {
    auto const space = text.find_last_of(" \n", end);
    if (space != std::string_view::npos && space > hit) end = space;
  }
  std::string out = begin > 0 ? "… " : "";
  for (char const c : text.substr(begin, end - begin)) out += c == '\n' ? ' ' : c;
  if (end < text.size()) out += " …";
  return out;
}

}  // namespace rimlig::search
