#include "kernel/swedish.hpp"

#include <libstemmer.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace rimlig::kernel {

namespace {

/// Longer words are cut: no Swedish word needs more, and no index takes any length.
constexpr std::size_t longest_word = 120;

struct StemmerDeleter {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

sb_stemmer* stemmer() {
  // A stemmer has a buffer of its own, so each thread has one.
  thread_local std::unique_ptr<sb_stemmer, StemmerDeleter> const own(sb_stemmer_new("swedish", "UTF_8"));
  if (!own) throw std::runtime_error("libstemmer has no Swedish");
  return own.get();
}

icu::Normalizer2 const& casefold() {
  UErrorCode status = U_ZERO_ERROR;
  static auto const* const form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (!form) throw std::runtime_error("ICU has no case folding");
  return *form;
}

icu::Normalizer2 const& decomposed() {
  UErrorCode status = U_ZERO_ERROR;
  static auto const* const form = icu::Normalizer2::getNFDInstance(status);
  if (!form) throw std::runtime_error("ICU has no decomposition");
  return *form;
}

bool is_ascii(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool part_of_word(UChar32 c, bool inside) { return u_isalnum(c) || (inside && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0); }

std::string cut(std::string folded) {
  if (folded.size() <= longest_word) return folded;
  std::size_t end = longest_word;
  while (end > 0 && (static_cast<unsigned char>(folded[end]) & 0xC0) == 0x80) --end;
  folded.resize(end);
  return folded;
}

bool only(std::string_view text, bool digits) {
  return std::ranges::all_of(text, [&](char c) { return (c >= '0' && c <= '9') == digits; });
}

}  // namespace

std::string fold_swedish(std::string_view word) {
  if (is_ascii(word)) {
    std::string out(word);
    for (char& c : out)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return cut(std::move(out));
  }
  UErrorCode status = U_ZERO_ERROR;
  auto const folded = casefold().normalize(icu::UnicodeString::fromUTF8({word.data(), static_cast<int>(word.size())}), status);
  icu::UnicodeString out;
  for (int at = 0; at < folded.length();) {
    UChar32 const c = folded.char32At(at);
    at += U16_LENGTH(c);
    if (c == U'å' || c == U'ä' || c == U'ö') {
      out.append(c);
      continue;
    }
    icu::UnicodeString parts;
    if (!decomposed().getDecomposition(c, parts)) parts = icu::UnicodeString(c);
    for (int n = 0; n < parts.length();) {
      UChar32 const part = parts.char32At(n);
      n += U16_LENGTH(part);
      if ((U_GET_GC_MASK(part) & U_GC_M_MASK) == 0) out.append(part);
    }
  }
  std::string text;
  out.toUTF8String(text);
  return cut(std::move(text));
}

std::string stem_swedish(std::string_view folded_word) {
  auto* const own = stemmer();
  auto const* const stem = sb_stemmer_stem(own, reinterpret_cast<sb_symbol const*>(folded_word.data()), static_cast<int>(folded_word.size()));
  return {reinterpret_cast<char const*>(stem), static_cast<std::size_t>(sb_stemmer_length(own))};
}

std::vector<SwedishWord> swedish_words(std::string_view text) {
  std::vector<SwedishWord> words;
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto const size = static_cast<std::int32_t>(text.size());
  std::int32_t begin = -1;
  auto const finish = [&](std::int32_t end) {
    if (begin < 0) return;
    auto const from = static_cast<std::size_t>(begin);
    auto const to = static_cast<std::size_t>(end);
    auto folded = fold_swedish(text.substr(from, to - from));
    begin = -1;
    if (folded.empty()) return;
    // Case numbers are one word however they are written: "ÅT-103", "ÅT103", "åt 103" is not.
    if (!words.empty() && words.back().end + 1 == from && text[from - 1] == '-' && only(folded, true) && only(words.back().folded, false)) {
      words.back().folded = cut(words.back().folded + folded);
      words.back().stem = words.back().folded;
      words.back().end = to;
      return;
    }
    auto stem = stem_swedish(folded);
    words.push_back({std::move(folded), std::move(stem), from, to});
  };
  for (std::int32_t at = 0; at < size;) {
    std::int32_t const start = at;
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c < 0 || !part_of_word(c, begin >= 0)) finish(start);
    else if (begin < 0) begin = start;
  }
  finish(size);
  return words;
}

std::vector<std::string> stems_ahead(std::string_view folded_word) {
  std::vector<std::string> stems{stem_swedish(folded_word)};
  // What may follow while an ending is being written: utredning|ar|na|s.
  for (auto const* ending : {"a", "e", "n", "r", "s", "na", "nas", "rna", "as"}) {
    auto stem = stem_swedish(std::string(folded_word) + ending);
    if (stem.size() < folded_word.size() && folded_word.starts_with(stem) && std::ranges::find(stems, stem) == stems.end()) stems.push_back(std::move(stem));
  }
  return stems;
}

}  // namespace rimlig::kernel
