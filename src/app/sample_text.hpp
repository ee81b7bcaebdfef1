// The sample documents are written for one year; this moves them to another, so that the sample
// municipality is always in the middle of its current round.
#pragma once
#include <string>
#include <string_view>

namespace rimlig::app {

/// Adds `years` to every year number 2015–2035 in the text: "2026", "2026-03-01", "202601".
std::string move_years(std::string_view text, int years);

/// The date `days` after (or before) an ISO date.
std::string plus_days(std::string_view date, int days);

}  // namespace rimlig::app
