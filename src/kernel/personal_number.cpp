#include "kernel/personal_number.hpp"

#include <chrono>

namespace rimlig::kernel {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int number(std::string_view digits) {
  int value = 0;
  for (char const c : digits) value = value * 10 + (c - '0');
  return value;
}

/// The sum of the Luhn algorithm over ten digits ends in 0.
bool check_digit_fits(std::string_view ten) {
  int sum = 0;
  for (std::size_t n = 0; n < ten.size(); ++n) {
    int const value = (ten[n] - '0') * (n % 2 == 0 ? 2 : 1);
    sum += value / 10 + value % 10;
  }
  return sum % 10 == 0;
}

bool is_date_of_birth(std::string_view digits) {
  bool const has_century = digits.size() == 12;
  int const year = has_century ? number(digits.substr(0, 4)) : 1900 + number(digits.substr(0, 2));
  auto const rest = digits.substr(has_century ? 4 : 2);
  int day = number(rest.substr(2, 2));
  if (day > 60) day -= 60;
  auto const exists = [&](int in_year) {
    return std::chrono::year_month_day(std::chrono::year(in_year), std::chrono::month(static_cast<unsigned>(number(rest.substr(0, 2)))),
                                       std::chrono::day(static_cast<unsigned>(day))).ok();
  };
  // Two digits do not say which century, and 1900 had no leap day that 2000 had.
  return has_century ? year >= 1840 && year < 2100 && exists(year) : exists(year) || exists(year + 100);
}

/// "-", "+" or a typographic dash: bytes of the sign at `at`, 0 for none.
std::size_t sign_at(std::string_view text, std::size_t at) {
  for (std::string_view const sign : {"-", "+", "–", "−", "‑"})
    if (text.substr(at).starts_with(sign)) return sign.size();
  return 0;
}

/// A digit, or a mark that ties more digits to the number, stands right before.
bool goes_on_before(std::string_view text, std::size_t at) {
  if (at == 0) return false;
  char const c = text[at - 1];
  return is_digit(c) || ((c == '.' || c == ',' || c == '/' || c == '-') && at > 1 && is_digit(text[at - 2]));
}
bool goes_on_after(std::string_view text, std::size_t at) {
  if (at >= text.size()) return false;
  char const c = text[at];
  return is_digit(c) || ((c == '.' || c == ',' || c == '/' || c == '-') && at + 1 < text.size() && is_digit(text[at + 1]));
}

}  // namespace

std::vector<PersonalNumber> personal_numbers(std::string_view text) {
  std::vector<PersonalNumber> found;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::size_t run = at;
    while (run < text.size() && is_digit(text[run])) ++run;
    auto const length = run - at;
    std::string digits;
    std::size_t end = run;
    if (length == 10 || length == 12) {
      digits = text.substr(at, length);
    } else if (auto const sign = sign_at(text, run); (length == 6 || length == 8) && sign > 0) {
      auto const last = text.substr(run + sign, 4);
      bool whole = last.size() == 4;
      for (char const c : last) whole = whole && is_digit(c);
      if (whole) {
        digits = std::string(text.substr(at, length)) + std::string(last);
        end = run + sign + 4;
      }
    }
    if (!digits.empty() && !goes_on_before(text, at) && !goes_on_after(text, end) && is_date_of_birth(digits) &&
        check_digit_fits(std::string_view(digits).substr(digits.size() - 10)))
      found.push_back({at, end, digits.substr(0, digits.size() - 4) + "-••••"});
    else end = run;
    at = end;
  }
  return found;
}

std::string without_personal_numbers(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  for (auto const& one : personal_numbers(text)) {
    out.append(text.substr(done, one.begin - done)).append(one.masked);
    done = one.end;
  }
  return out.append(text.substr(done));
}

}  // namespace rimlig::kernel
