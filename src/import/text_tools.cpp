#include "import/text_tools.hpp"

#include "reader/utf8.hpp"

namespace rimlig::import {

namespace {

using reader::append_utf8;
using reader::decode_utf8;

// The letters of Latin-1 and Latin Extended-A, which is what Swedish documents hold.
char32_t to_lower(char32_t value) {
  if (value >= 'A' && value <= 'Z') return value + 32;
  if (value >= 0xC0 && value <= 0xDE && value != 0xD7) return value + 32;
  if (value >= 0x100 && value <= 0x137 && value % 2 == 0) return value + 1;
  return value;
}

bool is_letter(char32_t value) {
  return (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') ||
         (value >= 0xC0 && value < 0x250 && value != 0xD7 && value != 0xF7);
}

bool is_invisible(char32_t value) {
  return value == 0xAD || (value >= 0x200B && value <= 0x200F) || (value >= 0x202A && value <= 0x202E) ||
         (value >= 0x2060 && value <= 0x2069) || value == 0xFEFF;
}

bool is_space(char32_t value) { return value == ' ' || (value >= 9 && value <= 13) || value == 0xA0 || value == 0x202F || value == 0x2009; }

std::size_t previous(std::string_view text, std::size_t at) {
  do --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80);
  return at;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  for (;;) {
    if (text.empty()) return text;
    auto const point = decode_utf8(text, 0);
    if (!is_space(point.value) || point.length == 0) break;
    text.remove_prefix(point.length);
  }
  for (;;) {
    if (text.empty()) return text;
    auto const at = previous(text, text.size());
    if (!is_space(decode_utf8(text, at).value)) break;
    text.remove_suffix(text.size() - at);
  }
  return text;
}

std::string folded(std::string_view text) {
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < text.size();) {
    auto const point = decode_utf8(text, at);
    at += point.length ? point.length : 1;
    if (is_invisible(point.value)) continue;
    if (is_space(point.value)) {
      blank = !out.empty();
      continue;
    }
    // A combining ring or dots after its letter is the same letter written in two characters.
    if (point.value == 0x30A && ends_with(out, "a")) {
      out.pop_back();
      append_utf8(out, 0xE5);
      continue;
    }
    if (point.value == 0x308 && (ends_with(out, "a") || ends_with(out, "o"))) {
      char32_t const letter = out.back() == 'a' ? 0xE4 : 0xF6;
      out.pop_back();
      append_utf8(out, letter);
      continue;
    }
    if (blank) out.push_back(' ');
    blank = false;
    append_utf8(out, to_lower(point.value));
  }
  return out;
}

std::string lower(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto const point = decode_utf8(text, at);
    at += point.length ? point.length : 1;
    append_utf8(out, to_lower(point.value));
  }
  return out;
}

bool starts_with_lower(std::string_view text) {
  auto const value = decode_utf8(text, 0).value;
  return is_letter(value) && to_lower(value) == value;
}

bool starts_with_upper(std::string_view text) {
  auto const value = decode_utf8(text, 0).value;
  return is_letter(value) && to_lower(value) != value;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}
bool starts_with(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }
bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string last_word(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0) {
    auto const at = previous(text, begin);
    if (!is_letter(decode_utf8(text, at).value)) break;
    begin = at;
  }
  return lower(text.substr(begin));
}

std::string first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size()) {
    auto const point = decode_utf8(text, end);
    if (point.length == 0 || !is_letter(point.value)) break;
    end += point.length;
  }
  return lower(text.substr(0, end));
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    auto word = first_word(text.substr(at));
    if (word.empty()) {
      auto const point = decode_utf8(text, at);
      at += point.length ? point.length : 1;
      continue;
    }
    // Lower and upper case have the same length in these alphabets, so the offset holds.
    at += word.size();
    out.push_back(std::move(word));
  }
  return out;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
  return text;
}

}  // namespace rimlig::import
