#include <doctest/doctest.h>

#include "action/rules.hpp"

using namespace rimlig::action;

namespace {

constexpr std::string_view today = "2026-11-22";

std::vector<std::string> fields(StatusFacts const& facts) {
  std::vector<std::string> out;
  for (auto const& one : missing(facts, today)) out.emplace_back(one.field);
  return out;
}

using Fields = std::vector<std::string>;

}  // namespace

TEST_CASE("S4-5: closing requires analysis, evidence or a reason why none, and effect or a day for judging it") {
  StatusFacts facts{.from = Status::in_progress, .to = Status::done};
  CHECK(fields(facts) == Fields{"analysis", "no_evidence_reason", "effect"});
  facts.analysis = "Rutinen följs.";
  facts.evidence = 1;
  facts.effect = "Väntetiden har halverats.";
  CHECK(fields(facts).empty());
  facts.evidence = 0;
  facts.no_evidence_reason = "Muntlig genomgång.";
  facts.effect = " ";
  facts.effect_review_on = "2027-03-01";
  CHECK(fields(facts).empty());
  facts.done_on = "2026-11-23";
  CHECK(fields(facts) == Fields{"done_on"});
  facts.done_on = {};
  facts.start = "2027";
  CHECK(fields(facts) == Fields{"start"});
}

TEST_CASE("S4-5: delay requires reason and a new date that has not passed") {
  StatusFacts facts{.from = Status::in_progress, .to = Status::delayed, .due = "2026-06-30", .due_before = "2026-06-30"};
  CHECK(fields(facts) == Fields{"reason", "due"});
  facts.reason = "Två vakanser.";
  facts.due = "2026-12-31";
  CHECK(fields(facts).empty());
  facts.due_before = "2026-12-31";
  CHECK(fields(facts) == Fields{"due"});
  facts.from = Status::delayed;
  CHECK(fields(facts).empty());
  facts.due = "2026";
  CHECK(fields(facts).empty());
}

TEST_CASE("S1-30, S4-9: the other statuses ask for what the domain says") {
  CHECK(fields({.to = Status::not_done}) == Fields{"reason"});
  CHECK(fields({.to = Status::cancelled}) == Fields{"reason", "decided_by"});
  CHECK(fields({.to = Status::part_of_routine}) == Fields{"document_ref", "recurring_control_id"});
  CHECK(fields({.from = Status::not_started, .to = Status::in_progress}).empty());
  CHECK(fields({.from = Status::done, .to = Status::in_progress}) == Fields{"reason"});
}

TEST_CASE("every status tells a form what it needs, and nothing else") {
  for (auto const from : all_statuses)
    for (auto const& next : next_statuses(from, 0)) {
      auto const lacking = fields({.from = from, .to = next.to});
      CHECK(lacking.size() == next.requires_all.size() + next.one_of.size());
    }
  CHECK(next_statuses(Status::in_progress, 1)[3].one_of.size() == 1);
}

TEST_CASE("S0-14, S4-6: late is judged by the last day that the end date covers") {
  CHECK(is_late(Status::in_progress, "2026-11-21", today));
  CHECK_FALSE(is_late(Status::in_progress, "2026-11-22", today));
  CHECK_FALSE(is_late(Status::in_progress, "2026", today));
  CHECK_FALSE(is_late(Status::in_progress, "2026-11", today));
  CHECK(is_late(Status::delayed, "2025", today));
  CHECK(is_late(Status::not_done, "2026-10", today));
  CHECK_FALSE(is_late(Status::not_started, "", today));
  for (auto const closed : {Status::done, Status::part_of_routine, Status::cancelled}) CHECK_FALSE(is_late(closed, "2013", today));
}

TEST_CASE("S4-53: a frequency gives dated occurrences") {
  CHECK(occurrences(Frequency::continuous, 2026).empty());
  CHECK(occurrences(Frequency::monthly, 2026).size() == 12);
  CHECK(occurrences(Frequency::monthly, 2024)[1].due.text == "2024-02-29");
  CHECK(occurrences(Frequency::half_yearly, 2026)[0].due.text == "2026-06-30");
  CHECK(occurrences(Frequency::yearly, 2026).size() == 1);
  CHECK(occurrences(Frequency::at_closing, 2026)[0].due.text == "2026-12-31");
}

TEST_CASE("S4-32: tertials are three, named as the source names them") {
  auto const tertials = occurrences(Frequency::tertial, 2018);
  REQUIRE(tertials.size() == 3);
  CHECK(tertials[0].period == "201801-201804");
  CHECK(tertials[1].period == "201805-201808");
  CHECK(tertials[2].period == "201809-201812");
  CHECK(tertials[1].due.text == "2018-08-31");
}

TEST_CASE("S4-1: the next date follows from where the action stands") {
  CHECK(next_date(Status::in_progress, "2026-12", "", {}, today) == "2026-12");
  CHECK(next_date(Status::done, "2026", "2027-03-01", {}, today) == "2027-03-01");
  CHECK(next_date(Status::done, "2026", "2026-03-01", {}, today).empty());
  CHECK(next_date(Status::part_of_routine, "2025", "", Frequency::tertial, today) == "2026-12-31");
  CHECK(next_date(Status::part_of_routine, "2025", "", Frequency::half_yearly, "2026-12-31") == "2026-12-31");
  CHECK(next_date(Status::part_of_routine, "2025", "", Frequency::continuous, today).empty());
  CHECK(next_date(Status::cancelled, "2026", "", {}, today).empty());
}
