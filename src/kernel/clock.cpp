#include "kernel/clock.hpp"

#include <unicode/ucal.h>

#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>

namespace rimlig::kernel {
namespace {

namespace chrono = std::chrono;

/// Writes `value` with at least `width` digits.
void append_padded(std::string& out, int value, int width) {
  std::array<char, 12> digits{};
  auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  auto const length = static_cast<int>(end - digits.data());
  if (length < width) out.append(static_cast<std::size_t>(width - length), '0');
  out.append(digits.data(), end);
}

std::string date_text(int year, int month, int day) {
  std::string out;
  append_padded(out, year, 4);
  out += '-';
  append_padded(out, month, 2);
  out += '-';
  append_padded(out, day, 2);
  return out;
}

/// Digits only: a sign or a blank must not pass as part of a date.
bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
  value = 0;
  for (char const c : text.substr(at, count)) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + (c - '0');
  }
  return true;
}

/// A calendar is costly to open and not to be shared, so each thread keeps its own.
UCalendar* stockholm() {
  struct Close {
    void operator()(UCalendar* calendar) const { ucal_close(calendar); }
  };
  thread_local std::unique_ptr<UCalendar, Close> const calendar = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<UCalendar, Close> opened(ucal_open(u"Europe/Stockholm", -1, "sv_SE", UCAL_GREGORIAN, &error));
    if (U_FAILURE(error)) throw std::runtime_error("ICU has no calendar for Europe/Stockholm");
    return opened;
  }();
  return calendar.get();
}

}  // namespace

std::string instant_text(TimePoint at) {
  auto const day = chrono::floor<chrono::days>(at);
  chrono::year_month_day const date(day);
  chrono::hh_mm_ss const time(at - day);
  std::string out = date_text(int(date.year()), int(unsigned(date.month())), int(unsigned(date.day())));
  out += 'T';
  append_padded(out, int(time.hours().count()), 2);
  out += ':';
  append_padded(out, int(time.minutes().count()), 2);
  out += ':';
  append_padded(out, int(time.seconds().count()), 2);
  out += '.';
  append_padded(out, int(time.subseconds().count()), 3);
  out += 'Z';
  return out;
}

std::optional<TimePoint> parse_instant(std::string_view text) {
  if (text.size() != 24 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
      text[19] != '.' || text[23] != 'Z') {
    return std::nullopt;
  }
  int y, m, d, hour, minute, second, milli;
  if (!read_digits(text, 0, 4, y) || !read_digits(text, 5, 2, m) || !read_digits(text, 8, 2, d) ||
      !read_digits(text, 11, 2, hour) || !read_digits(text, 14, 2, minute) || !read_digits(text, 17, 2, second) ||
      !read_digits(text, 20, 3, milli)) {
    return std::nullopt;
  }
  chrono::year_month_day const date{chrono::year(y), chrono::month(unsigned(m)), chrono::day(unsigned(d))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return chrono::sys_days(date) + chrono::hours(hour) + chrono::minutes(minute) + chrono::seconds(second) +
         chrono::milliseconds(milli);
}

std::string swedish_date(TimePoint at) {
  auto* const calendar = stockholm();
  UErrorCode error = U_ZERO_ERROR;
  ucal_setMillis(calendar, static_cast<UDate>(at.time_since_epoch().count()), &error);
  int const year = ucal_get(calendar, UCAL_YEAR, &error);
  int const month = ucal_get(calendar, UCAL_MONTH, &error) + 1;
  int const day = ucal_get(calendar, UCAL_DATE, &error);
  if (U_FAILURE(error)) throw std::runtime_error("ICU could not tell the date");
  return date_text(year, month, day);
}

TimePoint SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

FixedClock::FixedClock(std::string_view instant) : milliseconds_(0) { set(instant); }

void FixedClock::set(std::string_view instant) {
  auto const at = parse_instant(instant);
  if (!at) throw std::invalid_argument("not an instant: " + std::string(instant));
  milliseconds_ = at->time_since_epoch().count();
}

}  // namespace rimlig::kernel
