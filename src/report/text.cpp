#include "report/text.hpp"

namespace rimlig::report {

namespace {

constexpr char32_t broken = 0xFFFD;

/// One code point from `text` at `at`, which moves past it; `broken` (one byte) when it is not UTF-8.
char32_t decode(std::string_view text, std::size_t& at) {
  auto const byte = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
  unsigned char const first = byte(at++);
  if (first < 0x80) return first;
  int const more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 && first < 0xF0 ? 2 : first >= 0xC2 && first < 0xE0 ? 1 : 0;
  if (more == 0 || at + static_cast<std::size_t>(more) > text.size()) return broken;
  char32_t point = first & (0x3F >> more);
  for (int n = 0; n < more; ++n) {
    unsigned char const next = byte(at + static_cast<std::size_t>(n));
    if ((next & 0xC0) != 0x80) return broken;
    point = point << 6 | (next & 0x3F);
  }
  bool const overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
  bool const surrogate = point >= 0xD800 && point < 0xE000;
  if (overlong || surrogate || point > 0x10FFFF) return broken;
  at += static_cast<std::size_t>(more);
  return point;
}

}  // namespace

std::string clean_text(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const start = at;
    while (at < text.size() && text[at] >= 0x20 && text[at] < 0x7F) ++at;  // most text, taken in one piece
    if (at > start) {
      out += text.substr(start, at - start);
      continue;
    }
    char32_t const point = decode(text, at);
    if (point == '\r') {
      if (at < text.size() && text[at] == '\n') ++at;
      out += '\n';
    } else if (point == 0x0B || point == 0x0C || point == 0x2028 || point == 0x2029) {
      out += '\n';
    } else if (point == '\t') {
      out += ' ';
    } else if (point == '\n') {
      out += '\n';
    } else if (point < 0x20 || (point >= 0x7F && point < 0xA0) || point == broken || (point & 0xFFFE) == 0xFFFE) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(start, at - start);
    }
  }
  return out;
}

void for_each_code_point(std::string_view text, std::function<void(char32_t, std::string_view)> const& visit) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t const start = at;
    char32_t const point = decode(text, at);
    visit(point, text.substr(start, at - start));
  }
}

std::string shortened(std::string_view text, std::size_t most) {
  if (code_point_count(text) <= most) return std::string(text);
  std::string out;
  std::size_t count = 1;
  for_each_code_point(text, [&](char32_t, std::string_view bytes) {
    if (count++ < most) out += bytes;
  });
  return out + "…";
}

std::string without_soft_hyphens(std::string_view text) {
  std::string out;
  for_each_code_point(text, [&](char32_t point, std::string_view bytes) {
    if (point != 0xAD) out += bytes;
  });
  return out;
}

std::size_t code_point_count(std::string_view text) {
  std::size_t count = 0;
  for (char const c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

std::string percent(std::int64_t part, std::int64_t whole) {
  std::int64_t const tenths = (part * 2000 + whole) / (2 * whole);
  return std::to_string(tenths / 10) + "," + std::to_string(tenths % 10) + "\u00A0%";
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t start = 0;;) {
    auto const end = text.find('\n', start);
    lines.push_back(text.substr(start, end == std::string_view::npos ? end : end - start));
    if (end == std::string_view::npos) return lines;
    start = end + 1;
  }
}

}  // namespace rimlig::report
