#include "reader/sheet_values.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include "reader/utf8.hpp"

namespace rimlig::reader {

namespace {

std::string two_digits(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string date_text(std::int64_t days_since_1970) {
  std::chrono::year_month_day const date{std::chrono::sys_days{std::chrono::days{days_since_1970}}};
  std::string year = std::to_string(static_cast<int>(date.year()));
  return std::string(year.size() < 4 ? 4 - year.size() : 0, '0') + year + "-" +
         two_digits(static_cast<unsigned>(date.month())) + "-" + two_digits(static_cast<unsigned>(date.day()));
}

std::string clock_text(std::int64_t seconds) {
  return two_digits(seconds / 3600) + ":" + two_digits(seconds / 60 % 60) + ":" + two_digits(seconds % 60);
}

// Fifteen significant digits are what a spreadsheet itself shows; more are noise of the binary form.
std::string shortest(double value) {
  std::array<char, 64> buffer;
  auto const rounded = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 15);
  double again = 0;
  std::from_chars(buffer.data(), rounded.ptr, again);
  if (std::abs(again) < 1e21) {
    auto const fixed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), again, std::chars_format::fixed);
    if (fixed.ec == std::errc()) return {buffer.data(), fixed.ptr};
  }
  auto const any = std::to_chars(buffer.data(), buffer.data() + buffer.size(), again);
  return {buffer.data(), any.ptr};
}

SheetValue date_value(double number, bool from_1904) {
  SheetValue value;
  value.kind = CellKind::date;
  double day = std::floor(number);
  auto seconds = static_cast<std::int64_t>(std::llround((number - day) * 86400));
  if (seconds >= 86400) {
    day += 1;
    seconds = 0;
  }
  // 2958465 is 9999-12-31; negative days exist only in the 1904 reckoning, and no file has them.
  if (!(day >= 0 && day <= 2958465)) {
    value.kind = CellKind::error;
    value.text = shortest(number);
    value.warning = "Talet " + value.text + " är formaterat som datum men ligger utanför kalendern.";
    return value;
  }
  auto serial = static_cast<std::int64_t>(day);
  std::int64_t days = 0;
  if (from_1904) {
    days = serial - 24107;  // 1904-01-01 to 1970-01-01
  } else {
    if (serial == 60) {
      value.kind = CellKind::error;
      value.text = "60";
      value.warning = "Dag 60 är 29 februari 1900 enligt kalkylprogrammet, en dag som aldrig har funnits.";
      return value;
    }
    days = serial - (serial > 60 ? 25569 : 25568);
  }
  value.text = date_text(days);
  if (seconds) value.text += "T" + clock_text(seconds);
  return value;
}

}  // namespace

NumberStyle style_of_builtin(unsigned id) {
  if (id == 9 || id == 10) return NumberStyle::percent;
  if (id == 2 || id == 4 || id == 7 || id == 8 || id == 39 || id == 40 || id == 43 || id == 44) return NumberStyle::two_decimals;
  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36) return NumberStyle::date;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47) return NumberStyle::time;
  if (id == 46) return NumberStyle::elapsed;
  return NumberStyle::plain;
}

NumberStyle style_of_format(std::string_view code) {
  bool date = false, time = false, elapsed = false, percent = false;
  std::size_t decimals = 0;
  for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
    char const c = code[at];
    if (c == '"') {
      at = code.find('"', at + 1);
      if (at == std::string_view::npos) break;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (c == '[') {
      auto const end = code.find(']', at);
      if (end == std::string_view::npos) break;
      if (end == at + 2 || end == at + 3) {
        char const unit = code[at + 1];
        elapsed |= unit == 'h' || unit == 'H' || unit == 'm' || unit == 'M' || unit == 's' || unit == 'S';
      }
      at = end;
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
      date = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      time = true;
    } else if (c == 'm' || c == 'M') {
      date |= code.find_first_of("hHsS") == std::string_view::npos;
    } else if (c == '%') {
      percent = true;
    } else if (c == '.') {
      while (at + 1 + decimals < code.size() && code[at + 1 + decimals] == '0') ++decimals;
    }
  }
  if (elapsed) return NumberStyle::elapsed;
  if (date) return NumberStyle::date;
  if (time) return NumberStyle::time;
  if (percent) return NumberStyle::percent;
  return decimals == 2 ? NumberStyle::two_decimals : NumberStyle::plain;
}

SheetValue value_of(std::string_view number, NumberStyle style, bool from_1904) {
  SheetValue value;
  double parsed = 0;
  auto const end = number.data() + number.size();
  auto const [at, error] = std::from_chars(number.data(), end, parsed);
  if (error != std::errc() || at != end || !std::isfinite(parsed)) {
    value.kind = CellKind::text;
    value.text = number;
    return value;
  }
  switch (style) {
    case NumberStyle::date: return date_value(parsed, from_1904);
    case NumberStyle::time:
      if (parsed >= 1) return date_value(parsed, from_1904);
      [[fallthrough]];
    case NumberStyle::elapsed: {
      if (!(parsed >= 0 && parsed < 1e6)) break;
      auto const minutes = static_cast<std::int64_t>(std::llround(parsed * 1440));
      value.text = two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
      return value;
    }
    case NumberStyle::percent: value.text = shortest(parsed * 100) + " %"; return value;
    case NumberStyle::two_decimals: {
      std::array<char, 400> buffer;
      auto const fixed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), parsed, std::chars_format::fixed, 2);
      value.text.assign(buffer.data(), fixed.ptr);
      return value;
    }
    case NumberStyle::plain: break;
  }
  value.text = shortest(parsed);
  if (std::abs(parsed) >= 1e15) {
    value.warning = "Talet " + value.text + " har fler siffror än kalkylprogrammet kan spara exakt. Kontrollera de sista siffrorna mot källan.";
    std::array<char, 400> buffer;
    auto const whole = std::to_chars(buffer.data(), buffer.data() + buffer.size(), parsed, std::chars_format::fixed, 0);
    if (parsed < 1e21 && parsed > -1e21) value.text.assign(buffer.data(), whole.ptr);
  }
  return value;
}

std::string unescape_sheet_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    bool const marked = text.size() - at >= 7 && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_';
    unsigned value = 0;
    if (marked) {
      auto const begin = text.data() + at + 2;
      auto const [end, error] = std::from_chars(begin, begin + 4, value, 16);
      if (error == std::errc() && end == begin + 4 && (value < 0xD800 || value > 0xDFFF)) {
        if (value == 0) value = ' ';
        if (value == '\r') {
          // A carriage return before a line feed is one line break.
          if (at + 7 >= text.size() || text[at + 7] != '\n') out.push_back('\n');
        } else {
          append_utf8(out, value);
        }
        at += 7;
        continue;
      }
    }
    out.push_back(text[at++]);
  }
  return out;
}

}  // namespace rimlig::reader
