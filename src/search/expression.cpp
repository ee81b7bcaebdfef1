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

using Stems = std::optional<std::vector<std::string>>;

/// What must be there, told once for all units: stemming costs more than writing the question down.
struct Wanted {
  struct Last {
    std::string text;
    bool may_go_on = false;
  };
  std::vector<std::string> stems;  // of every word but the last
  std::vector<Last> last;          // any of these
};

std::vector<Wanted::Last> last_word(SwedishWord const& word, Stems const& ahead) {
  if (has_digit(word.folded)) return {{word.stem, false}};
  std::vector<Wanted::Last> out;
  if (!ahead) out.push_back({word.folded, true});
  else for (auto const& stem : *ahead) out.push_back({stem, false});
  for (auto const& stem : kernel::stems_ahead(word.folded))
    if (!ahead || std::ranges::find(*ahead, stem) == ahead->end()) out.push_back({stem, false});
  if (out.empty()) out.push_back({word.stem, false});
  return out;
}

void add_token(std::string& out, Notation const& notation, std::string const& unit, std::string_view word, bool may_go_on = false) {
  out.append(notation.open).append(unit).append("*").append(word).append(notation.close);
  if (may_go_on) out += notation.prefix;
}

void add_unit(std::string& out, Notation const& notation, std::string const& unit, Wanted const& wanted) {
  out += "(";
  for (auto const& stem : wanted.stems) {
    add_token(out, notation, unit, stem);
    out += notation.all;
  }
  if (wanted.last.size() > 1) out += "(";
  for (std::size_t n = 0; n < wanted.last.size(); ++n) {
    if (n > 0) out += notation.any;
    add_token(out, notation, unit, wanted.last[n].text, wanted.last[n].may_go_on);
  }
  out += wanted.last.size() > 1 ? "))" : ")";
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
  Wanted wanted;
  for (std::size_t n = 0; n + 1 < asked.size(); ++n) wanted.stems.push_back(asked[n].stem);
  wanted.last = last_word(asked.back(), ahead);
  std::string out;
  if (units.empty()) add_unit(out, notation, "", wanted);
  for (auto const unit : units) {
    if (!out.empty()) out += notation.any;
    add_unit(out, notation, std::to_string(unit), wanted);
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
