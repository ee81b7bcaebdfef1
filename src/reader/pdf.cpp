#include "reader/pdf.hpp"

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page.h>

#include <algorithm>
#include <map>
#include <memory>

#include "reader/pdf_grid.hpp"
#include "reader/pdf_lines.hpp"
#include "reader/utf8.hpp"

namespace rimlig::reader::pdf {

namespace {

void silence(std::string const&, void*) {}

std::vector<Word> words_of(poppler::page& page) {
  std::vector<Word> out;
  for (auto const& box : page.text_list()) {
    auto const bytes = box.text().to_utf8();
    Word word;
    word.text.assign(bytes.data(), bytes.size());
    // Private and control characters come from fonts without a table of what their glyphs mean.
    word.text.erase(std::remove_if(word.text.begin(), word.text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }), word.text.end());
    if (word.text.empty() || first_invalid_utf8(word.text) != std::string_view::npos) continue;
    auto const place = box.bbox();
    word.space_after = box.has_space_after();
    word.left = place.left();
    word.right = place.right();
    word.top = place.top();
    word.bottom = place.bottom();
    out.push_back(std::move(word));
  }
  return out;
}

/// Tables that follow each other over pages with the same number of columns are one table.
class Pages {
public:
  explicit Pages(Sink& sink) : sink_(sink) {}

  void page(std::vector<Word> words, Strokes const& strokes, std::uint32_t number) {
    words_ += words.size();
    auto grids = find_grids(strokes, words);
    if (grids.empty()) grids = find_unruled(words);
    double from = -1e9;
    for (auto const& grid : grids) {
      running_text(words, from, grid.top, number);
      table(grid, number);
      from = grid.top;
    }
    running_text(words, from, 1e9, number);
  }

  [[nodiscard]] std::size_t words() const { return words_; }

private:
  void table(Grid const& grid, std::uint32_t page) {
    if (columns_ != grid.columns) {
      sink_.table("", false);
      columns_ = grid.columns;
    }
    std::vector<Row> rows(grid.rows);
    for (auto const& found : grid.cells) {
      Cell cell;
      cell.column = found.column;
      cell.column_span = static_cast<std::uint16_t>(found.column_span);
      cell.text = lines_of(found.words);
      bool const empty = cell.text.empty();
      if (!empty) rows[found.row].cells.push_back(std::move(cell));
      for (std::uint32_t k = 1; k < found.row_span; ++k) {
        Cell covered;
        covered.column = found.column;
        covered.covered_above = true;
        rows[found.row + k].cells.push_back(std::move(covered));
      }
    }
    for (auto& row : rows) {
      bool const filled = std::any_of(row.cells.begin(), row.cells.end(), [](Cell const& cell) { return !cell.text.empty(); });
      if (!filled) continue;
      std::sort(row.cells.begin(), row.cells.end(), [](Cell const& a, Cell const& b) { return a.column < b.column; });
      row.number = ++row_number_;
      row.page = page;
      sink_.row(std::move(row));
    }
  }

  void running_text(std::vector<Word> const& words, double from, double to, std::uint32_t page) {
    std::vector<Word> here;
    std::copy_if(words.begin(), words.end(), std::back_inserter(here), [&](Word const& word) { return word.middle_y() > from && word.middle_y() <= to; });
    if (here.empty()) return;
    auto const text = lines_of(std::move(here));
    for (std::size_t at = 0; at <= text.size();) {
      auto const end = std::min(text.find('\n', at), text.size());
      Paragraph paragraph;
      paragraph.line = ++line_;
      paragraph.page = page;
      paragraph.text = text.substr(at, end - at);
      sink_.paragraph(std::move(paragraph));
      at = end + 1;
    }
  }

  Sink& sink_;
  std::uint32_t columns_ = 0, row_number_ = 0, line_ = 0;
  std::size_t words_ = 0;
};

}  // namespace

void parse(std::string_view bytes, Sink& sink, Limits const& limits) {
  poppler::set_debug_error_function(&silence, nullptr);
  std::unique_ptr<poppler::document> const document(poppler::document::load_from_raw_data(bytes.data(), static_cast<int>(bytes.size())));
  if (!document) throw Refusal("damaged_pdf", "PDF-filen är skadad och kan inte öppnas. Hämta den på nytt eller skriv ut den som PDF igen.");
  if (document->is_locked()) throw Refusal("encrypted", "PDF-filen är lösenordsskyddad. Ta bort lösenordet och läs in den igen.");
  auto const pages = document->pages();
  if (pages > static_cast<int>(limits.pdf_pages))
    throw Refusal("too_many_pages", "PDF-filen har " + std::to_string(pages) + " sidor; högst " + std::to_string(limits.pdf_pages) + " läses. Dela upp den.");
  sink.source(Format::pdf, "", true);
  PageLines const lines(bytes);
  Pages reader(sink);
  for (int index = 0; index < pages; ++index) {
    std::unique_ptr<poppler::page> const page(document->create_page(index));
    if (!page) {
      sink.warning({"page_unreadable", "Sidan " + std::to_string(index + 1) + " i PDF-filen kan inte läsas.", 0, 0});
      continue;
    }
    reader.page(words_of(*page), lines.of_page(static_cast<std::size_t>(index)), static_cast<std::uint32_t>(index + 1));
  }
  if (reader.words() == 0) throw Refusal("no_text", "PDF-filen innehåller ingen text, bara bilder. Den är troligen inskannad. Tolka texten i ett program för det, eller läs in originalet.");
}

}  // namespace rimlig::reader::pdf
