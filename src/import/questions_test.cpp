// The path of the real documents from the file to the questions: reading and rules together.
#include "import/questions.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <set>

#include "import/actions_reading.hpp"
#include "import/lint_file.hpp"
#include "kernel/json.hpp"
#include "reader/read.hpp"
#include "shared_data.hpp"

namespace rimlig::import {

namespace {

constexpr char const* today = "2026-11-22";

std::set<std::uint32_t> rows(std::vector<RowQuestion> const& all, std::string_view rule, Severity severity) {
  std::set<std::uint32_t> found;
  for (auto const& one : all)
    if (one.rule == rule && one.severity == severity) found.insert(one.row);
  return found;
}

bool asks(std::vector<RowQuestion> const& all, std::string_view rule, std::string_view part) {
  for (auto const& one : all)
    if (one.rule == rule && (one.text.find(part) != std::string::npos || one.quote.find(part) != std::string::npos)) return true;
  return false;
}

void list_when_asked(std::vector<RowQuestion> const& all) {
  if (std::getenv("RIMLIG_LINT_LIST") == nullptr) return;
  std::string out;
  for (auto const& one : all) out += one.rule + " " + std::string(to_text(one.severity)) + " " + std::to_string(one.row) + " " + one.field + " [" + one.quote + "] " + one.text + "\n";
  MESSAGE(out);
}

}  // namespace

TEST_CASE("LS4-d LS4-b LS4-c: the table of 2018 from its text dump gets its questions") {
  auto const path = test::shared("seeds/004_8aa5fa656df4a310.txt");
  if (!path) return;
  auto const reading = read_actions(reader::read(test::file_bytes(*path), path->filename().string()));
  auto const all = questions(reading, today);
  list_when_asked(all);
  CHECK(rows(all, "L4", Severity::error) == std::set<std::uint32_t>{9, 10, 25, 28, 40, 41, 42, 43, 44});
  CHECK(rows(all, "L4", Severity::warning) == std::set<std::uint32_t>{38});
  CHECK(rows(all, "L22", Severity::warning).size() == 20);
  CHECK(rows(all, "L9", Severity::warning).size() == 11);
  CHECK(asks(all, "L12", "Samma text står i 5 åtgärder"));
  CHECK(asks(all, "L15", "Oönskad händelse"));
  CHECK(asks(all, "L16", "Ieras"));
  std::set<std::pair<std::uint32_t, std::string>> once;
  for (auto const& one : all) CHECK(once.emplace(one.row, one.rule + one.field + one.quote + one.text).second);
}

TEST_CASE("LS0-d LS1-b LS1-g: the narratives get theirs") {
  auto const path = test::shared("seeds/001_29a3eac3451737ca.txt");
  if (!path) return;
  auto const second = questions(read_findings(reader::read(test::file_bytes(*path), path->filename().string())), today);
  list_when_asked(second);
  CHECK(asks(second, "L1", "21 av 73 är 28,8 %"));
  CHECK(asks(second, "L3", "0 som klara och 5 som pågående"));
  CHECK(asks(second, "L14", "20 kap. 3 §"));
  CHECK(asks(second, "L13", "funktionsnedsättning"));
  auto const first = test::shared("seeds/000_dea89133ed8f0959.txt");
  if (!first) return;
  auto const all = questions(read_findings(reader::read(test::file_bytes(*first), first->filename().string())), today);
  list_when_asked(all);
  CHECK(asks(all, "L3", "0 som klara och 5 som pågående"));
  CHECK(asks(all, "L12", "samma resurs"));
  CHECK(asks(all, "L21", "inom är"));
}

TEST_CASE("rimlig lint FILE: a document is judged without storing it, and the exit code says whether something is wrong") {
  std::string const text =
      "Uppföljning av internkontroll 2025\n\n1. Attest\nVid granskningen framkom att av 20 fakturor var 4 fakturor fel (25 %).\n\nÅtgärd\nEnhetschefen ansvarar för en ny rutin.\n\n"
      "Granskningen visar att rutinen är klar.\n";
  auto const judged = lint_document(reader::read(text, "egen.txt"), "egen.txt", today, true);
  CHECK(judged.exit_code == 3);
  kernel::JsonDocument const json(judged.text);
  CHECK(json.root().get("kind").text() == "findings");
  CHECK(json.root().get("questions").size() > 0);
  CHECK(judged.text.find("4 av 20 är 20 %") != std::string::npos);
  CHECK(lint_document(reader::read(text, "egen.txt"), "egen.txt", today, false).text.find("punkt 1  L1") != std::string::npos);
}

TEST_CASE("a table without a column for the analysis is asked about once") {
  Reading reading;
  for (std::uint32_t seq = 1; seq <= 5; ++seq) {
    ActionRow row;
    row.seq = seq;
    row.action = "Åtgärd nummer " + std::to_string(seq);
    row.status_code = "done";
    reading.rows.push_back(row);
  }
  CHECK(rows(questions(reading, today), "L22", Severity::warning).size() == 5);
  reading.doubts.push_back({"L7", Severity::warning, 0, "analysis", "Tabellen har ingen kolumn för analys. Är den med i källan?", "", ""});
  CHECK(rows(questions(reading, today), "L22", Severity::warning).empty());
}

TEST_CASE("a question points into the field that the reader sees") {
  NarrativeReading reading;
  reading.review_year = 2025;
  reading.follow_up_year = 2026;
  FindingRow row;
  row.seq = 3;
  row.title = "Attest";
  row.text = {"Första stycket.", "Av 20 fakturor var 4 fakturor fel (25 %)."};
  row.actions = {"Enhetschefen ansvarar för ny rutin."};
  reading.findings = {row};
  auto const all = questions(reading, today);
  bool found = false;
  for (auto const& one : all)
    if (one.rule == "L1") {
      found = true;
      CHECK(one.row == 3);
      CHECK(one.field == "text");
      CHECK(("Första stycket.\n" + row.text[1]).substr(one.begin, one.end - one.begin) == one.quote);
    }
  CHECK(found);
}

}  // namespace rimlig::import
