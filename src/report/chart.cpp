#include "report/chart.hpp"

#include <algorithm>
#include <cmath>

#include "report/text.hpp"

namespace rimlig::report {

namespace {

constexpr int drawing_width = 720;
constexpr int label_width = 210;
constexpr int total_width = 40;
constexpr int bar_height = 22;
constexpr int row_height = 34;
constexpr int legend_line = 24;
constexpr std::uint32_t ink = 0x1F2933;

/// Set text is about half its size wide per character; good enough to place a legend or cut a label.
int rough_width(std::string_view text, int size) { return static_cast<int>(code_point_count(text)) * size * 50 / 100; }

std::string shortened(std::string const& text, int room, int size) {
  if (rough_width(text, size) <= room) return text;
  std::string out;
  for_each_code_point(text, [&](char32_t, std::string_view bytes) {
    if (rough_width(out, size) + size < room) out += bytes;
  });
  return out + "…";
}

/// A label in at most two lines, broken between words.
std::vector<std::string> label_lines(std::string const& text, int room, int size) {
  if (rough_width(text, size) <= room) return {text};
  std::size_t best = std::string::npos;
  for (std::size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at + 1))
    if (rough_width(std::string_view(text).substr(0, at), size) <= room) best = at;
  if (best == std::string::npos) return {shortened(text, room, size)};
  return {text.substr(0, best), shortened(text.substr(best + 1), room, size)};
}

double luminance(std::uint32_t colour) {
  auto const channel = [&](int shift) {
    double const value = static_cast<double>(colour >> shift & 0xFF) / 255.0;
    return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

void rectangle(Drawing& drawing, int x, int y, int width, int height, std::uint32_t colour) {
  drawing.shapes.push_back({.kind = Shape::Kind::rectangle, .x = x, .y = y, .width = width, .height = height, .colour = colour, .text = {}});
}

void text(Drawing& drawing, int x, int y, std::string value, std::uint32_t colour, Shape::Anchor anchor, int size = 13, bool bold = false) {
  drawing.shapes.push_back(
      {.kind = Shape::Kind::text, .x = x, .y = y, .colour = colour, .text = std::move(value), .size = size, .bold = bold, .anchor = anchor});
}

int draw_legend(Drawing& drawing, Chart const& chart, std::vector<ChartPart> const& parts) {
  int x = 0, y = 0;
  for (auto const& part : parts) {
    auto const title = without_soft_hyphens(chart.data.columns[static_cast<std::size_t>(part.column)].title);
    int const width = 20 + rough_width(title, 13) + 18;
    if (x > 0 && x + width > drawing_width) {
      x = 0;
      y += legend_line;
    }
    rectangle(drawing, x, y + 3, 14, 14, part.colour);
    text(drawing, x + 20, y + 15, title, ink, Shape::Anchor::start);
    x += width;
  }
  return y + legend_line + 8;
}

}  // namespace

std::uint32_t readable_on(std::uint32_t background) {
  double const light = luminance(background);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? 0xFFFFFF : 0x000000;
}

Drawing draw_chart(Chart const& chart) {
  Drawing drawing;
  drawing.width = drawing_width;

  auto const value = [](Row const& row, ChartPart const& part) { return count_of(row.cells[static_cast<std::size_t>(part.column)]); };
  std::vector<ChartPart> used;  // a status that nobody has needs no place in the legend
  for (auto const& part : chart.parts)
    if (std::any_of(chart.data.rows.begin(), chart.data.rows.end(), [&](Row const& row) { return value(row, part) > 0; })) used.push_back(part);

  std::int64_t longest = 1;
  for (auto const& row : chart.data.rows) {
    std::int64_t sum = 0;
    for (auto const& part : used) sum += value(row, part);
    if (!row.total) longest = std::max(longest, sum);
  }

  int y = draw_legend(drawing, chart, used);
  int const room = drawing_width - label_width - total_width;
  for (auto const& row : chart.data.rows) {
    if (row.total) continue;
    auto const lines = label_lines(row.cells.front().text, label_width - 14, 13);
    int line_y = y + (lines.size() == 1 ? 16 : 9);
    for (auto const& line : lines) {
      text(drawing, label_width - 10, line_y, line, ink, Shape::Anchor::end);
      line_y += 15;
    }
    std::int64_t before = 0;
    for (auto const& part : used) {
      std::int64_t const count = value(row, part);
      if (count == 0) continue;
      int const left = label_width + static_cast<int>(before * room / longest);
      int const right = label_width + static_cast<int>((before + count) * room / longest);
      // One unit of white between parts, so that neighbours differ also without colour.
      rectangle(drawing, left, y, std::max(1, right - left - 1), bar_height, part.colour);
      auto const digits = std::to_string(count);
      if (right - left >= rough_width(digits, 13) + 8) text(drawing, (left + right) / 2, y + 16, digits, readable_on(part.colour), Shape::Anchor::middle);
      before += count;
    }
    text(drawing, label_width + static_cast<int>(before * room / longest) + 8, y + 16, std::to_string(before), ink, Shape::Anchor::start, 13, true);
    y += row_height;
  }
  drawing.height = y;
  return drawing;
}

}  // namespace rimlig::report
