// What a file says, before anybody asks what it means: tables of cells and paragraphs of text, each
// with the line, page or row it came from. Parsers hand it out piece by piece to a Sink, so that a
// large table is never held by the parser, and a worker process can pass it on over a pipe.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::reader {

enum class Format : std::uint8_t { text, csv, xlsx, ods, html, docx, odt, pdf };

/// "text", "csv", ...: the name stored and shown.
std::string_view name_of(Format format);

enum class CellKind : std::uint8_t { text, number, date, boolean, error };

/// Only cells with something to say are kept, so that a sheet with one cell at XFD1048576 costs two.
struct Cell {
  std::uint32_t column = 0;  // from 0
  std::uint16_t column_span = 1;
  CellKind kind = CellKind::text;
  bool from_formula = false;   // the saved result of a formula; never computed by us
  bool covered_above = false;  // belongs to a merged cell that began in a row above; text is empty
  bool header = false;         // marked as a heading by the format (th, w:tblHeader)
  std::string text;
};

struct Row {
  std::uint32_t number = 0;  // line of a text file, row of a sheet, ordinal in a document table
  std::uint32_t page = 0;    // from 1; 0 where the format has no pages
  std::uint32_t fields = 0;  // how many fields the line had, empty ones too; 0 where that means nothing
  bool hidden = false;
  bool continues = false;  // the page broke inside this row: it goes on from the row before
  std::vector<Cell> cells;   // in column order

  /// The text at a column, empty where there is no cell.
  [[nodiscard]] std::string_view text(std::uint32_t column) const;
  [[nodiscard]] Cell const* cell(std::uint32_t column) const;
  [[nodiscard]] std::uint32_t width() const;
};

struct Table {
  std::string name;     // sheet name, or empty
  bool hidden = false;  // hidden sheet: read, and marked
  std::vector<Row> rows;
};

struct Paragraph {
  std::uint32_t line = 0;
  std::uint32_t page = 0;
  std::uint8_t heading = 0;  // level from the format's own styles; 0 = body text
  bool list_item = false;
  std::uint32_t before_table = 0;  // how many tables stood before it
  std::string text;                // as written, with leading blanks: a text file's layout is in them
};

/// A merged range of a sheet, told after its rows: the value stands in its first cell only.
struct MergedRange {
  std::uint32_t first_row = 0, last_row = 0;        // as Row::number
  std::uint32_t first_column = 0, last_column = 0;  // from 0
};

/// Something the person should know before she accepts; the text is a Swedish sentence.
struct Warning {
  std::string code;  // stable: invisible_mark, mojibake, formula, ragged_row, ...
  std::string text;
  std::uint32_t line = 0;
  std::uint32_t column = 0;  // from 1; 0 = the whole line
};

struct Document {
  Format format = Format::text;
  std::string encoding;        // "UTF-8", "windows-1252", ...; empty for zipped formats and PDF
  bool lines_wrapped = false;  // a line break inside a cell or paragraph is layout, not text
  std::vector<Table> tables;
  std::vector<Paragraph> paragraphs;
  std::vector<Warning> warnings;
  std::uint64_t warnings_left_out = 0;
};

/// Why a file is not read: what is wrong, where, and what to do, in one or two Swedish sentences.
class Refusal : public std::runtime_error {
public:
  Refusal(std::string code, std::string const& sentence) : std::runtime_error(sentence), code_(std::move(code)) {}
  [[nodiscard]] std::string const& code() const noexcept { return code_; }

private:
  std::string code_;  // stable: zip_bomb, doctype, encrypted, ...
};

class Sink {
public:
  virtual ~Sink() = default;
  virtual void source(Format format, std::string_view encoding, bool lines_wrapped) = 0;
  virtual void table(std::string_view name, bool hidden) = 0;
  virtual void row(Row&& row) = 0;
  virtual void merged(MergedRange const& range) = 0;
  virtual void paragraph(Paragraph&& paragraph) = 0;
  virtual void warning(Warning&& warning) = 0;
};

/// Collects everything into a Document. Warnings past a thousand are counted only.
class DocumentSink final : public Sink {
public:
  void source(Format format, std::string_view encoding, bool lines_wrapped) override;
  void table(std::string_view name, bool hidden) override;
  void row(Row&& row) override;
  void merged(MergedRange const& range) override;
  void paragraph(Paragraph&& paragraph) override;
  void warning(Warning&& warning) override;

  Document document;

private:
  std::uint64_t merge_budget_ = 5'000'000;  // rows touched by merged ranges, so that they cannot cost more than reading
};

}  // namespace rimlig::reader
