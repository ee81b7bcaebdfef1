#include "app/sample_text.hpp"

#include <charconv>
#include <chrono>

namespace rimlig::app {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Four digits alone are a year; six are a year and a month ("perioden 202601").
bool is_year(std::string_view digits) {
  if (digits.size() != 4 && digits.size() != 6) return false;
  auto const year = number(digits.substr(0, 4));
  if (year < 2015 || year > 2035) return false;
  if (digits.size() == 4) return true;
  auto const month = number(digits.substr(4));
  return month >= 1 && month <= 12;
}

}  // namespace

std::string move_years(std::string_view text, int years) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto end = at;
    while (end < text.size() && digit(text[end])) ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    auto const digits = text.substr(at, end - at);
    if (is_year(digits)) out += std::to_string(number(digits.substr(0, 4)) + years) + std::string(digits.substr(4));
    else out += digits;
    at = end;
  }
  return out;
}

std::string plus_days(std::string_view date, int days) {
  using namespace std::chrono;
  year_month_day const moved = sys_days(year(number(date.substr(0, 4))) / month(static_cast<unsigned>(number(date.substr(5, 2)))) /
                                        day(static_cast<unsigned>(number(date.substr(8, 2))))) +
                               std::chrono::days(days);
  auto const two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return std::to_string(static_cast<int>(moved.year())) + "-" + two(static_cast<unsigned>(moved.month())) + "-" + two(static_cast<unsigned>(moved.day()));
}

}  // namespace rimlig::app
