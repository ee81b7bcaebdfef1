// The narrative follow-ups of 2012 and 2013, and the same structure in other layouts.
#include <doctest/doctest.h>

#include "import/narrative_reading.hpp"
#include "kernel/json.hpp"
#include "reader/read.hpp"
#include "shared_data.hpp"

namespace rimlig::import {

namespace {

std::vector<std::string> texts(kernel::JsonNode node) {
  std::vector<std::string> out;
  if (node.kind() == kernel::JsonNode::Kind::text) out.emplace_back(node.text());
  else
    for (std::size_t k = 0; k < node.size(); ++k) out.emplace_back(node.at(k).text());
  return out;
}

void compare(NarrativeReading const& reading, kernel::JsonNode expected) {
  CHECK(reading.title == expected.get("title").text());
  CHECK(reading.review_year == static_cast<int>(expected.get("review_year").integer()));
  CHECK(reading.follow_up_year == static_cast<int>(expected.get("follow_up_year").integer()));
  auto const findings = expected.get("findings");
  REQUIRE(reading.findings.size() == findings.size());
  for (std::size_t k = 0; k < findings.size(); ++k) {
    auto const& finding = reading.findings[k];
    auto const wanted = findings.at(k);
    INFO("finding " << k + 1);
    CHECK(finding.title == wanted.get("title").text());
    CHECK(finding.text == texts(wanted.get("finding")));
    CHECK(finding.actions == texts(wanted.get("actions")));
    if (wanted.has("review_result")) CHECK(finding.review_result == texts(wanted.get("review_result")));
    else CHECK(finding.review_result.empty());
    if (!wanted.has("result_class")) continue;
    auto const result = wanted.get("result_class").text();
    CHECK(finding.assessment == (result == "not met" ? "does_not_meet" : result == "partly met" ? "partly" : "not_assessed"));
    CHECK(finding.ongoing == (result == "ongoing"));
  }
}

}  // namespace

TEST_CASE("S0-1 S0-39 S1-42: the narrative follow-ups give their findings, actions and results") {
  for (auto const& [seed, structure] : {std::pair{"seeds/000_dea89133ed8f0959.txt", "data/seed/findings-2012.json"}, std::pair{"seeds/001_29a3eac3451737ca.txt", "data/seed/findings-2013.json"}}) {
    auto const path = test::shared(seed), expected = test::shared(structure);
    if (!path || !expected) continue;
    INFO(std::string(seed));
    kernel::JsonDocument const json(test::file_bytes(*expected));
    compare(read_findings(reader::read(test::file_bytes(*path), path->filename().string())), json.root());
  }
}

TEST_CASE("S0-5: shares in the text are recomputed from part and whole") {
  auto const path = test::shared("seeds/001_29a3eac3451737ca.txt");
  if (!path) return;
  auto const reading = read_findings(reader::read(test::file_bytes(*path), "b.txt"));
  int wrong = 0;
  for (auto const& finding : reading.findings)
    for (auto const& number : finding.numbers) wrong += !number.agrees();
  CHECK(wrong == 1);
  auto const& numbers = reading.findings.front().numbers;
  REQUIRE(numbers.size() >= 4);
  CHECK(numbers[1].of == 73);
  CHECK(numbers[1].computed_percent == 58.9);
  CHECK(numbers[3].stated_percent == 27.4);
  CHECK(numbers[3].computed_percent == 28.8);
}

TEST_CASE("narrative text in other layouts: HTML headings, a list of actions, wrapped plain text") {
  auto const html = read_findings(reader::read(
      "<html><body><h1>Uppföljning 2021</h1><p>Inledning om rutiner som inte följs.</p><h2>Delegation följs inte</h2><p>Tre av tio beslut saknade delegation.</p>"
      "<p>Åtgärder:</p><ul><li>Ny rutin.</li><li>Utbildning.</li></ul><p>Uppföljningen visar att rutinerna följs.</p><h2>Loggar</h2><p>Loggar granskades inte.</p><p>Åtgärd: Granska loggar.</p></body></html>", "a.html"));
  REQUIRE(html.findings.size() == 2);
  CHECK(html.title == "Uppföljning 2021");
  CHECK(html.findings[0].actions == std::vector<std::string>{"Ny rutin.", "Utbildning."});
  CHECK(html.findings[0].assessment == "meets");
  CHECK(html.findings[0].numbers.front().of == 10);
  CHECK(html.findings[1].actions == std::vector<std::string>{"Granska loggar."});

  auto const wrapped = read_findings(reader::read(
      "Uppföljning av intern kontroll 2020\n\nUnder 2021 har handlingsplanerna följts upp av förvaltningen och\nresultatet presenteras nedan.\n\n"
      "1. Utredningstider\nVid granskningen framkom att utredningar tog längre tid än fyra\nmånader i hälften av de granskade akterna.\n\nÅtgärd\n"
      "Enheten ska följa upp utredningstiden varje månad och ta fram en\nrutin för förlängning.\n\nGranskningen visar att enheten inte har genomfört åtgärden.\n\n"
      "2. Ramavtal\nVid granskningen framkom att inköp gjordes utanför ramavtal.\n\nÅtgärd\nUtbilda beställarna.\n", "a.txt"));
  REQUIRE(wrapped.findings.size() == 2);
  CHECK(wrapped.title == "Uppföljning av intern kontroll 2020");
  CHECK(wrapped.follow_up_year == 2021);
  CHECK(wrapped.findings[0].title == "Utredningstider");
  CHECK(wrapped.findings[0].text == std::vector<std::string>{"Vid granskningen framkom att utredningar tog längre tid än fyra månader i hälften av de granskade akterna."});
  CHECK(wrapped.findings[0].assessment == "does_not_meet");
  CHECK(wrapped.findings[1].actions == std::vector<std::string>{"Utbilda beställarna."});
}

TEST_CASE("text without findings is refused with what was looked for") {
  CHECK_THROWS_AS(read_findings(reader::read("Bara en rad text.\n", "a.txt")), reader::Refusal);
}

}  // namespace rimlig::import
