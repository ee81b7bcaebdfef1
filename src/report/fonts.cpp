#include "report/fonts.hpp"

#include <fontconfig/fontconfig.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <set>

#include "report/text.hpp"

namespace rimlig::report {

namespace {

constexpr char const* folder = "/usr/share/fonts/truetype/";
constexpr std::array<char const*, 9> chain{
    "crosextra/Carlito-Regular.ttf",   "crosextra/Carlito-Bold.ttf",       "crosextra/Carlito-Italic.ttf",
    "crosextra/Carlito-BoldItalic.ttf", "noto/NotoSans-Regular.ttf",        "noto/NotoSansSymbols-Regular.ttf",
    "noto/NotoSansSymbols2-Regular.ttf", "noto/NotoSansHebrew-Regular.ttf", "noto/NotoSansArabic-Regular.ttf"};

using CharSet = std::unique_ptr<FcCharSet, decltype(&FcCharSetDestroy)>;

/// Everything that some font of the chain draws. Read from the files themselves, once.
FcCharSet const* drawable() {
  static CharSet const all = [] {
    CharSet set{FcCharSetCreate(), &FcCharSetDestroy};
    for (auto const& file : font_files()) {
      int faces = 0;
      auto* pattern = FcFreeTypeQuery(reinterpret_cast<FcChar8 const*>(file.c_str()), 0, nullptr, &faces);
      if (pattern == nullptr) continue;
      FcCharSet* own = nullptr;
      if (FcPatternGetCharSet(pattern, FC_CHARSET, 0, &own) == FcResultMatch) {
        FcBool changed = FcFalse;
        FcCharSetMerge(set.get(), own, &changed);
      }
      FcPatternDestroy(pattern);
    }
    return set;
  }();
  return all.get();
}

/// What the fonts have in place of the coloured signs that people paste into status texts.
std::string_view look_alike(char32_t point) {
  switch (point) {
    case 0x2705: return "✔";
    case 0x274C: return "✘";
    default: return {};
  }
}

std::string in_words(char32_t point) {
  if (auto const sign = look_alike(point); !sign.empty()) return std::string(sign);

  static constexpr char digits[] = "0123456789ABCDEF";
  std::string code;
  for (int shift = point > 0xFFFF ? (point > 0xFFFFF ? 20 : 16) : 12; shift >= 0; shift -= 4) code += digits[point >> shift & 15];
  std::array<char, 120> name{};
  UErrorCode status = U_ZERO_ERROR;
  u_charName(static_cast<UChar32>(point), U_UNICODE_CHAR_NAME, name.data(), static_cast<int32_t>(name.size()), &status);
  std::string words = U_SUCCESS(status) ? name.data() : "";
  std::transform(words.begin(), words.end(), words.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return "[tecken U+" + code + (words.empty() ? "" : " " + words) + "]";
}

}  // namespace

std::vector<std::string> font_files() {
  std::vector<std::string> files;
  for (auto const* name : chain)
    if (auto path = std::string(folder) + name; std::filesystem::exists(path)) files.push_back(std::move(path));
  return files;
}

std::string missing_fonts() {
  auto const files = font_files();
  bool const found = !files.empty() && files.front().ends_with(chain.front());
  return found ? "" : "typsnittet Carlito (Debianpaketet fonts-crosextra-carlito)";
}

std::vector<std::string> replace_undrawable(Document& document) {
  auto const* fonts = drawable();
  std::set<std::string> replaced;
  document.for_each_text([&](std::string& text) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return;
    std::string out;
    for_each_code_point(text, [&](char32_t point, std::string_view bytes) {
      if (point == '\n' || FcCharSetHasChar(fonts, point)) {
        out += bytes;
      } else if (!u_hasBinaryProperty(static_cast<UChar32>(point), UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        out += in_words(point);
        replaced.insert(std::string(bytes));
      }
    });
    text = std::move(out);
  });
  return {replaced.begin(), replaced.end()};
}

}  // namespace rimlig::report
