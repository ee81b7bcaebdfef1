// How long the files of a report of 400 actions take: bench_report [ROWS]
#include <sys/resource.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <span>
#include <string_view>

#include "report/docx.hpp"
#include "report/followup_report.hpp"
#include "report/pdf.hpp"
#include "report/report_xlsx.hpp"
#include "report/sample_documents_test.hpp"

namespace {

using namespace rimlig::report;

void measure(char const* name, std::function<std::size_t()> const& work) {
  auto const start = std::chrono::steady_clock::now();
  std::size_t const size = work();
  std::printf("%-24s %7.3f s  %6zu kB\n", name, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), size / 1024);
}

double cpu_seconds(int who) {
  rusage used{};
  getrusage(static_cast<__rusage_who>(who), &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

}  // namespace

int main(int count, char** words) {
  try {
    std::span const arguments(words, static_cast<std::size_t>(count));
    int rows = 400;
    if (count > 1) {
      std::string_view const text = arguments[1];
      std::from_chars(text.data(), text.data() + text.size(), rows);
    }
    auto const document = followup_report(sample_snapshot(rows));
    std::printf("report of %d actions\n", rows);
    measure("DOCX, first", [&] { return write_docx(document).size(); });
    measure("DOCX", [&] { return write_docx(document).size(); });
    measure("XLSX", [&] { return report_xlsx(document).size(); });
    double const before = cpu_seconds(RUSAGE_SELF);
    {
      PdfEngine engine(find_pdf_settings());
      measure("PDF, helper started", [&] { return engine.render(document).bytes.size(); });
      measure("PDF, helper warm", [&] { return engine.render(document).bytes.size(); });
    }
    std::printf("CPU of both PDFs: %.2f s here, %.2f s in the helper\n", cpu_seconds(RUSAGE_SELF) - before, cpu_seconds(RUSAGE_CHILDREN));
  } catch (std::exception const& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
