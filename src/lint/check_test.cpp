#include "lint/check.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <set>

#include "lint/seed_data_test.hpp"

using namespace rimlig::lint;
using namespace rimlig::lint::test;

namespace {

/// Plausible rows without two alike: words drawn from a list by a fixed generator.
Document many_actions(std::size_t count) {
  static constexpr std::array<std::string_view, 24> words{
      "rutin", "uppföljning", "stickprov", "enhetschef", "hemtjänst", "förskola", "avtal", "attest", "fakturor", "behörigheter",
      "dokumentation", "genomförandeplan", "brukare", "kontroll", "utbildning", "larm", "nycklar", "läkemedel", "bemanning",
      "överlämning", "register", "delegation", "sekretess", "arkiv"};
  std::mt19937 random(7);
  auto const word = [&] { return std::string(words[random() % words.size()]); };
  Document document;
  for (std::size_t number = 0; number < count; ++number) {
    Action action;
    action.key = "action:" + std::to_string(number);
    action.event = "Att " + word() + " inte följs i " + word();
    action.control = "Kontroll av " + word() + " varje månad";
    action.text = "Gå igenom " + word() + " och " + word() + " med " + word() + " samt " + word() + " under året";
    action.analysis = "Av " + std::to_string(10 + random() % 80) + " granskade ärenden hade " + std::to_string(random() % 10) +
                      " ärenden brister. Genomgång av " + word() + " har genomförts och " + word() + " kommer att följas upp. Enligt 6 kap. 6 § kommunallagen ska " +
                      word() + " finnas.";
    action.status = static_cast<Status>(random() % 7);
    action.start = "2026-01-01";
    action.due = "2026-12-31";
    document.actions.push_back(std::move(action));
  }
  return document;
}

}  // namespace

TEST_CASE("every question points at its own quote, is in words and names a rule") {
  std::set<std::string_view> ids;
  for (auto const& rule : rule_texts()) {
    CHECK(ids.insert(rule.id).second);
    CHECK_FALSE(rule.title.empty());
    CHECK_FALSE(rule.explanation.empty());
  }
  CHECK(ids.size() == 13);
  auto const document = many_actions(200);
  Context const context{"2026-11-22", "2026-01-01", "2026-12-31", "2026", "2026-11-22"};
  for (auto const& one : check(document, context)) {
    CHECK(ids.contains(one.rule));
    CHECK_FALSE(one.question.empty());
    CHECK(one.end - one.begin == one.quote.size());
    if (one.field == "analysis" && one.end > one.begin)
      for (auto const& action : document.actions)
        if (action.key == one.subject) CHECK(action.analysis.substr(one.begin, one.end - one.begin) == one.quote);
  }
}

TEST_CASE("one action by itself gets the same questions as in a document, but for the rules across rows") {
  auto document = many_actions(1);
  document.actions[0].frequency = "monthly";
  Context const context{"2026-11-22", "2026-01-01", "2026-12-31", "2026", "2026-11-22"};
  CHECK(listing(check(document.actions[0], context)) == listing(check(document, context)));
}

TEST_CASE("how often a control is made is asked of a document and not of each action on its own") {
  auto document = many_actions(1);
  document.actions[0].owner = "Enhetschef";
  document.actions[0].status = Status::in_progress;
  document.actions[0].analysis.clear();
  CHECK(of(check(document, {}), "L7").size() == 1);
  CHECK(of(check(document.actions[0], {}), "L7").empty());
}

TEST_CASE("broken bytes and odd texts are read without harm") {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    Action action;
    action.key = "a";
    action.status = Status::done;
    for (auto* text : {&action.text, &action.analysis, &action.event, &action.due})
      for (std::size_t length = random() % 60; length > 0; --length) *text += static_cast<char>(random() % 256);
    Finding finding;
    finding.key = "f";
    finding.title = action.text;
    finding.text = action.analysis;
    finding.actions = {action.event, "§ " + action.due + "5 kap. % av 8"};
    Document document;
    document.summary = action.analysis + " de flesta åtgärdade";
    document.actions = {action, action};
    document.findings = {finding};
    for (auto const& one : check(document, {"2026", "2026-01-01", "2026-12-31", "2013", "2026-11-22"})) CHECK(one.end >= one.begin);
  }
}

TEST_CASE("the time grows with the number of rows and not with its square") {
  Context const context{"2026-11-22", "2026-01-01", "2026-12-31", "2026", "2026-11-22"};
  auto const seconds = [&](std::size_t count) {
    auto const document = many_actions(count);
    auto const start = std::clock();
    auto const found = check(document, context);
    CHECK_FALSE(found.empty());
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  auto const small = seconds(1000), large = seconds(8000);
  MESSAGE("1 000 rows ", small, " s, 8 000 rows ", large, " s of processor time");
  CHECK(large < 20 * small + 0.5);
}
