#include "import/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "import/text_tools.hpp"
#include "kernel/types.hpp"

namespace rimlig::import {

namespace {

using namespace std::string_view_literals;

struct KnownStatus {
  std::string_view spelling, label, code;
  bool with_deviation = false;
};
// Spellings are folded: lower case, no blank around a slash.
constexpr std::array known_statuses = {
    KnownStatus{"avslutad", "Avslutad", "done"},
    KnownStatus{"avslutat", "Avslutad", "done"},
    KnownStatus{"avslutade", "Avslutad", "done"},
    KnownStatus{"klar", "Klar", "done"},
    KnownStatus{"klart", "Klar", "done"},
    KnownStatus{"genomförd", "Genomförd", "done"},
    KnownStatus{"genomfört", "Genomförd", "done"},
    KnownStatus{"genomförda", "Genomförd", "done"},
    KnownStatus{"utförd", "Utförd", "done"},
    KnownStatus{"uppfylld", "Uppfylld", "done"},
    KnownStatus{"åtgärdad", "Åtgärdad", "done"},
    KnownStatus{"genomförd med avvikelse", "Genomförd med avvikelse", "done", true},
    KnownStatus{"genomförd med avvikelser", "Genomförd med avvikelse", "done", true},
    KnownStatus{"avslutad med avvikelse", "Genomförd med avvikelse", "done", true},
    KnownStatus{"försenad/avvikelse", "Försenad/avvikelse", "delayed"},
    KnownStatus{"försenad/avvikelser", "Försenad/avvikelse", "delayed"},
    KnownStatus{"försenade/avvikelser", "Försenad/avvikelse", "delayed"},
    KnownStatus{"försenad", "Försenad", "delayed"},
    KnownStatus{"försenat", "Försenad", "delayed"},
    KnownStatus{"avvikelse", "Avvikelse", "delayed"},
    KnownStatus{"pågår", "Pågår", "in_progress"},
    KnownStatus{"pågående", "Pågående", "in_progress"},
    KnownStatus{"påbörjad", "Påbörjad", "in_progress"},
    KnownStatus{"påbörjat", "Påbörjad", "in_progress"},
    KnownStatus{"enligt plan", "Enligt plan", "in_progress"},
    KnownStatus{"ej påbörjad", "Ej påbörjad", "not_started"},
    KnownStatus{"ej påbörjat", "Ej påbörjad", "not_started"},
    KnownStatus{"inte påbörjad", "Ej påbörjad", "not_started"},
    KnownStatus{"planerad", "Planerad", "not_started"},
    KnownStatus{"ej genomförd", "Ej genomförd", "not_done"},
    KnownStatus{"ej genomfört", "Ej genomförd", "not_done"},
    KnownStatus{"inte genomförd", "Ej genomförd", "not_done"},
    KnownStatus{"avbruten", "Avbruten", "cancelled"},
    KnownStatus{"utgår", "Utgår", "cancelled"},
    KnownStatus{"utgått", "Utgår", "cancelled"},
    KnownStatus{"ingår i arbetssätten", "Ingår i arbetssätten", "part_of_routine"},
    KnownStatus{"ingår i arbetssättet", "Ingår i arbetssätten", "part_of_routine"},
    KnownStatus{"implementerad", "Implementerad", "part_of_routine"},
};

struct KnownIcon {
  std::string_view sign, meaning;
  bool usual = false;
};
// Variation selectors follow some signs and are taken with them.
constexpr std::array known_icons = {
    KnownIcon{"✓", "done", true}, KnownIcon{"✔", "done"}, KnownIcon{"✅", "done"}, KnownIcon{"☑", "done"}, KnownIcon{"√", "done"},
    KnownIcon{"!", "late", true}, KnownIcon{"❗", "late"}, KnownIcon{"❕", "late"}, KnownIcon{"⚠", "late"}, KnownIcon{"‼", "late"},
    KnownIcon{"○", "not_started", true}, KnownIcon{"◯", "not_started"}, KnownIcon{"⭕", "not_started"}, KnownIcon{"❌", "late"}, KnownIcon{"✗", "late"}, KnownIcon{"✘", "late"},
};

constexpr std::array bullets = {"■"sv, "▪"sv, "•"sv, "●"sv, "◦"sv, "▫"sv, "□"sv, "·"sv, "\uF0B7"sv, "\uF0A7"sv, "– "sv, "- "sv, "* "sv};

std::vector<int> numbers_in(std::string_view text) {
  std::vector<int> out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] < '0' || text[at] > '9') {
      ++at;
      continue;
    }
    int value = 0;
    auto const [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), value);
    out.push_back(error == std::errc() ? value : -1);
    at = static_cast<std::size_t>(end - text.data());
  }
  return out;
}

bool digits_only(std::string_view text, std::size_t count) {
  return text.size() == count && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string padded(int value, int width) {
  auto text = std::to_string(value);
  return std::string(text.size() < static_cast<std::size_t>(width) ? static_cast<std::size_t>(width) - text.size() : 0, '0') + text;
}

DateReading day(int year, int month, int day_of_month, bool rewritten) {
  DateReading out;
  out.date = padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day_of_month, 2);
  out.rewritten = rewritten;
  out.certainty = DateCertainty::sure;
  if (month < 1 || month > 12 || !kernel::PartialDate::valid(out.date)) {
    out.certainty = DateCertainty::impossible;
    out.why = "Dagen finns inte i kalendern.";
    out.date.clear();
  }
  return out;
}

DateReading unsure(std::string why) {
  DateReading out;
  out.certainty = DateCertainty::unsure;
  out.why = std::move(why);
  return out;
}

int month_named(std::string_view text) {
  constexpr std::array months = {"jan"sv, "feb"sv, "mar"sv, "apr"sv, "maj"sv, "jun"sv, "jul"sv, "aug"sv, "sep"sv, "okt"sv, "nov"sv, "dec"sv};
  for (auto const& word : words_of(text))
    for (std::size_t month = 0; month < months.size(); ++month)
      if (starts_with(word, months[month])) return static_cast<int>(month) + 1;
  return 0;
}

}  // namespace

StatusReading read_status(std::string_view raw) {
  auto key = folded(trimmed(raw));
  key = replaced(replaced(replaced(std::move(key), " /", "/"), "/ ", "/"), "- ", "-");
  StatusReading out;
  auto const icon = read_icon(key);
  if (!icon.icon.empty() && !icon.rest.empty()) key = icon.rest;
  while (!key.empty() && (key.back() == '.' || key.back() == '*')) key.pop_back();
  for (auto const& known : known_statuses)
    if (key == known.spelling) {
      out.label = known.label;
      out.code = known.code;
      out.with_deviation = known.with_deviation;
      out.respelled = trimmed(raw) != known.label;
      return out;
    }
  return out;
}

IconReading read_icon(std::string_view text) {
  IconReading out;
  auto rest = trimmed(text);
  for (auto const& known : known_icons)
    if (starts_with(rest, known.sign)) {
      rest.remove_prefix(known.sign.size());
      if (starts_with(rest, "\uFE0F") || starts_with(rest, "\uFE0E")) rest.remove_prefix(3);
      out.icon = known.sign;
      out.meaning = known.meaning;
      out.usual = known.usual;
      break;
    }
  out.rest = trimmed(rest);
  return out;
}

BulletReading read_bullet(std::string_view text) {
  BulletReading out;
  auto rest = trimmed(text);
  for (auto const bullet : bullets)
    if (starts_with(rest, bullet)) {
      out.bullet = trimmed(bullet);
      rest.remove_prefix(bullet.size());
      break;
    }
  out.rest = trimmed(rest);
  return out;
}

DayOrder day_order_of(std::string_view raw) {
  auto const text = trimmed(raw);
  auto const numbers = numbers_in(text);
  if (!contains(text, "/") || numbers.size() != 3 || numbers[2] < 1000) return DayOrder::unknown;
  if (numbers[0] > 12 && numbers[1] <= 12) return DayOrder::day_first;
  if (numbers[1] > 12 && numbers[0] <= 12) return DayOrder::month_first;
  return DayOrder::unknown;
}

DateReading read_date(std::string_view raw, DayOrder order) {
  auto text = std::string(trimmed(raw));
  if (text.empty() || text == "-" || text == "–") return {};
  if (text.size() > 10 && text[10] == 'T') text.resize(10);
  auto const blank = text.find(' ');
  if (blank == 10 && text.size() > 11 && text.find(':') != std::string::npos) text.resize(10);
  bool const as_written = text == trimmed(raw);
  auto const numbers = numbers_in(text);
  auto const dashes = std::count(text.begin(), text.end(), '-');
  bool const plain = text.find_first_not_of("0123456789-") == std::string::npos;
  if (plain && dashes == 2 && text.size() == 10 && text[4] == '-' && text[7] == '-') {
    return day(numbers[0], numbers[1], numbers[2], !as_written);
  }
  if (plain && dashes == 1 && text.size() == 7 && text[4] == '-') {
    auto out = day(numbers[0], numbers[1], 1, false);
    if (out.certainty == DateCertainty::sure) out.date.resize(7);
    return out;
  }
  if (digits_only(text, 8)) return day(numbers[0] / 10000, numbers[0] / 100 % 100, numbers[0] % 100, true);
  if (digits_only(text, 4) && numbers[0] >= 1900 && numbers[0] < 2200) {
    DateReading out;
    out.certainty = DateCertainty::sure;
    out.date = text;
    return out;
  }
  if (digits_only(text, 6)) {
    int const year = numbers[0] / 100;
    if (year >= 1900 && year < 2100 && numbers[0] % 100 >= 1 && numbers[0] % 100 <= 12)
      return unsure("Sex siffror kan vara år och månad, eller år, månad och dag.");
    return unsure("Sex siffror kan läsas på flera sätt. Skriv hela årtalet.");
  }
  if (digits_only(text, 5)) return unsure("Talet kan vara ett datum som kalkylprogrammet räknar i dagar, eller något annat.");
  if (int const month = month_named(text)) {
    if (numbers.size() == 2 && numbers[1] >= 1900) return day(numbers[1], month, numbers[0], true);
    if (numbers.size() == 1 && numbers[0] >= 1900) {
      DateReading out;
      out.certainty = DateCertainty::sure;
      out.date = padded(numbers[0], 4) + "-" + padded(month, 2);
      out.rewritten = true;
      return out;
    }
    return unsure("Datumet saknar år eller dag.");
  }
  bool const dots = std::count(text.begin(), text.end(), '.') == 2, slashes = contains(text, "/");
  if (numbers.size() == 3 && numbers[0] >= 1900 && (dots || slashes)) return day(numbers[0], numbers[1], numbers[2], true);
  if (numbers.size() == 3 && numbers[2] >= 1900) {
    // With full stops the day comes first everywhere in northern Europe; "31/12 2018" is Swedish too.
    bool const swedish = dots || (slashes && contains(text, " ") && std::count(text.begin(), text.end(), '/') == 1);
    if (swedish) return day(numbers[2], numbers[1], numbers[0], true);
    auto const own = day_order_of(text);
    auto const use = own != DayOrder::unknown ? own : order;
    if (use == DayOrder::day_first) return day(numbers[2], numbers[1], numbers[0], true);
    if (use == DayOrder::month_first) return day(numbers[2], numbers[0], numbers[1], true);
    if (numbers[0] == numbers[1]) return day(numbers[2], numbers[1], numbers[0], true);
    return unsure("Det går inte att se vad som är dag och vad som är månad.");
  }
  if (numbers.empty()) return unsure("Texten är inte ett datum.");
  DateReading out;
  out.certainty = DateCertainty::impossible;
  out.why = "Texten kan inte läsas som ett datum. Skriv åååå-mm-dd.";
  return out;
}

}  // namespace rimlig::import
