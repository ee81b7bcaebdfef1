// Every observation that the requirements list for these rules, on the real documents. Their texts
// are material: nothing of them is repaired here, the rules must find it.
#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "lint/rules/l01_share.hpp"
#include "lint/seed_data_test.hpp"

using namespace rimlig::lint;
using namespace rimlig::lint::test;

namespace {

std::vector<Observation> found(std::optional<Seed> const& seed) { return check(seed->document, seed->context); }

std::set<std::string> subjects(std::vector<Observation> const& some) {
  std::set<std::string> keys;
  for (auto const& one : some) keys.insert(one.subject);
  return keys;
}

std::vector<Observation> with(std::vector<Observation> const& some, Severity severity) {
  std::vector<Observation> kept;
  for (auto const& one : some)
    if (one.severity == severity) kept.push_back(one);
  return kept;
}

bool asks(std::vector<Observation> const& some, std::string_view part) {
  for (auto const& one : some)
    if (one.question.find(part) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("print all observations when asked") {
  if (std::getenv("RIMLIG_LINT_LIST") == nullptr) return;
  for (auto const& seed : {seed_000(), seed_001(), seed_004()})
    if (seed) MESSAGE(seed->document.title, "\n", listing(check(seed->document, seed->context)));
}

TEST_CASE("LS0-a: two of eight units is read as a share, 25 %, and is not questioned") {
  auto const seed = seed_000();
  if (!seed) return;
  auto const shares = rules::shares(Words(seed->document.findings[0].text));
  REQUIRE(shares.size() == 1);
  CHECK(shares[0].part == 2);
  CHECK(shares[0].whole == 8);
  CHECK(percent_text(shares[0].part, shares[0].whole, 0) == "25 %");
  CHECK(of(found(seed), "L1").empty());
}

TEST_CASE("LS0-b: the heading lacks a noun after 'inom'") {
  if (auto const seed = seed_000()) CHECK(quotes(found(seed), "L21", "finding:5", "inom är"));
}

TEST_CASE("LS0-c: the heading says biståndsbedömning, the cited section is about children") {
  if (auto const seed = seed_000()) CHECK(asks(of(found(seed), "L14", "finding:5"), "biståndsbedömning"));
}

TEST_CASE("LS0-d: 'åtgärdade i de flesta fallen' while none of five says so") {
  auto const seed = seed_000();
  if (!seed) return;
  CHECK(quotes(found(seed), "L3", "document", "de flesta"));
  CHECK(asks(of(found(seed), "L3"), "0 som klara och 5 som pågående"));
}

TEST_CASE("LS0-e: the same measure text twice is one resource of 50 %") {
  auto const seed = seed_000();
  if (!seed) return;
  auto const same = of(found(seed), "L12", "finding:3");
  REQUIRE(same.size() == 1);
  CHECK(same[0].related == std::vector<std::string>{"finding:4"});
  CHECK(asks(same, "50%"));
}

TEST_CASE("LS0-f: no year, no number, no status, no day, and only one names people") {
  auto const seed = seed_000();
  if (!seed) return;
  auto const all = found(seed);
  CHECK(quotes(all, "L7", "finding:3", "Fr.o.m. september"));
  CHECK(quotes(all, "L7", "finding:4", "Fr.o.m. september"));
  CHECK(quotes(all, "L8", "finding:3", "flertalet fall"));
  CHECK(quotes(all, "L8", "finding:4", "flertalet fall"));
  auto const missing = of(all, "L7", "document");
  CHECK(asks(missing, "status har åtgärden? Det gäller 5 av 5"));
  CHECK(asks(missing, "klar? Det gäller 5 av 5"));
  CHECK(asks(missing, "ansvarar för åtgärden? Det gäller 4 av 5"));
}

TEST_CASE("LS0-g: BBiC, and a missing full stop after the first 50 % sentence") {
  auto const seed = seed_000();
  if (!seed) return;
  CHECK(quotes(found(seed), "L21", "finding:5", "BBiC"));
  CHECK(asks(of(found(seed), "L21", "finding:3"), "saknar punkt"));
  CHECK_FALSE(asks(of(found(seed), "L21", "finding:4"), "saknar punkt"));
}

TEST_CASE("LS0-h: the staffing action is dated in the year of the finding") {
  if (auto const seed = seed_000()) CHECK(quotes(found(seed), "L9", "finding:5", "under 2012"));
}

TEST_CASE("S0-38: the statute is shown as it was, with today's counterpart") {
  if (auto const seed = seed_000()) CHECK(asks(of(found(seed), "L14", "finding:5"), "20 kap. 3 § socialtjänstlagen (2025:400)"));
}

TEST_CASE("LS1-a: 43 of 73 is 58,9 % and is not questioned") {
  auto const seed = seed_001();
  if (!seed) return;
  auto const shares = rules::shares(Words(seed->document.findings[0].results[0].text));
  REQUIRE(shares.size() == 2);
  CHECK(shares[0].part == 43);
  CHECK(shares[0].whole == 73);
  CHECK(percent_text(43, 73, 1) == "58,9 %");
  CHECK(of(found(seed), "L1").size() == 1);
}

TEST_CASE("LS1-b: 21 of 73 is 28,8 % and not 27,4 %, which is 20 of 73") {
  auto const seed = seed_001();
  if (!seed) return;
  auto const wrong = of(found(seed), "L1", "finding:1");
  REQUIRE(wrong.size() == 1);
  CHECK(wrong[0].severity == Severity::error);
  CHECK(asks(wrong, "21 av 73 är 28,8 %"));
  CHECK(wrong[0].suggestion.find("20 av 73 är 27,4 %") != std::string::npos);
}

TEST_CASE("LS1-e: half of the cases without n, no value of the follow-up year, estimates") {
  auto const seed = seed_001();
  if (!seed) return;
  auto const all = found(seed);
  CHECK(quotes(all, "L7", "finding:4", "hälften av ärendena"));
  CHECK(asks(of(all, "L7", "finding:5"), "Vilket är värdet nu?"));
  CHECK(quotes(all, "L8", "finding:5", "ca 38 %"));
  CHECK(quotes(all, "L8", "finding:5", "ca 30-50 %"));
}

TEST_CASE("LS1-g: 'i några fall pågår' while none of seven is said to be finished") {
  auto const seed = seed_001();
  if (!seed) return;
  auto const claims = of(found(seed), "L3");
  REQUIRE(claims.size() == 1);
  CHECK(asks(claims, "0 som klara och 5 som pågående"));
}

TEST_CASE("LS1-h: variants of a name and a word, slips and a missing word") {
  auto const seed = seed_001();
  if (!seed) return;
  auto const all = found(seed);
  CHECK(quotes(all, "L13", "finding:6", "funktionsnedsättning"));
  CHECK(asks(of(all, "L13", "finding:3"), "svarblanketter"));
  CHECK(quotes(all, "L21", "finding:3", "viste"));
  CHECK(quotes(all, "L21", "finding:4", "förläning"));
  CHECK(quotes(all, "L21", "finding:5", "förskollärare stadsdelen"));
}

TEST_CASE("LS1-i: a day without a year, 'regelbundet' twice, one responsible of seven") {
  auto const seed = seed_001();
  if (!seed) return;
  auto const all = found(seed);
  CHECK(quotes(all, "L7", "finding:7", "den 1 oktober"));
  CHECK(quotes(all, "L7", "finding:1", "regelbundet"));
  CHECK(quotes(all, "L7", "finding:3", "regelbundet"));
  CHECK(asks(of(all, "L7", "document"), "ansvarar för åtgärden? Det gäller 6 av 7"));
}

TEST_CASE("S1-42: hard wraps and page breaks that were mended are told") {
  auto const seed = seed_001();
  if (!seed) return;
  CHECK(asks(of(found(seed), "L16", "document"), "brutna mitt i meningen"));
  CHECK(asks(of(found(seed), "L16", "finding:1"), "fortsatte på nästa sida"));
}

TEST_CASE("LS4-b: 17 closed and all three late ones lack an analysis") {
  auto const seed = seed_004();
  if (!seed) return;
  auto const missing = of(found(seed), "L22");
  std::size_t closed = 0, late = 0;
  for (auto const& one : missing) ++(one.field == "analysis" ? closed : late);
  CHECK(closed == 17);
  CHECK(late == 3);
}

TEST_CASE("LS4-c: 11 measures ended before the year, 6 span years, one starts on the last day of a year") {
  auto const seed = seed_004();
  if (!seed) return;
  auto const dates = of(found(seed), "L9");
  CHECK(subjects(with(dates, Severity::warning)) ==
        std::set<std::string>{"row:6", "row:8", "row:10", "row:12", "row:13", "row:19", "row:46", "row:48", "row:55", "row:65", "row:66"});
  std::set<std::string> spans;
  for (auto const& one : dates)
    if (one.question.find("längre än ett år") != std::string::npos) spans.insert(one.subject);
  CHECK(spans.size() == 6);
  CHECK(quotes(dates, "L9", "row:48", "2012-12-31"));
}

TEST_CASE("LS4-d: nine closed measures whose text says otherwise, and three softer ones") {
  auto const seed = seed_004();
  if (!seed) return;
  auto const contradictions = of(found(seed), "L4");
  CHECK(subjects(with(contradictions, Severity::error)) ==
        std::set<std::string>{"row:14", "row:18", "row:38", "row:41", "row:58", "row:59", "row:60", "row:63", "row:64"});
  CHECK(subjects(with(contradictions, Severity::warning)) == std::set<std::string>{"row:56"});
  CHECK(subjects(with(contradictions, Severity::info)) == std::set<std::string>{"row:49", "row:50"});
}

TEST_CASE("LS4-g: a revisionsberättelse is yearly, T2 has none") {
  if (auto const seed = seed_004()) CHECK(quotes(found(seed), "L15", "row:30", "revisionsberättelsen i T2"));
}

TEST_CASE("LS4-h: the heading says the opposite on two pages") {
  auto const seed = seed_004();
  if (!seed) return;
  auto const headings = of(found(seed), "L15", "document");
  REQUIRE(headings.size() == 1);
  CHECK(headings[0].severity == Severity::error);
  CHECK(asks(headings, "2 ställen"));
}

TEST_CASE("S4-3: the status is spelled in two own ways in three rows") {
  auto const seed = seed_004();
  if (!seed) return;
  std::set<std::string> rows;
  for (auto const& one : of(found(seed), "L15"))
    if (one.field == "status") rows.insert(one.subject);
  CHECK(rows == std::set<std::string>{"row:22", "row:23", "row:26"});
}

TEST_CASE("LS4-i: an empty control cell is carried on only with a question, 18 times") {
  auto const seed = seed_004();
  if (!seed) return;
  std::size_t inherited = 0;
  for (auto const& one : of(found(seed), "L16")) inherited += one.field == "control" && one.question.find("ovanför") != std::string::npos;
  CHECK(inherited == 18);
}

TEST_CASE("LS4-j: the row after a page header may be one event or two") {
  if (auto const seed = seed_004()) CHECK(asks(of(found(seed), "L16", "row:26"), "fortsättning"));
}

TEST_CASE("LS4-k: damage that the reader mended is told, and what it left is found") {
  auto const seed = seed_004();
  if (!seed) return;
  auto const all = found(seed);
  CHECK(quotes(all, "L16", "row:32", "Ieras"));
  CHECK(asks(of(all, "L16", "row:32"), "avstavat"));
  CHECK(asks(of(all, "L16", "row:41"), "fortsatte på nästa sida"));
  CHECK(quotes(all, "L16", "row:51", "genomförande-plan"));
  CHECK(asks(of(all, "L16", "document"), "Formateringskod"));
  CHECK(quotes(all, "L21", "row:27", "Försörjningsstödsgare"));
  CHECK(quotes(all, "L21", "row:27", "styr signaler"));
  CHECK(quotes(all, "L13", "row:32", "förtroendekändliga"));
  CHECK(quotes(all, "L21", "row:66", "Medvetandegör"));
}

TEST_CASE("LS4-l: no responsible person and no frequency anywhere, asked once each") {
  auto const seed = seed_004();
  if (!seed) return;
  auto const missing = of(found(seed), "L7");
  CHECK(missing.size() == 2);
  CHECK(asks(missing, "Det gäller 46 av 46"));
}

TEST_CASE("LS4-m: five and four identical texts, near variants, and two years under one event") {
  auto const seed = seed_004();
  if (!seed) return;
  auto const same = of(found(seed), "L12");
  CHECK(asks(same, "Samma text står i 5 åtgärder"));
  CHECK(asks(same, "Samma text står i 4 åtgärder"));
  CHECK(asks(same, "nästan lika i 3 åtgärder"));
  std::set<std::string> older;
  for (auto const& one : same)
    if (one.question.find("äldre åtgärd") != std::string::npos) older.insert(one.subject);
  CHECK(older == std::set<std::string>{"row:8", "row:10", "row:12", "row:46", "row:48"});
}

TEST_CASE("no more questions on the real documents than were counted and judged (docs/lint.md)") {
  if (auto const seed = seed_000()) CHECK(found(seed).size() <= 18);
  if (auto const seed = seed_001()) CHECK(found(seed).size() <= 30);
  if (auto const seed = seed_004()) CHECK(found(seed).size() <= 115);
}
