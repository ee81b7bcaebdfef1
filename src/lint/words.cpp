#include "lint/words.hpp"

#include <algorithm>
#include <array>

namespace rimlig::lint {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

/// Length in bytes of the letter at this place, 0 when there is none. Two-byte Latin letters are
/// letters; longer sequences (icons, dashes, quotes) are marks.
std::size_t letter_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  if (is_ascii_letter(text[at])) return 1;
  auto const lead = byte_at(text, at);
  if (lead < 0xC3 || lead > 0xCA || at + 1 >= text.size()) return 0;
  auto const next = byte_at(text, at + 1);
  if (next < 0x80 || next > 0xBF) return 0;
  if (lead == 0xC3 && (next == 0x97 || next == 0xB7)) return 0;  // × ÷
  return 2;
}

bool is_upper(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  if (text[at] >= 'A' && text[at] <= 'Z') return true;
  return byte_at(text, at) == 0xC3 && at + 1 < text.size() && byte_at(text, at + 1) >= 0x80 &&
         byte_at(text, at + 1) <= 0x9E;
}

std::size_t mark_length(std::string_view text, std::size_t at) {
  auto const lead = byte_at(text, at);
  std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size() - at);
}

bool is_space(std::string_view text, std::size_t at) {
  return text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n';
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    if (auto const length = letter_length(text, at); length > 0) at += length;
    else if (is_digit(text[at])) ++at;
    // "t.ex", "fr.o.m": a full stop between letters belongs to the word.
    else if (text[at] == '.' && letter_length(text, at + 1) > 0 && !is_upper(text, at + 1)) ++at;
    else break;
  }
  return at;
}

std::size_t number_end(std::string_view text, std::size_t const begin) {
  auto at = begin;
  while (at < text.size() && is_digit(text[at])) ++at;
  auto const three_digits = [&](std::size_t from) {
    return from + 3 <= text.size() && is_digit(text[from]) && is_digit(text[from + 1]) && is_digit(text[from + 2]) &&
           (from + 3 == text.size() || !is_digit(text[from + 3]));
  };
  for (;;) {  // thousands: "15 000", with a plain or a hard space
    if (at < text.size() && text[at] == ' ' && at - begin <= 3 && three_digits(at + 1)) at += 4;
    else if (at + 1 < text.size() && byte_at(text, at) == 0xC2 && byte_at(text, at + 1) == 0xA0 && three_digits(at + 2)) at += 5;
    else break;
  }
  if (at + 1 < text.size() && (text[at] == ',' || text[at] == '.') && is_digit(text[at + 1])) {
    ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
  }
  return at;
}

/// Words that end with a full stop without ending the sentence, even before a capital letter.
bool is_abbreviation(std::string_view word) {
  static constexpr std::array<std::string_view, 28> known{
      "kap", "t.ex", "bl.a", "fr.o.m", "t.o.m", "ev", "nr", "ca", "dnr", "s.k", "inkl", "exkl", "resp", "d.v.s",
      "dvs", "jfr", "kl", "tel", "st", "m.fl", "p.g.a", "pga", "f.d", "ang", "avd", "mom", "prop", "bil"};
  return std::find(known.begin(), known.end(), word) != known.end();
}

}  // namespace

std::string lower(std::string_view text) {
  std::string out(text);
  for (std::size_t at = 0; at < out.size(); ++at) {
    if (out[at] >= 'A' && out[at] <= 'Z') out[at] = static_cast<char>(out[at] + 32);
    else if (static_cast<unsigned char>(out[at]) == 0xC3 && at + 1 < out.size()) {
      auto const next = static_cast<unsigned char>(out[at + 1]);
      if (next >= 0x80 && next <= 0x9E && next != 0x97) out[at + 1] = static_cast<char>(next + 0x20);
      ++at;
    }
  }
  return out;
}

std::string capitalised(std::string_view text) {
  std::string out(text);
  if (out.empty()) return out;
  if (out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  else if (static_cast<unsigned char>(out[0]) == 0xC3 && out.size() > 1 && static_cast<unsigned char>(out[1]) >= 0xA0)
    out[1] = static_cast<char>(out[1] - 0x20);
  return out;
}

std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Words::Words(std::string_view text) : text_(text), lower_(lower(text)) {
  std::uint32_t sentence = 0, clause = 0;
  bool ended = false;  // a sentence end was seen; the next token decides whether it holds
  tokens_.reserve(text.size() / 6 + 1);
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text, at)) {
      if (text[at] == '\n' && !tokens_.empty()) ended = true;
      ++at;
      continue;
    }
    Token token;
    token.begin = static_cast<std::uint32_t>(at);
    token.capital = is_upper(text, at);
    if (is_digit(text[at])) {
      token.kind = TokenKind::number;
      at = number_end(text, at);
      if (letter_length(text, at) > 0) {  // "1a", "2nd": a word that begins with a digit
        token.kind = TokenKind::word;
        at = word_end(text, at);
      }
    } else if (letter_length(text, at) > 0) {
      token.kind = TokenKind::word;
      at = word_end(text, at);
    } else {
      at += mark_length(text, at);
    }
    token.end = static_cast<std::uint32_t>(at);
    auto const spelled = text.substr(token.begin, token.end - token.begin);
    if (ended && token.kind != TokenKind::mark) {
      bool const continues = token.kind == TokenKind::word && !token.capital && tokens_.back().kind == TokenKind::mark;
      if (!continues) { ++sentence; ++clause; }
      ended = false;
    }
    token.sentence = sentence;
    token.clause = clause;
    if (token.kind == TokenKind::mark) {
      if (spelled == "." || spelled == "!" || spelled == "?") {
        bool const short_form = spelled == "." && !tokens_.empty() && is_abbreviation((*this)[tokens_.size() - 1]);
        ended = !short_form && !tokens_.empty();
      } else if (spelled == "," || spelled == ";" || spelled == ":" || spelled == "(" || spelled == ")" ||
                 spelled == "–" || (spelled == "-" && token.begin > 0 && text[token.begin - 1] == ' ')) {
        ++clause;
      }
    }
    tokens_.push_back(token);
  }
}

std::pair<std::size_t, std::size_t> Words::sentence_of(std::size_t index) const {
  auto first = index, last = index + 1;
  while (first > 0 && tokens_[first - 1].sentence == tokens_[index].sentence) --first;
  while (last < size() && tokens_[last].sentence == tokens_[index].sentence) ++last;
  return {first, last};
}

std::pair<std::size_t, std::size_t> Words::clause_of(std::size_t index) const {
  auto first = index, last = index + 1;
  while (first > 0 && tokens_[first - 1].clause == tokens_[index].clause) --first;
  while (last < size() && tokens_[last].clause == tokens_[index].clause) ++last;
  return {first, last};
}

}  // namespace rimlig::lint
