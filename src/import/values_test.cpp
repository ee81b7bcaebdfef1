// Statuses, dates and columns as the tables of others write them.
#include <doctest/doctest.h>

#include <map>

#include "import/columns.hpp"
#include "import/joining.hpp"
#include "import/values.hpp"
#include "kernel/json.hpp"
#include "reader/read.hpp"
#include "shared_data.hpp"

namespace rimlig::import {

TEST_CASE("S4-6: dates are read when they have one meaning, asked about when they have two, and refused when they have none") {
  for (auto const* sure : {"2025-03-10", "10.3.2025", "20250310", "10 mars 2025", "2025-03-10T00:00:00", "2025-03-10 00:00"}) CHECK_MESSAGE(read_date(sure).date == "2025-03-10", sure);
  for (auto const* unsure : {"10/3/2025", "3/10/2025", "250310", "45726", "snart"}) CHECK_MESSAGE(read_date(unsure).certainty == DateCertainty::unsure, unsure);
  for (auto const* bad : {"2025-02-30", "2025-W11", "0000-00-00", "31.4.2025"}) CHECK_MESSAGE(read_date(bad).certainty == DateCertainty::impossible, bad);
  CHECK(read_date("2025").date == "2025");
  CHECK(read_date("2025-04").date == "2025-04");
  CHECK(read_date("mars 2025").date == "2025-03");
  CHECK(read_date("31/12 2018").date == "2018-12-31");
  CHECK(read_date("-").certainty == DateCertainty::none);
  CHECK(read_date("10/3/2025", DayOrder::day_first).date == "2025-03-10");
  CHECK(day_order_of("25/3/2025") == DayOrder::day_first);
}

TEST_CASE("S4-6: tables/dates.csv as its index says") {
  auto const path = test::shared("data/tables/INDEX.json");
  if (!path) return;
  kernel::JsonDocument const index(test::file_bytes(*path));
  auto const files = index.root().get("files");
  for (std::size_t k = 0; k < files.size(); ++k) {
    if (files.at(k).get("file").text() != "dates.csv") continue;
    auto const expected = files.at(k).get("expect");
    for (auto const& [name, certainty] : {std::pair{"sure", DateCertainty::sure}, std::pair{"unsure", DateCertainty::unsure}, std::pair{"bad", DateCertainty::impossible}})
      for (std::size_t n = 0; n < expected.get(name).size(); ++n) CHECK_MESSAGE(read_date(expected.get(name).at(n).text()).certainty == certainty, expected.get(name).at(n).text());
  }
}

TEST_CASE("S4-3 S4-4: statuses and icons in their many spellings") {
  for (auto const* spelling : {"Försenad/avvikelse", "Försenad/ avvikelser", "Försenad /avvikelse", "FÖRSENAD/AVVIKELSE"}) CHECK(read_status(spelling).label == "Försenad/avvikelse");
  CHECK(read_status("Pågående").code == "in_progress");
  CHECK(read_status("Genomförd med avvikelse").with_deviation);
  CHECK(read_status("Ej genomförd").code == "not_done");
  CHECK(read_status("Blå").label.empty());
  CHECK(read_icon("✅ Klar").rest == "Klar");
  CHECK(read_icon("❗\uFE0F Sen").meaning == "late");
  CHECK(read_icon("Ingen ikon").icon.empty());
}

TEST_CASE("S1-42: halves are joined by what the words are") {
  Vocabulary vocabulary;
  vocabulary.add("genomförandeplaner upprättas");
  auto const joined = [&](char const* first, char const* next) { return join_halves(first, next, vocabulary).text; };
  CHECK(joined("leda till revisions-", "anmärkning") == "leda till revisionsanmärkning");
  CHECK(joined("mellan avdelnings-", "respektive enhetschef") == "mellan avdelnings- respektive enhetschef");
  CHECK(joined("rehabiliteringsproce", "ssen i synnerhet") == "rehabiliteringsprocessen i synnerhet");
  CHECK(joined("genomförande", "planer saknas") == "genomförandeplaner saknas");
  CHECK(joined("kontakta HR-", "enheten") == "kontakta HR-enheten");
  CHECK(joined("perioden 2018-", "12-31") == "perioden 2018-12-31");
  CHECK(joined("får vid behov", "individuella insatser") == "får vid behov individuella insatser");
  CHECK(joined("2 ggr", "per år") == "2 ggr per år");
  CHECK(joined("det är en", "liga") == "det är en liga");
}

TEST_CASE("tables/: plans are mapped by their headings, in one row or two") {
  std::map<std::string, int> const statuses = {{"Ej påbörjad", 3}, {"Pågående", 3}, {"Genomförd", 2}, {"Genomförd med avvikelse", 2}};
  for (auto const* file : {"plan-wide.xlsx", "plan-grouped.xlsx", "plan-table.html"}) {
    auto const path = test::shared(std::string("data/tables/") + file);
    if (!path) continue;
    INFO(std::string(file));
    auto const document = reader::read(test::file_bytes(*path), file);
    auto const& rows = document.tables.front().rows;
    auto const at = find_headings(rows);
    REQUIRE(at);
    auto const map = map_columns(rows, *at);
    if (std::string_view(file) == "plan-wide.xlsx") CHECK(rows[*at].number == 3);
    if (std::string_view(file) == "plan-table.html") CHECK(map.heading_rows == 2);
    REQUIRE(map.at(Column::status));
    REQUIRE(map.at(Column::control));
    std::map<std::string, int> found;
    int controls = 0;
    for (auto row = *at + map.heading_rows; row < rows.size(); ++row) {
      ++found[read_status(rows[row].text(*map.at(Column::status))).label];
      controls += !rows[row].text(*map.at(Column::control)).empty();
    }
    CHECK(found == statuses);
    CHECK(controls == 10);
  }
}

}  // namespace rimlig::import
