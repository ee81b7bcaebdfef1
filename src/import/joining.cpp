#include "import/joining.hpp"

#include <algorithm>
#include <array>

#include "import/text_tools.hpp"

namespace rimlig::import {

namespace {

using namespace std::string_view_literals;

bool is_consonant(char c) { return ("bcdfghjklmnpqrstvxz"sv).find(c) != std::string_view::npos; }

// No Swedish word begins like this: a doubled consonant, or a cluster that only closes a syllable.
bool impossible_beginning(std::string const& word) {
  if (word.size() < 2) return false;
  if (word[0] == word[1] && is_consonant(word[0])) return true;
  constexpr std::array closing = {"ng"sv, "nk"sv, "nd"sv, "nt"sv, "ns"sv, "mp"sv, "lt"sv, "ld"sv, "lk"sv, "rd"sv, "rt"sv,
                                  "rk"sv, "rs"sv, "rn"sv, "rl"sv, "rm"sv, "rg"sv, "ls"sv, "ks"sv, "ts"sv, "tn"sv, "dn"sv, "xt"sv, "pt"sv, "kt"sv, "ft"sv, "ck"sv, "gd"sv};
  return std::any_of(closing.begin(), closing.end(), [&](std::string_view cluster) { return starts_with(word, cluster); });
}

// Nor does one end like this: what opens a syllable cannot close a word.
bool impossible_ending(std::string const& word) {
  constexpr std::array opening = {"bl"sv, "br"sv, "dr"sv, "fl"sv, "fr"sv, "gl"sv, "gr"sv, "kl"sv, "kr"sv, "pl"sv, "pr"sv, "skr"sv, "spr"sv, "str"sv, "tr"sv, "vr"sv, "sl"sv, "sv"sv, "tv"sv, "kv"sv, "sj"sv};
  return word.size() > 2 && std::any_of(opening.begin(), opening.end(), [&](std::string_view cluster) { return ends_with(word, cluster); });
}

// Endings that are never words of their own; longest first is not needed, the whole word must match.
bool bound_ending(std::string const& word) {
  constexpr std::array endings = {"ning"sv, "ningen"sv, "ningar"sv, "ningarna"sv, "ningens"sv, "heten"sv, "heter"sv, "heterna"sv, "tion"sv, "tionen"sv, "tioner"sv, "tionerna"sv,
                                  "lighet"sv, "ligheten"sv, "ande"sv, "ende"sv, "arna"sv, "erna"sv, "orna"sv, "skapet"sv, "mässig"sv, "mässiga"sv, "mässigt"sv, "sionen"sv, "ioner"sv, "ionen"sv,
                                  "ering"sv, "eringen"sv, "eringar"sv, "ställning"sv, "aren"sv, "arens"sv, "cessen"sv, "ligen"sv, "liga"sv, "ligt"sv, "elsen"sv, "elser"sv, "elserna"sv, "ngen"sv, "ade"sv, "ats"sv, "ades"sv};
  return std::find(endings.begin(), endings.end(), word) != endings.end();
}

// After a hyphen these show that a common last part was left out: "avdelnings- respektive enhetschef".
bool shows_left_out_part(std::string const& word) {
  constexpr std::array words = {"och"sv, "eller"sv, "samt"sv, "respektive"sv, "resp"sv, "men"sv, "till"sv, "kontra"sv, "som"sv, "liksom"sv, "snarare"sv};
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Abbreviations ("ggr", "ssk") keep no rule of sound.
bool has_vowel(std::string const& word) { return word.find_first_of("aeiouy\xC3") != std::string::npos; }

// A small word before the break is whole: "en" + "liga" are two words.
bool is_small_word(std::string const& word) {
  constexpr std::array words = {"en"sv, "ett"sv, "den"sv, "det"sv, "de"sv, "och"sv, "att"sv, "i"sv, "på"sv, "av"sv, "för"sv, "till"sv, "med"sv, "som"sv, "är"sv, "om"sv, "vid"sv, "har"sv,
                                "ska"sv, "kan"sv, "inte"sv, "ej"sv, "eller"sv, "från"sv, "under"sv, "över"sv, "efter"sv, "hos"sv, "ur"sv, "var"sv, "samt"sv, "då"sv, "när"sv, "vi"sv, "man"sv, "alla"sv, "dessa"sv};
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool all_capitals(std::string_view token) {
  auto const small = std::any_of(token.begin(), token.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return !token.empty() && !small && starts_with_upper(token);
}

// The last run without blanks, without its hyphen: "HR", "2016-11", "avdelnings".
std::string_view token_before_hyphen(std::string_view first) {
  auto const body = first.substr(0, first.size() - 1);
  auto const blank = body.find_last_of(" \n\t/(");
  return blank == std::string_view::npos ? body : body.substr(blank + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Joined join_at_hyphen(std::string_view first, std::string_view next, Vocabulary const& vocabulary) {
  auto const with = [&](std::string_view between, bool keep) {
    return std::string(keep ? first : first.substr(0, first.size() - 1)) + std::string(between) + std::string(next);
  };
  auto const token = token_before_hyphen(first);
  // " - " is a dash with the line broken after it.
  if (token.empty() || ends_with(first, " -")) return {with(" ", true), JoinKind::space};
  if (shows_left_out_part(first_word(next))) return {with(" ", true), JoinKind::space};
  if (is_digit(next.front()) || is_digit(token.back())) return {with("", true), JoinKind::hyphen_kept};
  bool const abbreviation = all_capitals(token) || !starts_with_lower(next);
  if (abbreviation) return {with("", true), JoinKind::hyphen_kept};
  auto const left = last_word(first.substr(0, first.size() - 1)), right = first_word(next);
  // The hyphen may be the word's own when the layout broke at it ("e-tjänst", "kö-avgift").
  if (left.size() == 1 && !vocabulary.has(left + right)) return {with("", true), JoinKind::hyphen_kept};
  return {with("", false), JoinKind::hyphen_removed};
}

}  // namespace

void Vocabulary::add(std::string_view text) {
  for (auto& word : words_of(text)) words_.insert(std::move(word));
}

Joined join_halves(std::string_view first, std::string_view next, Vocabulary const& vocabulary) {
  first = trimmed(first);
  next = trimmed(next);
  if (first.empty() || next.empty()) return {std::string(first) + std::string(next), JoinKind::space};
  if (first.back() == '-') return join_at_hyphen(first, next, vocabulary);
  if (ends_with(first, "\u00AD")) return {std::string(first.substr(0, first.size() - 2)) + std::string(next), JoinKind::hyphen_removed};
  // A narrow cell may push even the full stop to the next line.
  if ((".,;:)!?"sv).find(next.front()) != std::string_view::npos && first.back() != ' ') return {std::string(first) + std::string(next), JoinKind::word};
  if (ends_with(first, "och/") && first_word(next) == "eller") return {std::string(first) + std::string(next), JoinKind::word};
  auto const left = last_word(first), right = first_word(next);
  if (!left.empty() && !right.empty() && starts_with_lower(next) && !is_small_word(left)) {
    bool const whole_elsewhere = vocabulary.has(left + right) && left.size() + right.size() > 6;
    if (whole_elsewhere || (has_vowel(right) && impossible_beginning(right)) || (has_vowel(left) && impossible_ending(left)) || bound_ending(right))
      return {std::string(first) + std::string(next), JoinKind::word};
  }
  return {std::string(first) + " " + std::string(next), JoinKind::space};
}

std::string join_lines(std::string_view text, Vocabulary const& vocabulary) {
  std::string out;
  bool paragraph = false;
  for (std::size_t at = 0; at <= text.size();) {
    auto const end = std::min(text.find('\n', at), text.size());
    auto const line = trimmed(text.substr(at, end - at));
    at = end + 1;
    if (line.empty()) {
      paragraph = !out.empty();
      continue;
    }
    if (out.empty()) out = line;
    else if (paragraph) out += "\n" + std::string(line);
    else out = join_halves(out, line, vocabulary).text;
    paragraph = false;
  }
  return out;
}

}  // namespace rimlig::import
