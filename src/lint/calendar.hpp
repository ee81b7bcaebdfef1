// Partial dates ("2013", "2013-04", "2013-04-30") as the days they may mean, and the time words of
// Swedish texts. A year is a year: no day is ever made up for it.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/words.hpp"

namespace rimlig::lint {

struct Days {
  std::string first, last;  // ISO, inclusive; comparable as text
};

/// The days that a partial date may mean; nothing when it is empty or no date.
std::optional<Days> days(std::string_view partial);
bool is_partial_date(std::string_view text);
/// "2013" from any partial date; empty when there is none.
std::string_view year_of(std::string_view partial);
/// A token that is a year between 1900 and 2099; 0 otherwise.
int year_at(Words const& words, std::size_t token);
/// 1–12 for "januari" … "december", 0 otherwise.
int month_of(std::string_view lower_case);

/// A point in time named in words: "i höst", "under hösten 2018", "i oktober", "nästa år", "före sommaren".
struct TimePoint {
  std::size_t first = 0, last = 0;  // tokens
  int year = 0;                     // 0 when not said
  int month = 0;                    // 0 when not said
  bool day = false;                 // with a day number: "den 1 oktober"
};
std::vector<TimePoint> time_points(Words const& words);

}  // namespace rimlig::lint
