#include "lint/calendar.hpp"

#include <algorithm>
#include <array>

namespace rimlig::lint {
namespace {

constexpr std::array<std::string_view, 12> months{"januari", "februari", "mars", "april", "maj", "juni", "juli",
                                                  "augusti", "september", "oktober", "november", "december"};

bool digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
int number(std::string_view text) {
  int value = 0;
  for (char c : text) value = value * 10 + (c - '0');
  return value;
}
int days_in(int year, int month) {
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}
bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

}  // namespace

bool is_partial_date(std::string_view text) { return days(text).has_value(); }

std::optional<Days> days(std::string_view text) {
  if (text.size() < 4 || !digits(text.substr(0, 4))) return std::nullopt;
  std::string const year(text.substr(0, 4));
  if (text.size() == 4) return Days{year + "-01-01", year + "-12-31"};
  if (text.size() < 7 || text[4] != '-' || !digits(text.substr(5, 2))) return std::nullopt;
  auto const month = number(text.substr(5, 2));
  if (month < 1 || month > 12) return std::nullopt;
  auto const length = days_in(number(year), month);
  if (text.size() == 7) return Days{std::string(text) + "-01", std::string(text) + "-" + std::to_string(length)};
  if (text.size() != 10 || text[7] != '-' || !digits(text.substr(8, 2))) return std::nullopt;
  auto const day = number(text.substr(8, 2));
  if (day < 1 || day > length) return std::nullopt;
  return Days{std::string(text), std::string(text)};
}

std::string_view year_of(std::string_view partial) {
  return partial.size() >= 4 && digits(partial.substr(0, 4)) ? partial.substr(0, 4) : std::string_view{};
}

int year_at(Words const& words, std::size_t token) {
  if (token >= words.size() || words.at(token).kind != TokenKind::number) return 0;
  auto const text = words[token];
  if (text.size() != 4 || !digits(text)) return 0;
  auto const year = number(text);
  return year >= 1900 && year <= 2099 ? year : 0;
}

int month_of(std::string_view word) {
  for (std::size_t index = 0; index < months.size(); ++index)
    if (months[index] == word) return static_cast<int>(index) + 1;
  return 0;
}

std::vector<TimePoint> time_points(Words const& words) {
  std::vector<TimePoint> points;
  auto const add = [&](std::size_t first, std::size_t last, int month, bool day) {
    TimePoint point{first, last, 0, month, day};
    if (auto const year = year_at(words, last + 1); year != 0 && words.at(last + 1).sentence == words.at(last).sentence) {
      point.year = year;
      point.last = last + 1;
    }
    points.push_back(point);
  };
  for (std::size_t token = 0; token < words.size(); ++token) {
    auto const word = words[token];
    if (auto const month = month_of(word); month != 0) {
      // "i oktober", "senast den 1 oktober", "fr.o.m. september", "den 1 oktober 2013"
      bool const numbered = token > 0 && words.at(token - 1).kind == TokenKind::number;
      auto const first = token - (numbered ? 1 : 0);
      add(first, token, month, numbered);
      continue;
    }
    if (token + 1 >= words.size()) break;
    auto const next = words[token + 1];
    if (word == "i" && one_of(next, {"höst", "vår", "vinter", "sommar"})) add(token, token + 1, 0, false);
    else if (one_of(word, {"under", "till", "efter", "innan", "före"}) &&
             one_of(next, {"hösten", "våren", "vintern", "sommaren", "årsskiftet", "semestern", "sommarsemestern"}))
      add(token, token + 1, 0, false);
    else if (one_of(word, {"nästa", "kommande", "nästkommande"}) &&
             one_of(next, {"år", "vecka", "månad", "termin", "höst", "vår", "tertial", "kvartal"}))
      add(token, token + 1, 0, false);
    else if (one_of(word, {"under", "senast", "till"}) && year_at(words, token + 1) != 0)
      points.push_back({token, token + 1, year_at(words, token + 1), 0, false});
  }
  return points;
}

}  // namespace rimlig::lint
