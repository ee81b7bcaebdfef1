// The one model that every report is made of: a flat list of blocks. Preview, DOCX, XLSX and PDF are
// all drawn from it, so they cannot say different things, and what must never be missing (heading
// order, alternative text, the numbers behind a chart) is refused here and not in each writer.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "report/table_export.hpp"

namespace rimlig::report {

/// A fault in a report type's own code, never in the user's data.
class ModelError : public std::logic_error {
  using std::logic_error::logic_error;
};

struct Run {
  std::string text;
  bool bold = false;
  bool italic = false;
  std::string link = {};  // https: or mailto: only; empty = no link
};
using Runs = std::vector<Run>;

struct Heading {
  int level = 1;
  std::string text;
};
struct Paragraph {
  Runs runs;
};
struct List {
  bool ordered = false;
  std::vector<Runs> items;
};

/// `mark` is the report's own remark on the cell (number, open question). It stands apart from `text`
/// because the text is the unit's words and must come out unchanged.
struct Cell {
  std::string text;
  std::string mark = {};
};
struct Row {
  std::vector<Cell> cells;
  bool total = false;  // a sum row: set in bold, left out of charts
};
struct Table {
  std::string caption;
  std::vector<Column> columns;
  int row_header = -1;  // the column that names the row; -1 when none does
  std::vector<Row> rows;
  std::vector<std::string> notes;
};

/// Stacked bars, one per row of `data` that is not a sum; `parts` names the columns that make up a bar.
/// Drawn from its table, so picture and numbers agree and the table always follows the picture.
struct ChartPart {
  int column = 0;
  std::uint32_t colour = 0;  // 0xRRGGBB
};
struct Chart {
  std::string alt;
  Table data;
  std::vector<ChartPart> parts;
};
struct PageBreak {};
struct Orientation {
  bool landscape = false;  // from here on
};
struct Contents {
  std::string title;
};

using Block = std::variant<Heading, Paragraph, List, Table, Chart, PageBreak, Orientation, Contents>;

struct DocumentInfo {
  std::string title;
  std::string subtitle;
  std::string author;      // the organisation
  std::string created_at;  // instant of the frozen data, so that the same data gives the same bytes
  std::string language = "sv-SE";
};

/// All text is cleaned (text.hpp) on its way in: valid UTF-8, no control characters but line breaks.
class Document {
public:
  explicit Document(DocumentInfo info);

  Document& heading(int level, std::string text);
  Document& paragraph(Runs runs);
  Document& paragraph(std::string text);
  Document& list(bool ordered, std::vector<Runs> items);
  Document& table(Table table);
  Document& chart(Chart chart);
  Document& page_break();
  Document& orientation(bool landscape);
  Document& contents(std::string title);

  [[nodiscard]] DocumentInfo const& info() const { return info_; }
  [[nodiscard]] std::vector<Block> const& blocks() const { return blocks_; }

  /// Every text of the document in reading order: for font checks and word counts.
  template <class Visit>
  void for_each_text(Visit visit);

private:
  DocumentInfo info_;
  std::vector<Block> blocks_;
  int level_ = 0;
};

/// {"title",…,"blocks":[{"type":"heading",…}]}: what the browser previews and what Typst is given.
std::string to_json(Document const& document);

/// The document that to_json wrote. Stored reports are read with this, so that files are made of the very
/// content that was stored. Throws a Problem for anything else.
Document document_from_json(std::string_view json);

/// The value of a chart's cell.
std::int64_t count_of(Cell const& cell);

template <class Visit>
void visit_texts(Table& table, Visit& visit) {
  visit(table.caption);
  for (auto& column : table.columns) visit(column.title);
  for (auto& row : table.rows)
    for (auto& cell : row.cells) {
      visit(cell.text);
      visit(cell.mark);
    }
  for (auto& note : table.notes) visit(note);
}

template <class Visit>
void visit_texts(Block& block, Visit& visit) {
  if (auto* heading = std::get_if<Heading>(&block)) visit(heading->text);
  if (auto* contents = std::get_if<Contents>(&block)) visit(contents->title);
  if (auto* paragraph = std::get_if<Paragraph>(&block))
    for (auto& run : paragraph->runs) visit(run.text);
  if (auto* list = std::get_if<List>(&block))
    for (auto& item : list->items)
      for (auto& run : item) visit(run.text);
  if (auto* table = std::get_if<Table>(&block)) visit_texts(*table, visit);
  if (auto* chart = std::get_if<Chart>(&block)) {
    visit(chart->alt);
    visit_texts(chart->data, visit);
  }
}

template <class Visit>
void Document::for_each_text(Visit visit) {
  visit(info_.title);
  visit(info_.subtitle);
  visit(info_.author);
  for (auto& block : blocks_) visit_texts(block, visit);
}

}  // namespace rimlig::report
