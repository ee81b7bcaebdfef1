// The follow-up of 2018 in its text dump and in eight formats gives the same 46 actions.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "import/actions_reading.hpp"
#include "kernel/json.hpp"
#include "reader/read.hpp"
#include "shared_data.hpp"

namespace rimlig::import {

namespace {

using kernel::JsonNode;

std::string text_of(JsonNode node) { return node.is_null() ? "" : std::string(node.text()); }

Reading read_shared(std::filesystem::path const& path) { return read_actions(reader::read(test::file_bytes(path), path.filename().string())); }

struct Without {
  bool icons = false, analysis = false, joins = true, title = false;
};

// Seen on the reading side: what differs is said with the row's number.
void compare(Reading const& reading, JsonNode expected, Without without) {
  auto const measures = expected.get("measures");
  REQUIRE(reading.rows.size() == measures.size());
  if (!without.title) CHECK(reading.title == expected.get("title").text());
  CHECK(reading.year == static_cast<int>(expected.get("report_year").integer()));
  CHECK(reading.events == 40);
  for (std::size_t index = 0; index < measures.size(); ++index) {
    auto const measure = measures.at(index);
    auto const& row = reading.rows[index];
    INFO("seq " << index + 1);
    CHECK(row.control.value_or("") == text_of(measure.get("control")));
    CHECK(name_of(row.control_source) == measure.get("control_source").text());
    if (row.control_source != CellSource::explicit_cell) CHECK(row.control_inherited.value_or("") == text_of(measure.get("control_inherited")));
    CHECK(row.unwanted_event.value_or("") == measure.get("unwanted_event").text());
    CHECK(name_of(row.event_source) == measure.get("event_source").text());
    CHECK(row.action == measure.get("measure").text());
    CHECK(row.status == measure.get("status").text());
    CHECK(row.start.value_or("") == measure.get("start_date").text());
    CHECK(row.due.value_or("") == measure.get("end_date").text());
    if (!without.analysis) CHECK(row.analysis.value_or("") == text_of(measure.get("analysis")));
    auto const icon = measure.get("icon").text();
    if (!without.icons) CHECK(row.icon == (icon == "warning" ? "late" : icon));
    if (!without.joins) CHECK(row.icon_raw == measure.get("icon_raw").text());
    if (without.joins) continue;
    auto const joins = measure.get("joins");
    REQUIRE(row.joins.size() == joins.size());
    for (std::size_t k = 0; k < joins.size(); ++k) {
      CHECK((row.joins[k].field == "action" ? "measure" : row.joins[k].field) == joins.at(k).get("field").text());
      CHECK(row.joins[k].line_first == joins.at(k).get("line_first").integer());
      CHECK(row.joins[k].line_next == joins.at(k).get("line_next").integer());
    }
    std::vector<std::int64_t> lines, pages;
    for (std::size_t k = 0; k < measure.get("source_lines").size(); ++k) lines.push_back(measure.get("source_lines").at(k).integer());
    for (std::size_t k = 0; k < measure.get("source_pages").size(); ++k) pages.push_back(measure.get("source_pages").at(k).integer());
    CHECK(std::vector<std::int64_t>(row.source_lines.begin(), row.source_lines.end()) == lines);
    CHECK(std::vector<std::int64_t>(row.source_pages.begin(), row.source_pages.end()) == pages);
  }
}

std::size_t count(Reading const& reading, RepairKind kind) {
  return static_cast<std::size_t>(std::count_if(reading.repairs.begin(), reading.repairs.end(), [&](Repair const& repair) { return repair.kind == kind; }));
}

std::map<std::string, int> statuses(Reading const& reading) {
  std::map<std::string, int> out;
  for (auto const& row : reading.rows) ++out[row.status];
  return out;
}

}  // namespace

TEST_CASE("S4-1 S1-42: the text dump of 2018 gives its 46 actions, every join and every repair") {
  auto const path = test::shared("seeds/004_8aa5fa656df4a310.txt");
  auto const expected_path = test::shared("data/seed/measures-2018.json");
  if (!path || !expected_path) return;
  kernel::JsonDocument const expected(test::file_bytes(*expected_path));
  auto const reading = read_shared(*path);
  compare(reading, expected.root(), {.joins = false});
  CHECK(count(reading, RepairKind::page_heading_removed) == 6);
  CHECK(count(reading, RepairKind::heading_corrected) == 2);
  CHECK(count(reading, RepairKind::status_respelled) == 3);
  CHECK(count(reading, RepairKind::hyphen_removed) == 1);
  CHECK(count(reading, RepairKind::word_joined) == 1);
  CHECK(statuses(reading) == std::map<std::string, int>{{"Avslutad", 43}, {"Försenad/avvikelse", 3}});
  auto const unsure = std::count_if(reading.doubts.begin(), reading.doubts.end(), [](Doubt const& doubt) { return doubt.field == "control" && doubt.suggestion != ""; });
  CHECK(unsure == 18);
  CHECK(std::any_of(reading.doubts.begin(), reading.doubts.end(), [](Doubt const& doubt) { return doubt.row == 16 && doubt.field == "unwanted_event"; }));
  std::vector<std::uint32_t> rows_with_markup;
  for (auto const& repair : reading.repairs)
    if (repair.kind == RepairKind::markup_removed && (rows_with_markup.empty() || rows_with_markup.back() != repair.row)) rows_with_markup.push_back(repair.row);
  CHECK(rows_with_markup.size() == 10);
}

TEST_CASE("S4-1: eight formats give the same 46 actions") {
  auto const expected_path = test::shared("data/seed/measures-2018.json");
  if (!expected_path) return;
  kernel::JsonDocument const expected(test::file_bytes(*expected_path));
  struct Case {
    char const* file;
    Without without;
  };
  for (auto const& [file, without] : {Case{"measures-2018.csv", {.title = true}}, Case{"measures-2018-cp1252.csv", {.icons = true, .title = true}}, Case{"measures-2018.xlsx", {}}, Case{"measures-2018.ods", {}},
                                      Case{"measures-2018.html", {}}, Case{"measures-2018.docx", {}}, Case{"measures-2018.odt", {}}, Case{"measures-2018.pdf", {.analysis = true}}}) {
    auto const path = test::shared(std::string("data/seed/formats/") + file);
    if (!path) continue;
    INFO(std::string(file));
    Reading reading;
    REQUIRE_NOTHROW(reading = read_shared(*path));
    compare(reading, expected.root(), without);
  }
}

TEST_CASE("S4-3: another tool's dump, with its own statuses and a page break in measure 5") {
  auto const path = test::shared("data/tables/followup-dump.txt");
  if (!path) return;
  auto const reading = read_shared(*path);
  REQUIRE(reading.rows.size() == 10);
  CHECK(statuses(reading) == std::map<std::string, int>{{"Ej påbörjad", 3}, {"Pågående", 3}, {"Genomförd", 2}, {"Genomförd med avvikelse", 2}});
  CHECK(reading.rows[4].action == "Följa upp felaktig utbetalning av försörjningsstöd enligt nämndens beslut.");
  CHECK(reading.rows[4].analysis == "Se även bilaga.");
  CHECK(std::count_if(reading.rows.begin(), reading.rows.end(), [](ActionRow const& row) { return !row.control; }) == 3);
  CHECK(count(reading, RepairKind::heading_corrected) == 1);
  CHECK(reading.rows.back().source_pages == std::vector<std::uint32_t>{2});
}

}  // namespace rimlig::import
