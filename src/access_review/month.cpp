#include "access_review/month.hpp"

#include <array>
#include <charconv>

namespace rimlig::access_review {

namespace {

std::chrono::year_month parse(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  std::from_chars(text.data(), text.data() + 4, year);
  std::from_chars(text.data() + 5, text.data() + 7, month);
  return std::chrono::year(year) / std::chrono::month(month);
}

std::string two_digits(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }
std::string text_of(std::chrono::year_month month) { return std::to_string(static_cast<int>(month.year())) + "-" + two_digits(static_cast<unsigned>(month.month())); }

}  // namespace

std::string month_before(std::string_view day) { return text_of(parse(day) - std::chrono::months(1)); }
std::string month_after(std::string_view month) { return text_of(parse(month) + std::chrono::months(1)); }

kernel::TimePoint begin_of(std::string_view month) {
  auto const first = std::string(month) + "-01";
  auto const midnight = std::chrono::sys_days(parse(month) / 1);
  // Two hours before UTC's midnight in summer, one in winter.
  auto const summer = kernel::TimePoint(midnight - std::chrono::hours(2));
  return kernel::swedish_date(summer) == first ? summer : kernel::TimePoint(midnight - std::chrono::hours(1));
}

std::string review_due(std::string_view month) {
  auto const next = parse(month) + std::chrono::months(1);
  return text_of(next) + "-" + two_digits(static_cast<unsigned>((next / std::chrono::last).day()));
}

std::string month_in_words(std::string_view month) {
  constexpr std::array<std::string_view, 12> names{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"};
  auto const parsed = parse(month);
  return std::string(names.at(static_cast<unsigned>(parsed.month()) - 1)) + " " + std::to_string(static_cast<int>(parsed.year()));
}

}  // namespace rimlig::access_review
