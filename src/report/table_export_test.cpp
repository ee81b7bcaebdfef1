#include "report/table_export.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "report/test_support.hpp"

using namespace rimlig::report;

namespace {

std::vector<Column> const columns{{"Nummer", 10, ColumnKind::number}, {"Åtgärd", 40, ColumnKind::text}, {"Slutdatum", 12, ColumnKind::date}};

RowSource rows_of(std::vector<std::vector<std::string>> rows) {
  return [rows = std::move(rows), n = std::size_t{0}](std::vector<std::string>& cells) mutable {
    if (n == rows.size()) return false;
    cells = rows[n++];
    return true;
  };
}

RowSource many(std::size_t count) {
  return [count, n = std::size_t{0}](std::vector<std::string>& cells) mutable {
    if (n == count) return false;
    ++n;
    cells = {std::to_string(n), "Uppföljning och analys av resultat sker i samband med kvalitetsredovisning " + std::to_string(n), "2018-12-31"};
    for (int extra = 3; extra < 12; ++extra) cells.push_back("Värde " + std::to_string(n % 97));
    return true;
  };
}

std::vector<Column> wide_columns() {
  auto wide = columns;
  for (int n = 3; n < 12; ++n) wide.push_back({"Kolumn " + std::to_string(n), 18, ColumnKind::text});
  return wide;
}

WorkbookInfo const book{"Åtgärder", "Kommunen", "2026-11-22T08:00:00.000Z"};

}  // namespace

TEST_CASE("S4-1: CSV opens in Swedish Excel and holds every word") {
  auto const csv = write_csv(columns, rows_of({{"1", "Säg \"nej\"; sedan\nny rad", "2018-12-31"}, {"2", "kort"}}));
  CHECK(csv == "\xEF\xBB\xBF\"Nummer\";\"Åtgärd\";\"Slutdatum\"\r\n\"1\";\"Säg \"\"nej\"\"; sedan\nny rad\";\"2018-12-31\"\r\n\"2\";\"kort\";\"\"\r\n");
}

TEST_CASE("CSV: what a spreadsheet would run as a formula is text") {
  for (std::string const hostile : {"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1+1", "\n=1+1", "＝1+1", "|x", "%x", "'=1", "''+1", "' =1", "\u00A0@x"}) {
    CAPTURE(hostile);
    auto const csv = write_csv({{"Text", 10, ColumnKind::text}}, rows_of({{hostile}}));
    CHECK(csv.find("\"'" + hostile) != std::string::npos);
  }
  for (std::string const blank : {"\t=1", "\r=1", "\r\n=1"})  // blanks are put in order first
    CHECK(write_csv({{"Text", 10, ColumnKind::text}}, rows_of({{blank}})).find("\r\n\"'") != std::string::npos);
  for (std::string const plain : {"'vanlig'", "a=b", "å", "5-3", "'"})
    CHECK(write_csv({{"Text", 10, ColumnKind::text}}, rows_of({{plain}})).find("\r\n\"" + plain + "\"") != std::string::npos);
  auto const numbers = write_csv({{"Antal", 10, ColumnKind::number}}, rows_of({{"-5"}, {"-1,5"}, {"-1+1"}}));
  CHECK(numbers.find("\"-5\"\r\n\"-1,5\"\r\n\"'-1+1\"") != std::string::npos);
}

TEST_CASE("a row with too many cells is a fault of the caller") {
  CHECK_THROWS(write_csv(columns, rows_of({{"1", "2", "3", "4"}})));
  CHECK_THROWS(write_xlsx(book, {{"Blad", "", columns, rows_of({{"1", "2", "3", "4"}}), 1}}));
}

TEST_CASE("XLSX: hostile text stays text, partial dates stay as they are, same data gives same bytes") {
  std::vector<std::vector<std::string>> const rows{
      {"1", "=HYPERLINK(\"http://x\")", "2018-12-31"}, {"två", std::string("styr\0tecken\x01", 12), "2018"},
      {"3", "trasig \xC3\x28 utf-8", "2018-02"},        {"4", "_x0041_ <script>&amp;</script> {{x}}", "2018-13-45"},
      {"5", std::string(40'000, 'x'), ""},              {"6", "شرح שלום 😀", "2018-12-31"}};
  auto const make = [&] { return write_xlsx(book, {{"Åtgärder/2018: alla [ett]", "Alla", columns, rows_of(rows), rows.size()}, {"Åtgärder", "Tom", columns, rows_of({}), 0}}); };
  auto const bytes = make();
  CHECK(bytes == make());
  auto const sheet = zip_part(bytes, "xl/worksheets/sheet1.xml");
  CHECK(sheet.find("<f>") == std::string::npos);
  CHECK(sheet.find("<pane ") != std::string::npos);
  auto const strings = zip_part(bytes, "xl/sharedStrings.xml");
  CHECK(strings.find("=HYPERLINK(") != std::string::npos);
  CHECK(strings.find("_x005F_x0041_ &lt;script&gt;&amp;amp;") != std::string::npos);
  CHECK(strings.find("styr\uFFFDtecken\uFFFD") != std::string::npos);
  CHECK(strings.find("texten är avkortad") != std::string::npos);
  CHECK(strings.find(">2018-02<") != std::string::npos);
  CHECK(strings.find(">2018-13-45<") != std::string::npos);
  run_check("ooxml_check.py", bytes, "xlsx");
}

TEST_CASE("XLSX above 20 000 rows is streamed with a plain filter") {
  auto const bytes = write_xlsx(book, {{"Stor", "Stor", wide_columns(), many(20'001), 20'001}});
  CHECK(zip_part(bytes, "xl/worksheets/sheet1.xml").find("<autoFilter") != std::string::npos);
  CHECK(zip_part(bytes, "xl/tables/table1.xml").empty());
}

TEST_CASE("10 000 rows as CSV and XLSX, with the time they took") {
  auto const seconds = [](auto const& work) {
    auto const start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  std::string lines, workbook;
  double const csv = seconds([&] { lines = write_csv(wide_columns(), many(10'000)); });
  double const xlsx = seconds([&] { workbook = write_xlsx(book, {{"Stor", "Stor", wide_columns(), many(10'000), 10'000}}); });
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 10'001);
  CHECK(zip_part(workbook, "xl/tables/table1.xml").find("ref=\"A1:L10001\"") != std::string::npos);
  MESSAGE("CSV ", csv, " s, XLSX ", xlsx, " s");
  // Said, not checked: the bars are for the release build on a quiet machine, and bench/ measures them there.
}
