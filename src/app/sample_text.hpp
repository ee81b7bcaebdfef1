// The sample documents are written for one year; this moves them to another, so that the sample
// municipality is always in the middle of its current round.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::app {

/// Adds `years` to every year number 2015–2035 in the text: "2026", "2026-03-01", "202601".
std::string move_years(std::string_view text, int years);

/// The date `days` after (or before) an ISO date.
std::string plus_days(std::string_view date, int days);

/// One role of one person in one unit, as organisation.csv lists them.
struct SampleRole {
  std::string unit, kind, parent, area, name, email, role;
};

/// Reads organisation.csv: a heading, then seven columns between semicolons. Problem 400 names the line.
std::vector<SampleRole> read_organisation(std::string_view csv);

}  // namespace rimlig::app
