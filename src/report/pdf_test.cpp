#include "report/pdf.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "kernel/problem.hpp"
#include "report/followup_report.hpp"
#include "report/fonts.hpp"
#include "report/pdf_ua.hpp"
#include "report/private_folder.hpp"
#include "report/sample_documents_test.hpp"
#include "report/sandbox.hpp"
#include "report/test_support.hpp"

using namespace rimlig::report;

namespace {

PdfEngine& engine() {
  static PdfEngine shared{find_pdf_settings()};
  return shared;
}

bool absent() {
  auto const what = engine().missing();
  if (!what.empty()) MESSAGE("skipped: ", what, " saknas");
  return !what.empty();
}

std::string text_of(std::string const& pdf) {
  PrivateFolder const folder;
  std::ofstream(folder.path() / "r.pdf", std::ios::binary) << pdf;
  std::string const command = "pdftotext -raw '" + (folder.path() / "r.pdf").string() + "' '" + (folder.path() / "r.txt").string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream file(folder.path() / "r.txt");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string replaced(std::string text, std::string const& what, std::string const& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
  return text;
}

/// The PDF with its objects unpacked, so that a fault can be planted with plain text.
std::string unpacked(std::string const& pdf) {
  PrivateFolder const folder;
  std::ofstream(folder.path() / "a.pdf", std::ios::binary) << pdf;
  std::string const command = "qpdf --qdf --object-streams=disable '" + (folder.path() / "a.pdf").string() + "' '" + (folder.path() / "b.pdf").string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  std::ifstream file(folder.path() / "b.pdf", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("PDF: a report of 400 rows is PDF/UA-1 and PDF/A-2a, and the same data gives the same bytes") {
  if (absent()) return;
  auto const document = followup_report(sample_snapshot(400));
  auto const start = std::chrono::steady_clock::now();
  auto const pdf = engine().render(document);
  auto const first = std::chrono::steady_clock::now();
  auto const again = engine().render(document);
  auto const second = std::chrono::steady_clock::now();
  MESSAGE("400 rows: first ", std::chrono::duration<double>(first - start).count(), " s, warm ",
          std::chrono::duration<double>(second - first).count(), " s, ", pdf.pages, " pages, ", pdf.bytes.size() / 1024, " KB");
  CHECK(pdf.bytes == again.bytes);
  CHECK(pdf.replaced.empty());
  keep("followup-400.pdf", pdf.bytes);
  run_check("pdfua_check.py", pdf.bytes, "pdf", "Figure=1");
  auto const text = text_of(pdf.bytes);
  CHECK(text.find("Åtgärderna är genomförda") != std::string::npos);
  CHECK(text.find("ÅT-400") != std::string::npos);
}

TEST_CASE("PDF: the words of the report come back whole, for search and for reading aloud") {
  if (absent()) return;
  auto document = followup_report(sample_snapshot(400));
  std::string text = text_of(engine().render(document).bytes);
  // A word cut at the end of a line comes back in two pieces with a hyphen; readers join them, and so does this.
  for (auto at = text.find("-\n"); at != std::string::npos; at = text.find("-\n", at)) text.erase(at, 2);
  std::set<std::string> found;
  std::istringstream words(text);
  for (std::string word; words >> word;) found.insert(word);
  std::size_t total = 0, missing = 0;
  document.for_each_text([&](std::string& value) {
    std::istringstream of_value(value);
    for (std::string word; of_value >> word; ++total) missing += !found.contains(word);
  });
  MESSAGE(missing, " of ", total, " words do not come back");
  CHECK(missing * 100 < total);
}

TEST_CASE("PDF: hostile text is text, and what no font has is said in words") {
  if (absent()) return;
  auto const pdf = engine().render(hostile_document());
  keep("hostile.pdf", pdf.bytes);
  run_check("pdfua_check.py", pdf.bytes, "pdf", "Figure=1");
  auto const text = text_of(pdf.bytes);
  CHECK(text.find("#read(\"/etc/passwd\")") != std::string::npos);
  CHECK(text.find("root:") == std::string::npos);
  CHECK(text.find("{{x}} {{#each}}") != std::string::npos);
  CHECK(text.find("nummer 400") != std::string::npos);
  bool const chinese = std::find(pdf.replaced.begin(), pdf.replaced.end(), "汉") != pdf.replaced.end();
  CHECK(chinese);
  CHECK(text.find("U+6C49") != std::string::npos);
  CHECK(text.find("✓") != std::string::npos);
}

TEST_CASE("PDF: an empty round gives a valid report") {
  if (absent()) return;
  auto empty = sample_snapshot(1);
  empty.actions.clear();
  run_check("pdfua_check.py", engine().render(followup_report(empty)).bytes, "pdf");
}

TEST_CASE("PDF: the check has teeth: planted faults are found") {
  if (absent() || shared_folder().empty()) return;
  auto const good = unpacked(engine().render(followup_report(sample_snapshot(8))).bytes);
  CHECK(check_complaint("pdfua_check.py", good, "pdf").empty());
  std::vector<std::pair<std::string, std::string>> const faults{
      {"/DisplayDocTitle true", "/DisplayDocTitle false"}, {"/Marked true", "/Marked false"}, {"pdfuaid:part>1", "pdfuaid:part>9"},
      {"/Scope /Column", "/Scope /Colxxx"},                {"/Alt ", "/Alx "},              {"/S /TH", "/S /TD"},
      {"/OutputIntents", "/OutputIntenxx"},                {"/Lang (sv)", "/Lanx (sv)"},      {"/S /H1", "/S /H3"},
      {"/Tabs /S", "/Tabs /R"}};
  for (auto const& [what, with] : faults) {
    CAPTURE(what);
    if (good.find(what) == std::string::npos) continue;  // e.g. no links on any page
    CHECK_FALSE(check_complaint("pdfua_check.py", replaced(good, what, with), "pdf").empty());
  }
}

TEST_CASE("PDF: cells that name their row are tagged as row headers") {
  if (absent()) return;
  auto const document = followup_report(sample_snapshot(8));
  std::size_t named = 0;
  for (auto const& block : document.blocks()) {
    if (auto const* table = std::get_if<Table>(&block); table != nullptr && table->row_header == 0) named += table->rows.size();
    if (auto const* chart = std::get_if<Chart>(&block)) named += chart->data.rows.size();
  }
  auto const pdf = unpacked(engine().render(document).bytes);
  std::size_t rows = 0;
  for (auto at = pdf.find("/Scope /Row"); at != std::string::npos; at = pdf.find("/Scope /Row", at + 1)) ++rows;
  CHECK(named > 5);
  CHECK(rows == named);
}

TEST_CASE("PDF: without Node, Typst or fonts a Swedish sentence says what is missing") {
  PdfEngine nothing{PdfSettings{}};
  CHECK(nothing.missing().find("Node 20") != std::string::npos);
  CHECK(nothing.missing().find("npm ci") != std::string::npos);
  try {
    nothing.render(followup_report(sample_snapshot(1)));
    FAIL("no problem was thrown");
  } catch (rimlig::kernel::Problem const& problem) {
    CHECK(problem.status() == 503);
    CHECK(problem.detail().find("saknas") != std::string::npos);
  }
}

TEST_CASE("PDF: cancelling stops the work, and the next report is made") {
  if (absent()) return;
  CHECK_THROWS_AS(engine().render(followup_report(sample_snapshot(400)), [] { return true; }), rimlig::kernel::Problem);
  CHECK(engine().render(followup_report(sample_snapshot(3))).pages > 0);
}

TEST_CASE("the sandbox: no network, no files, and an end when the server is silent") {
  auto const settings = find_pdf_settings();
  if (settings.node.empty()) {
    MESSAGE("skipped: Node is not here");
    return;
  }
  PrivateFolder const folder;
  auto const target = (folder.path() / "written").string();
  auto const run = [&](std::string const& script) {
    SandboxedProcess process({settings.node.string(), "-e", script}, std::chrono::seconds(5));
    std::string line;
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    process.receive_line(line, [&] { return std::chrono::steady_clock::now() > end; });
    return line;
  };
  auto const say = std::string("const say = (t) => require('fs').writeSync(0, t + '\\n');");
  CHECK(run(say + "say('hej')") == "hej");
  CHECK(run(say + "require('net').connect(1, '127.0.0.1').on('error', (e) => say(e.code)).on('connect', () => say('connected'))") == "EPERM");
  CHECK(run(say + "require('net').createServer().on('error', (e) => say(e.code)).listen(0, () => say('listening'))") == "EPERM");
  run("require('fs').writeFileSync('" + target + "', 'x')");
  std::ifstream file(target);
  CHECK(file.peek() == std::ifstream::traits_type::eof());
  CHECK(run(say + "say(Object.keys(process.env).join())") == "LC_ALL");
}
