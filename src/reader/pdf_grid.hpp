// Cells from drawn lines: which words of a page stand in which cell of which table.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "reader/pdf_lines.hpp"

namespace rimlig::reader::pdf {

struct Word {
  std::string text;
  double left = 0, right = 0, top = 0, bottom = 0;
  bool space_after = true;  // the file has a blank after it, however narrow
  [[nodiscard]] double middle_x() const { return (left + right) / 2; }
  [[nodiscard]] double middle_y() const { return (top + bottom) / 2; }
};

struct GridCell {
  std::uint32_t row = 0, column = 0, row_span = 1, column_span = 1;
  std::vector<Word> words;
};

struct Grid {
  double top = 0, bottom = 0, left = 0, right = 0;
  std::uint32_t rows = 0, columns = 0;
  std::vector<GridCell> cells;
};

/// The tables of a page in order from the top; a word inside one is moved out of `words`.
std::vector<Grid> find_grids(Strokes const& strokes, std::vector<Word>& words);

/// A table without drawn lines: a heading line of at least four texts apart, and what stands below each.
/// Nothing when the page has no such line.
std::vector<Grid> find_unruled(std::vector<Word>& words);

/// Words as lines parted by "\n"; a gap as wide as a blank line gives an empty line.
std::string lines_of(std::vector<Word> words);

}  // namespace rimlig::reader::pdf
