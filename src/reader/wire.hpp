// How a worker process hands a Document back: records of length, kind and fields. The receiver checks
// every length and every text, because the sender has been reading a stranger's file.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "reader/document.hpp"

namespace rimlig::reader::wire {

/// Turns what it is given into records and passes them to `write`.
class Writer final : public Sink {
public:
  explicit Writer(std::function<void(std::string_view)> write) : write_(std::move(write)) {}
  ~Writer() override = default;

  void source(Format format, std::string_view encoding, bool lines_wrapped) override;
  void table(std::string_view name, bool hidden) override;
  void row(Row&& row) override;
  void merged(MergedRange const& range) override;
  void paragraph(Paragraph&& paragraph) override;
  void warning(Warning&& warning) override;
  void refusal(Refusal const& refusal);
  /// The last record; without it the receiver knows that something was cut off.
  void done();

private:
  void flush_if_large();
  void begin(char kind);
  void end();

  std::function<void(std::string_view)> write_;
  std::string buffer_;
  std::size_t record_ = 0;
};

/// Takes bytes as they come and calls the sink for every whole record. Throws std::runtime_error when a
/// record is malformed, and Refusal when the worker sent one.
class Reader {
public:
  explicit Reader(Sink& sink) : sink_(sink) {}
  void feed(std::string_view bytes);
  [[nodiscard]] bool done() const { return done_; }

private:
  void record(std::string_view payload);

  Sink& sink_;
  std::string pending_;
  bool done_ = false;
};

}  // namespace rimlig::reader::wire
