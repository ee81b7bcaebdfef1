// The same small table written by hand in eight formats gives the same reading, with nothing but the
// repository at hand.
#include <doctest/doctest.h>

#include "import/actions_reading.hpp"
#include "reader/fuzz_support.hpp"
#include "reader/read.hpp"
#include "reader/utf8.hpp"

namespace rimlig::import {

namespace {

using reader::fuzz::archive;

struct Table {
  std::vector<std::vector<std::string>> rows = {
      {"Kontroll", "Oönskad händelse", "Åtgärd", "Status", "Startdatum", "Slutdatum", "Analys"},
      {"Stickprov", "Fakturor betalas för sent", "Följa upp förfallna", "Avslutad", "2025-01-01", "2025-12-31", "Inga avvikelser."},
      {"", "", "Utbilda attestanter", "Försenad/avvikelse", "2025-03-01", "2025-10-31", ""},
      {"", "Loggar granskas inte", "Granska loggar", "Pågår", "2025-02-01", "2025-11-30", "Görs i höst."}};

  [[nodiscard]] std::string joined(std::string const& between, std::string const& end) const {
    std::string out;
    for (auto const& row : rows) {
      for (std::size_t k = 0; k < row.size(); ++k) out += (k ? between : "") + row[k];
      out += end;
    }
    return out;
  }
  [[nodiscard]] std::string wrapped(std::string const& row_open, std::string const& cell_open, std::string const& cell_close, std::string const& row_close) const {
    std::string out;
    for (auto const& row : rows) {
      out += row_open;
      for (auto const& cell : row) out += cell_open + cell + cell_close;
      out += row_close;
    }
    return out;
  }
};

std::string xlsx(Table const& table) {
  std::string rows = table.wrapped("<row>", "<c t=\"inlineStr\"><is><t>", "</t></is></c>", "</row>");
  return archive({{"xl/workbook.xml", R"(<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="1"/></sheets></workbook>)"},
                  {"xl/_rels/workbook.xml.rels", R"(<Relationships><Relationship Id="1" Type="x/worksheet" Target="s.xml"/></Relationships>)"},
                  {"xl/s.xml", R"(<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)" + rows + "</sheetData></worksheet>"}});
}

std::string docx(Table const& table) {
  auto const rows = table.wrapped("<w:tr>", "<w:tc><w:p><w:r><w:t>", "</w:t></w:r></w:p></w:tc>", "</w:tr>");
  return archive({{"word/document.xml", R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Uppföljning 2025</w:t></w:r></w:p><w:tbl>)" + rows + "</w:tbl></w:body></w:document>"}});
}

std::string open_document(Table const& table, std::string const& kind, std::string const& body) {
  auto const rows = table.wrapped("<t:table-row>", "<t:table-cell><x:p>", "</x:p></t:table-cell>", "</t:table-row>");
  return archive({{"mimetype", "application/vnd.oasis.opendocument." + kind},
                  {"content.xml", R"(<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:)" +
                                      body + "><t:table>" + rows + "</t:table></o:" + body + "></o:body></o:document-content>"}});
}

/// Latin-1 letters as PDF's standard fonts write them.
std::string latin1(std::string const& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    auto const point = reader::decode_utf8(text, at);
    out.push_back(static_cast<char>(point.value));
    at += point.length;
  }
  return out;
}

/// A page with a ruled table, or with the same words and no lines.
std::string pdf(Table const& table, bool ruled) {
  std::string content;
  auto const columns = table.rows.front().size();
  auto const number = [](std::size_t value) { return std::to_string(value); };
  for (std::size_t row = 0; ruled && row <= table.rows.size(); ++row) content += "20 " + number(500 - 40 * row) + " m " + number(20 + 140 * columns) + " " + number(500 - 40 * row) + " l S\n";
  for (std::size_t column = 0; ruled && column <= columns; ++column) content += number(20 + 140 * column) + " 500 m " + number(20 + 140 * column) + " " + number(500 - 40 * table.rows.size()) + " l S\n";
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    for (std::size_t column = 0; column < columns; ++column)
      content += "BT /F 8 Tf " + number(24 + 140 * column) + " " + number(480 - 40 * row) + " Td (" + latin1(table.rows[row][column]) + ") Tj ET\n";
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1100 600]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
         "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n4 0 obj<</Length " + std::to_string(content.size()) + ">>stream\n" + content +
         "\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
}

void check(std::string const& bytes, std::string const& name, reader::Format format) {
  INFO(name);
  auto const document = reader::read(bytes, name);
  CHECK(document.format == format);
  auto const reading = read_actions(document);
  REQUIRE(reading.rows.size() == 3);
  CHECK(reading.year == 2025);
  CHECK(reading.events == 2);
  CHECK(reading.rows[0].control == "Stickprov");
  CHECK(reading.rows[0].unwanted_event == "Fakturor betalas för sent");
  CHECK(reading.rows[0].action == "Följa upp förfallna");
  CHECK(reading.rows[0].status_code == "done");
  CHECK(reading.rows[0].analysis == "Inga avvikelser.");
  CHECK(reading.rows[1].control_source == CellSource::same_event);
  CHECK(reading.rows[1].status_code == "delayed");
  CHECK(reading.rows[1].start == "2025-03-01");
  CHECK(reading.rows[2].control_source == CellSource::blank_new_event);
  CHECK(reading.rows[2].control_inherited == "Stickprov");
  CHECK(reading.rows[2].due == "2025-11-30");
}

}  // namespace

TEST_CASE("S4-1: one table in eight formats gives one reading") {
  Table const table;
  check("## Uppföljning 2025\n\n" + table.joined("\t", "\n"), "a.txt", reader::Format::text);
  check(table.joined(";", "\r\n"), "a.csv", reader::Format::csv);
  check(xlsx(table), "a.xlsx", reader::Format::xlsx);
  check(open_document(table, "spreadsheet", "spreadsheet"), "a.ods", reader::Format::ods);
  check(open_document(table, "text", "text"), "a.odt", reader::Format::odt);
  check(docx(table), "a.docx", reader::Format::docx);
  check("<html><body><table>" + table.wrapped("<tr>", "<td>", "</td>", "</tr>") + "</table></body></html>", "a.html", reader::Format::html);
  check(pdf(table, true), "a.pdf", reader::Format::pdf);
}

TEST_CASE("S4-1: a PDF table without drawn lines is read by where its headings stand") {
  check(pdf(Table{}, false), "a.pdf", reader::Format::pdf);
}

TEST_CASE("S1-42: lines that a dump has wrapped are put together, and sums are left out") {
  auto const reading = read_actions(reader::read(
      "## Uppföljning 2025\n\nKontroll\tOönskad händelse\tÅtgärd\tStatus\tStartdatum\tSlutdatum\tAnalys\n"
      "Stickprov\t■ Fakturor betalas\nför sent\tFölja upp\tAvslutad\t2025-01-01\t2025-12-31\tInga avvik-\nelser.\n"
      "Summa\t\t1\t\t\t\t\n", "a.txt"));
  REQUIRE(reading.rows.size() == 1);
  CHECK(reading.rows[0].unwanted_event == "Fakturor betalas för sent");
  CHECK(reading.rows[0].action == "Följa upp");
  CHECK(reading.rows[0].analysis == "Inga avvikelser.");
}

}  // namespace rimlig::import
