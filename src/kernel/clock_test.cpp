#include "kernel/clock.hpp"

#include <doctest/doctest.h>

using namespace rimlig::kernel;

TEST_CASE("clock: an instant is written and read in one form only") {
  FixedClock clock("2026-11-22T07:40:00.005Z");
  CHECK(clock.instant() == "2026-11-22T07:40:00.005Z");
  clock.advance(std::chrono::hours(24));
  CHECK(clock.instant() == "2026-11-23T07:40:00.005Z");
  CHECK(instant_text(*parse_instant("1969-12-31T23:59:59.999Z")) == "1969-12-31T23:59:59.999Z");
  for (auto const* wrong : {"", "2026-11-22", "2026-11-22T07:40:00Z", "2026-13-22T07:40:00.000Z", "2026-02-30T07:40:00.000Z",
                            "2026-11-22T24:00:00.000Z", "2026-11-22 07:40:00.000Z", "2026-11--2T07:40:00.000Z"}) {
    CHECK_FALSE(parse_instant(wrong));
  }
}

TEST_CASE("clock: today is Sweden's date, in winter and in summer") {
  CHECK(FixedClock("2026-11-22T22:59:59.999Z").today() == "2026-11-22");
  CHECK(FixedClock("2026-11-22T23:00:00.000Z").today() == "2026-11-23");
  CHECK(FixedClock("2026-07-01T21:59:59.999Z").today() == "2026-07-01");
  CHECK(FixedClock("2026-07-01T22:00:00.000Z").today() == "2026-07-02");
  CHECK(FixedClock("2026-12-31T23:00:00.000Z").today() == "2027-01-01");
}

TEST_CASE("clock: the system's clock gives a readable instant") { CHECK(parse_instant(SystemClock().instant())); }
