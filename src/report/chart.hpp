// Charts as a list of rectangles and texts, drawn from the same list as SVG (preview, PDF) and as PNG
// (the fallback picture that DOCX needs), so that both show the same thing.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "report/blocks.hpp"

namespace rimlig::report {

struct Shape {
  enum class Kind { rectangle, text };
  enum class Anchor { start, middle, end };
  Kind kind = Kind::rectangle;
  int x = 0, y = 0, width = 0, height = 0;  // a text stands on its baseline at x, y
  std::uint32_t colour = 0;
  std::string text;
  int size = 13;
  bool bold = false;
  Anchor anchor = Anchor::start;
};

struct Drawing {
  int width = 0, height = 0;
  std::vector<Shape> shapes;
};

Drawing draw_chart(Chart const& chart);

/// "#2e7d32"
std::string colour_text(std::uint32_t colour);

std::string chart_svg(Drawing const& drawing);

/// `scale` pixels per unit: two are 220 an inch on paper.
std::string chart_png(Drawing const& drawing, int scale = 2);

/// Black or white, whichever reads better on `background` (at least 4.5:1 on every colour there is).
std::uint32_t readable_on(std::uint32_t background);

}  // namespace rimlig::report
