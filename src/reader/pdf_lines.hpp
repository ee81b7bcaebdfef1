// The straight lines and filled bars that a PDF page draws: what a table's borders are made of. Poppler
// gives the words but not the lines, and without the lines one cell cannot be told from the next.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

namespace rimlig::reader::pdf {

/// A horizontal or vertical stroke in points from the page's upper left corner.
struct Stroke {
  double from = 0, to = 0;  // along it: x of a horizontal one, y of a vertical one
  double at = 0;            // across: y of a horizontal one, x of a vertical one
};

struct Strokes {
  std::vector<Stroke> horizontal, vertical;
};

class PageLines {
public:
  /// A file that qpdf cannot open has no lines; its words may still be read.
  explicit PageLines(std::string_view bytes);
  ~PageLines();
  PageLines(PageLines const&) = delete;
  PageLines& operator=(PageLines const&) = delete;

  [[nodiscard]] Strokes of_page(std::size_t index) const;

private:
  struct File;
  std::unique_ptr<File> file_;
};

}  // namespace rimlig::reader::pdf
