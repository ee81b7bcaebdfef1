// Reports as PDF that is PDF/UA-1 and PDF/A-2a at once: set by Typst in a sandboxed helper that stays warm
// between reports, then finished by the step in pdf_ua.hpp.
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "report/blocks.hpp"

namespace rimlig::report {

struct PdfSettings {
  std::filesystem::path folder;  // holds worker.mjs and node_modules; see pdf/README.md
  std::filesystem::path node;
  std::chrono::seconds longest{180};  // for one report; 10 000 rows take 10 s of a processor
  std::chrono::seconds idle{120};    // then the helper ends by itself
};

/// From RIMLIG_PDF, RIMLIG_NODE, PATH and the program's own place. Never throws; what was not found is empty.
PdfSettings find_pdf_settings();

struct Pdf {
  std::string bytes;
  int pages = 0;
  std::vector<std::string> replaced;  // characters that no font has, written out in words
};

class PdfEngine {
public:
  explicit PdfEngine(PdfSettings settings);
  ~PdfEngine();

  /// What must be installed before a PDF can be made, in Swedish; empty when all is here.
  [[nodiscard]] std::string missing() const;

  /// One report at a time; others wait. Throws a Problem when something is missing, when the report could
  /// not be set, or (code "cancelled") when `cancelled` said so.
  Pdf render(Document document, std::function<bool()> const& cancelled = {});

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rimlig::report
