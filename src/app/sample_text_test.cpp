#include "app/sample_text.hpp"

#include <doctest/doctest.h>

using namespace rimlig::app;

TEST_CASE("sample: years move, other numbers stay") {
  CHECK(move_years("Uppföljning 2026, start 2026-02-29, period 202601–202604", 1) == "Uppföljning 2027, start 2027-02-29, period 202701–202704");
  CHECK(move_years("dnr 1.2–45/2025, 73 av 120, 20261, 202699, 2000 kr", -1) == "dnr 1.2–45/2024, 73 av 120, 20261, 202699, 2000 kr");
  CHECK(move_years("2026", 0) == "2026");
}

TEST_CASE("sample: days are counted over the turn of the year and leap days") {
  CHECK(plus_days("2026-11-22", 10) == "2026-12-02");
  CHECK(plus_days("2026-12-25", 10) == "2027-01-04");
  CHECK(plus_days("2028-03-01", -1) == "2028-02-29");
}
