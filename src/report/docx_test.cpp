#include "report/docx.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "report/followup_report.hpp"
#include "report/report_xlsx.hpp"
#include "report/sample_documents_test.hpp"
#include "report/test_support.hpp"
#include "report/zip_parts.hpp"

using namespace rimlig::report;

namespace {

std::size_t count(std::string const& text, std::string const& what) {
  std::size_t out = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++out;
  return out;
}

/// The same archive with one part changed.
std::string with_fault(std::string const& docx, std::string const& part, std::string const& what, std::string const& with) {
  std::vector<ZipPart> parts;
  for (auto const* name : {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml",
                           "word/settings.xml", "word/footer1.xml", "word/footer2.xml", "docProps/core.xml", "docProps/app.xml", "word/media/chart1.png"}) {
    parts.push_back({name, zip_part(docx, name)});
    if (part != name) continue;
    auto const at = parts.back().bytes.find(what);
    REQUIRE(at != std::string::npos);
    parts.back().bytes.replace(at, what.size(), with);
  }
  return write_zip(parts);
}

}  // namespace

TEST_CASE("DOCX: 400 rows with real headings, repeated header rows and alternative text, the same bytes each time") {
  auto const document = followup_report(sample_snapshot(400));
  write_docx(document);  // loads the chart's font
  auto const start = std::chrono::steady_clock::now();
  auto const docx = write_docx(document);
  MESSAGE("400 rows: ", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), " s, ", docx.size() / 1024, " KB");
  CHECK(docx == write_docx(document));
  keep("followup-400.docx", docx);
  run_check("ooxml_check.py", docx, "docx");
  auto const body = zip_part(docx, "word/document.xml");
  CHECK(count(body, "<w:tbl>") == count(body, "<w:tblHeader"));
  CHECK(count(body, "w:val=\"Heading1\"") == 3);
  CHECK(count(body, "ÅT-400<") == 1);
  CHECK(count(body, "w:orient=\"landscape\"") == 1);
  auto const core = zip_part(docx, "docProps/core.xml");
  CHECK(core.find("<dc:title>Uppföljning av åtgärder – Tertial 2 2026</dc:title>") != std::string::npos);
  CHECK(core.find("2026-09-15T14:05:00Z") != std::string::npos);
}

TEST_CASE("DOCX: hostile text is text") {
  auto const docx = write_docx(hostile_document());
  keep("hostile.docx", docx);
  // The check takes {{x}} in the text for a field that was left unfilled; here it is what the user wrote.
  auto const complaint = check_complaint("ooxml_check.py", docx, "docx");
  CHECK(count(complaint, "\n    ") == count(complaint, "unfilled field"));
  auto const body = zip_part(docx, "word/document.xml");
  CHECK(body.find("<script") == std::string::npos);
  CHECK(body.find("{{x}} {{#each}} «fält»") != std::string::npos);
  CHECK(body.find('\x1b') == std::string::npos);
  CHECK(body.find("Mening nummer 400") != std::string::npos);
}

TEST_CASE("DOCX: the check has teeth: planted faults are found") {
  if (shared_folder().empty()) return;
  auto const good = write_docx(followup_report(sample_snapshot(8)));
  CHECK(check_complaint("ooxml_check.py", good, "docx").empty());
  auto const bad = [&](char const* part, char const* what, char const* with) {
    CAPTURE(what);
    return !check_complaint("ooxml_check.py", with_fault(good, part, what, with), "docx").empty();
  };
  CHECK(bad("word/document.xml", "<w:tblHeader/>", ""));
  CHECK(bad("word/document.xml", "w:val=\"Heading1\"", "w:val=\"Heading3\""));
  CHECK(bad("word/document.xml", "descr=\"Liggande", "x=\"Liggande"));
  CHECK(bad("word/document.xml", "w:val=\"ReportTable\"", "w:val=\"NoTable\""));
  CHECK(bad("word/styles.xml", "sv-SE", "en-US"));
  CHECK(bad("docProps/core.xml", "Uppföljning av åtgärder – Tertial 2 2026", ""));
  CHECK(bad("word/_rels/document.xml.rels", "footer1.xml", "footer9.xml"));
  CHECK(bad("word/document.xml", "</w:body>", ""));
}

TEST_CASE("XLSX of a report: every table on its sheet, the same rows as in the model") {
  auto const document = followup_report(sample_snapshot(400));
  auto const start = std::chrono::steady_clock::now();
  auto const xlsx = report_xlsx(document);
  MESSAGE("400 rows: ", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), " s, ", xlsx.size() / 1024, " KB");
  CHECK(xlsx == report_xlsx(document));
  keep("followup-400.xlsx", xlsx);
  run_check("ooxml_check.py", xlsx, "xlsx");
  CHECK(count(zip_part(xlsx, "xl/worksheets/sheet1.xml"), "<row ") == 5);  // heading and four units, no sum row
  CHECK(zip_part(xlsx, "xl/sharedStrings.xml").find("ÅT-400") != std::string::npos);
  run_check("ooxml_check.py", report_xlsx(hostile_document()), "xlsx");
}
