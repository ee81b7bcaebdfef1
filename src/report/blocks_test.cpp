#include "report/blocks.hpp"

#include <doctest/doctest.h>

#include "report/chart.hpp"
#include "report/followup_report.hpp"
#include "report/sample_documents_test.hpp"
#include "report/text.hpp"

using namespace rimlig::report;

namespace {

DocumentInfo info() { return {.title = "Rapport", .subtitle = "", .author = "Kommunen", .created_at = "2026-11-22T08:00:00.000Z"}; }

Table counts() {
  Table table{.caption = "Antal", .columns = {{"Enhet", 20, ColumnKind::text}, {"Klara", 8, ColumnKind::number}}, .row_header = 0, .rows = {}, .notes = {}};
  table.rows.push_back({{{"Förskolan", {}}, {"3", {}}}});
  return table;
}

}  // namespace

TEST_CASE("the model refuses what a reader would miss") {
  Document document(info());
  CHECK_THROWS_AS(document.heading(2, "Hoppar över nivå 1"), ModelError);
  document.heading(1, "Ett");
  CHECK_THROWS_AS(document.heading(3, "Hoppar över nivå 2"), ModelError);
  CHECK_THROWS_AS(document.heading(1, ""), ModelError);
  document.heading(2, "Två").heading(1, "Tillbaka");

  CHECK_THROWS_AS(document.chart({"kort", counts(), {{1, 0}}}), ModelError);
  CHECK_THROWS_AS(document.chart({"diagram-over-status-per-enhet.png", counts(), {{1, 0}}}), ModelError);
  CHECK_THROWS_AS(document.chart({"Staplar med antal klara åtgärder per enhet.", counts(), {}}), ModelError);
  auto empty = counts();
  empty.rows.clear();
  CHECK_THROWS_AS(document.chart({"Staplar med antal klara åtgärder per enhet.", empty, {{1, 0}}}), ModelError);
  auto words = counts();
  words.rows[0].cells[1].text = "många";
  CHECK_THROWS_AS(document.chart({"Staplar med antal klara åtgärder per enhet.", words, {{1, 0}}}), ModelError);
  document.chart({"Staplar med antal klara åtgärder per enhet.", counts(), {{1, 0}}});

  auto uneven = counts();
  uneven.rows[0].cells.pop_back();
  CHECK_THROWS_AS(document.table(uneven), ModelError);
  auto nameless = counts();
  nameless.caption.clear();
  CHECK_THROWS_AS(document.table(nameless), ModelError);
  CHECK_THROWS_AS(document.paragraph(Runs{{.text = "fil", .link = "file:///etc/passwd"}}), ModelError);
  CHECK_THROWS_AS(document.paragraph(Runs{{.text = "skript", .link = "javascript:alert(1)"}}), ModelError);
}

TEST_CASE("text is clean when it is in the model") {
  CHECK(clean_text("a\r\nb\vc") == "a\nb\nc");
  CHECK(clean_text(std::string_view("a\0b\x1b", 4)) == "a\uFFFDb\uFFFD");
  CHECK(clean_text("\xC3") == "\uFFFD");
  CHECK(clean_text("\xC0\x80") == "\uFFFD\uFFFD");           // overlong
  CHECK(clean_text("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");  // surrogate
  CHECK(clean_text("Åäö 😀 שלום") == "Åäö 😀 שלום");
  CHECK(clean_text("\xEF\xBF\xBE") == "\uFFFD");
}

TEST_CASE("figures: shares are computed, never typed") {
  CHECK(percent(21, 73) == "28,8\u00A0%");
  CHECK(percent(43, 46) == "93,5\u00A0%");
  CHECK(percent(0, 5) == "0,0\u00A0%");
  CHECK(percent(5, 5) == "100,0\u00A0%");
  CHECK(percent(1, 16) == "6,3\u00A0%");  // 6,25 rounds up
}

TEST_CASE("the JSON that the browser previews holds everything and breaks on nothing") {
  Document document(info());
  document.heading(1, "Rubrik \"ett\"").paragraph(Runs{{.text = "<script>", .bold = true}, {.text = "länk", .link = "https://exempel.se"}});
  document.list(true, {{{.text = "ett"}}, {{.text = "två"}}}).table(counts()).page_break().orientation(true).contents("Innehåll");
  CHECK(to_json(document) ==
        R"({"title":"Rapport","subtitle":"","author":"Kommunen","created_at":"2026-11-22T08:00:00.000Z","language":"sv-SE","blocks":[)"
        R"({"type":"heading","level":1,"text":"Rubrik \"ett\""},{"type":"paragraph","runs":[{"text":"<script>","bold":true},{"text":"länk","link":"https://exempel.se"}]},)"
        R"({"type":"list","ordered":true,"items":[[{"text":"ett"}],[{"text":"två"}]]},)"
        R"({"type":"table","caption":"Antal","columns":[{"title":"Enhet","width":20,"kind":"text"},{"title":"Klara","width":8,"kind":"number"}],"row_header":0,)"
        R"("rows":[{"cells":[{"text":"Förskolan"},{"text":"3"}]}],"notes":[]},{"type":"page_break"},{"type":"orientation","landscape":true},{"type":"contents","title":"Innehåll"}]})");
}

TEST_CASE("a stored report is read back as it was written, block for block") {
  for (auto const& document : {hostile_document(), followup_report(sample_snapshot(40))}) CHECK(to_json(document_from_json(to_json(document))) == to_json(document));
  CHECK_THROWS(document_from_json("{}"));
  CHECK_THROWS(document_from_json("inte json"));
}

TEST_CASE("a chart's picture shows the table's numbers, and text in it is only text") {
  auto table = counts();
  table.rows[0].cells[0].text = "</text><script>alert(1)</script>";
  table.rows.push_back({{{"Summa", {}}, {"3", {}}}, true});
  auto const drawing = draw_chart({"Staplar med antal klara åtgärder per enhet.", table, {{1, 0x2E7D32}}});
  auto const svg = chart_svg(drawing);
  CHECK(svg.find("<script") == std::string::npos);
  CHECK(svg.find(" style=") == std::string::npos);
  CHECK(svg.find(">3<") != std::string::npos);
  CHECK(svg.find(">Summa<") == std::string::npos);
  auto const png = chart_png(drawing);
  CHECK(png.substr(1, 3) == "PNG");
  CHECK(png == chart_png(drawing));
}

TEST_CASE("numbers in bars can be read on every colour (contrast at least 4.5:1 for black or white)") {
  CHECK(readable_on(0x2E7D32) == 0xFFFFFF);
  CHECK(readable_on(0xF9A825) == 0x000000);
  CHECK(readable_on(0xB3261E) == 0xFFFFFF);
}
