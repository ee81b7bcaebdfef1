#include "reader/encoding.hpp"

#include <algorithm>
#include <cstdint>

#include "reader/code_pages.hpp"
#include "reader/document.hpp"
#include "reader/utf8.hpp"

namespace rimlig::reader {

namespace {

bool starts_with(std::string_view bytes, std::string_view mark) { return bytes.substr(0, mark.size()) == mark; }

[[noreturn]] void refuse_bytes(std::string_view bytes, std::size_t at) {
  auto const line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  throw Refusal("encoding", "Filens tecken kan inte tolkas: byte " + std::to_string(at + 1) + " på rad " +
                                std::to_string(line) +
                                " är varken UTF-8 eller någon annan känd teckenkodning. Spara om filen som UTF-8 och "
                                "försök igen.");
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
  std::string out;
  out.reserve(bytes.size() / 2 + 16);
  auto const unit = [&](std::size_t at) -> char32_t {
    auto const a = static_cast<unsigned char>(bytes[at]), b = static_cast<unsigned char>(bytes[at + 1]);
    return big_endian ? static_cast<char32_t>(a << 8 | b) : static_cast<char32_t>(b << 8 | a);
  };
  std::size_t const end = bytes.size() & ~std::size_t{1};
  for (std::size_t at = 0; at < end; at += 2) {
    char32_t value = unit(at);
    if (value >= 0xD800 && value < 0xE000) {
      bool const pair = value < 0xDC00 && at + 2 < end && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000;
      if (!pair) refuse_bytes(bytes, at);
      value = 0x10000 + ((value - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(out, value);
  }
  if (end != bytes.size()) refuse_bytes(bytes, end);
  return out;
}

std::string from_utf32(std::string_view bytes, bool big_endian) {
  std::string out;
  if (bytes.size() % 4) refuse_bytes(bytes, bytes.size() - 1);
  for (std::size_t at = 0; at < bytes.size(); at += 4) {
    char32_t value = 0;
    for (std::size_t k = 0; k < 4; ++k)
      value = value << 8 | static_cast<unsigned char>(bytes[at + (big_endian ? k : 3 - k)]);
    if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) refuse_bytes(bytes, at);
    append_utf8(out, value);
  }
  return out;
}

std::string from_table(std::string_view bytes, std::array<char16_t, 128> const& table) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 8);
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    append_utf8(out, byte < 0x80 ? byte : table[byte - 0x80]);
  }
  return out;
}

struct Vote {
  std::string_view name;
  std::array<char16_t, 128> const* table;
  std::int64_t letters = 0;  // Swedish letters this table would give
  std::int64_t strange = 0;  // bytes it gives no meaning, or a box-drawing sign inside a word
};

Vote count_votes(std::string_view name, std::array<char16_t, 128> const& table, std::string_view bytes) {
  Vote vote{name, &table};
  constexpr std::u16string_view swedish = u"åäöÅÄÖéÉ";
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    auto const byte = static_cast<unsigned char>(bytes[at]);
    if (byte < 0x80) continue;
    char16_t const value = table[byte - 0x80];
    if (value == 0) ++vote.strange;
    else if (swedish.find(value) != std::u16string_view::npos) ++vote.letters;
  }
  return vote;
}

// UTF-16 without a mark: text in a Latin script has a zero in every other byte.
char16_t guess_utf16(std::string_view bytes) {
  std::size_t even = 0, odd = 0;
  std::size_t const looked_at = std::min<std::size_t>(bytes.size(), 4096) & ~std::size_t{1};
  if (looked_at < 4) return 0;
  for (std::size_t at = 0; at < looked_at; ++at)
    if (bytes[at] == '\0') ++(at % 2 ? odd : even);
  if (odd > looked_at / 2 * 7 / 10 && even == 0) return u'l';
  if (even > looked_at / 2 * 7 / 10 && odd == 0) return u'b';
  return 0;
}

}  // namespace

Decoded decode(std::string_view bytes) {
  Decoded out;
  auto const own = [&](std::string text, std::string encoding) {
    out.text = std::move(text);
    out.view = out.text;
    out.encoding = std::move(encoding);
  };
  using namespace std::string_view_literals;
  if (starts_with(bytes, "\xFF\xFE\0\0"sv)) own(from_utf32(bytes.substr(4), false), "UTF-32LE");
  else if (starts_with(bytes, "\0\0\xFE\xFF"sv)) own(from_utf32(bytes.substr(4), true), "UTF-32BE");
  else if (starts_with(bytes, "\xFF\xFE"sv)) own(from_utf16(bytes.substr(2), false), "UTF-16LE");
  else if (starts_with(bytes, "\xFE\xFF"sv)) own(from_utf16(bytes.substr(2), true), "UTF-16BE");
  else if (auto const order = guess_utf16(bytes)) own(from_utf16(bytes, order == u'b'), order == u'b' ? "UTF-16BE" : "UTF-16LE");
  if (!out.encoding.empty()) return out;

  bool const marked = starts_with(bytes, "\xEF\xBB\xBF"sv);
  std::string_view const body = marked ? bytes.substr(3) : bytes;
  auto const bad = first_invalid_utf8(body);
  if (bad == std::string_view::npos) {
    out.view = body;
    out.encoding = "UTF-8";
    return out;
  }
  // A file that says it is UTF-8, or mostly is, has been cut or mixed: guessing would hide that.
  std::size_t multibyte = 0, invalid = 0;
  for (std::size_t at = 0; at < body.size();) {
    auto const point = decode_utf8(body, at);
    if (point.length > 1) ++multibyte;
    if (point.length == 0) ++invalid;
    at += point.length ? point.length : 1;
  }
  if (marked || multibyte > invalid * 4) refuse_bytes(bytes, bad + (marked ? 3 : 0));

  std::array<Vote, 3> const votes = {count_votes("windows-1252", code_pages::windows_1252, bytes),
                                     count_votes("CP437", code_pages::cp437, bytes),
                                     count_votes("macintosh", code_pages::macintosh, bytes)};
  Vote const* best = nullptr;
  for (auto const& vote : votes)
    if (vote.strange == 0 && (!best || vote.letters > best->letters)) best = &vote;
  if (!best) refuse_bytes(bytes, bad);
  own(from_table(bytes, *best->table), std::string(best->name));
  out.sure = best->letters > 0;
  return out;
}

std::string repair_double_encoding(std::string_view text) {
  // Turn the characters back into the Windows-1252 bytes they would have come from. If that gives
  // valid UTF-8 with at least one letter outside ASCII, the text was encoded twice.
  bool seen = false;
  for (std::size_t at = 0; at + 1 < text.size() && !seen; ++at) {
    auto const byte = static_cast<unsigned char>(text[at]);
    auto const next = static_cast<unsigned char>(text[at + 1]);
    seen = byte == 0xC3 && (next == 0x83 || next == 0x82);  // Ã or Â
  }
  if (!seen) return {};
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    auto const point = decode_utf8(text, at);
    if (point.length == 0) return {};
    at += point.length;
    if (point.value < 0x80) {
      bytes.push_back(static_cast<char>(point.value));
      continue;
    }
    auto const& table = code_pages::windows_1252;
    auto const found = std::find(table.begin(), table.end(), static_cast<char16_t>(point.value));
    // The five bytes without a meaning in the table pass through programs as C1 controls.
    if (point.value > 0xFFFF) return {};
    if (found != table.end()) bytes.push_back(static_cast<char>(0x80 + (found - table.begin())));
    else if (point.value < 0xA0) bytes.push_back(static_cast<char>(point.value));
    else return {};
  }
  if (first_invalid_utf8(bytes) != std::string_view::npos) return {};
  return bytes;
}

}  // namespace rimlig::reader
