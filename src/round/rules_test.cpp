#include "round/rules.hpp"

#include <doctest/doctest.h>

using namespace rimlig;
using namespace rimlig::round;
using enum ReportState;
using enum ReportStep;

TEST_CASE("S4-10: a report goes from the unit to its manager and back, and nowhere else") {
  struct Row {
    ReportState state;
    std::optional<ReportState> save, submit, approve, send_back;
  };
  constexpr auto no = std::nullopt;
  for (auto const& row : {Row{not_started, draft, submitted, no, no}, Row{draft, draft, submitted, no, no},
                          Row{returned, returned, submitted, no, no}, Row{submitted, no, no, approved, returned},
                          Row{approved, no, no, no, no}}) {
    CAPTURE(kernel::name_of(row.state));
    CHECK(after(row.state, ReportStep::save) == row.save);
    CHECK(after(row.state, ReportStep::submit) == row.submit);
    CHECK(after(row.state, ReportStep::approve) == row.approve);
    CHECK(after(row.state, ReportStep::send_back) == row.send_back);
  }
}

TEST_CASE("S0-9: a unit is late the day after the deadline, until it has reported") {
  CHECK_FALSE(is_late(draft, "2026-12-01", "2026-12-01"));
  CHECK(is_late(draft, "2026-12-01", "2026-12-02"));
  CHECK(is_late(not_started, "2026-12-01", "2027-01-01"));
  CHECK(is_late(returned, "2026-12-01", "2026-12-02"));
  CHECK_FALSE(is_late(submitted, "2026-12-01", "2026-12-02"));
  CHECK_FALSE(is_late(approved, "2026-12-01", "2026-12-02"));
}

TEST_CASE("S2-47: the time to send is working time, not the days between") {
  auto const at = [](std::string_view text) { return *kernel::parse_instant(text); };
  auto seconds = add_working_seconds(0, std::nullopt, at("2026-11-22T08:00:00.000Z"));
  CHECK(seconds == 30);
  seconds = add_working_seconds(seconds, at("2026-11-22T08:00:00.000Z"), at("2026-11-22T08:00:45.000Z"));
  CHECK(seconds == 75);
  seconds = add_working_seconds(seconds, at("2026-11-22T08:00:45.000Z"), at("2026-11-23T09:00:00.000Z"));
  CHECK(seconds == 105);
  CHECK(minutes_of(seconds) == 2);
  CHECK(minutes_of(60) == 1);
  CHECK(minutes_of(0) == 0);
  CHECK(median({5, 1, 3}) == 3);
  CHECK(median({4, 1, 3, 2}) == 2);
  CHECK_FALSE(median({}));
}
