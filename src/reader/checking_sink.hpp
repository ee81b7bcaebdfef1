// Stands between a parser and whoever collects: holds every text to the limits and says what a person
// cannot see by looking at it (direction marks, zero-width characters, text that was encoded twice).
#pragma once
#include "reader/document.hpp"
#include "reader/limits.hpp"

namespace rimlig::reader {

class CheckingSink final : public Sink {
public:
  CheckingSink(Sink& next, Limits const& limits) : next_(next), limits_(limits) {}

  void source(Format format, std::string_view encoding, bool lines_wrapped) override;
  void table(std::string_view name, bool hidden) override;
  void row(Row&& row) override;
  void merged(MergedRange const& range) override { next_.merged(range); }
  void paragraph(Paragraph&& paragraph) override;
  void warning(Warning&& warning) override;

  [[nodiscard]] std::uint64_t cells() const { return cells_; }

private:
  void check_text(std::string_view text, std::uint32_t line, std::uint32_t column);

  Sink& next_;
  Limits const& limits_;
  std::uint64_t cells_ = 0;
};

}  // namespace rimlig::reader
