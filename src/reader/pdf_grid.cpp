#include "reader/pdf_grid.hpp"

#include <algorithm>
#include <cmath>

namespace rimlig::reader::pdf {

namespace {

constexpr double near = 3;  // points: the two strokes of a double border are one border

/// Sorted values with near ones melted together.
std::vector<double> melted(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::vector<double> out;
  double last = 0;
  for (double const value : values) {
    if (!out.empty() && value - last <= near) {
      last = value;
      continue;
    }
    out.push_back(value);
    last = value;
  }
  return out;
}

struct Band {
  double top, bottom;
};

// Tables on one page are apart where no vertical line runs.
std::vector<Band> bands_of(std::vector<Stroke> vertical) {
  std::sort(vertical.begin(), vertical.end(), [](Stroke const& a, Stroke const& b) { return a.from < b.from; });
  std::vector<Band> out;
  for (auto const& stroke : vertical) {
    if (!out.empty() && stroke.from <= out.back().bottom + near) out.back().bottom = std::max(out.back().bottom, stroke.to);
    else out.push_back({stroke.from, stroke.to});
  }
  return out;
}


bool runs_across(std::vector<Stroke> const& strokes, double at, double middle) {
  return std::any_of(strokes.begin(), strokes.end(), [&](Stroke const& stroke) { return std::abs(stroke.at - at) <= near && stroke.from <= middle && stroke.to >= middle; });
}

struct Line {
  std::vector<Word> words;  // from the left
  double middle = 0, height = 0;
};

std::vector<Line> lines_from(std::vector<Word> words) {
  std::sort(words.begin(), words.end(), [](Word const& a, Word const& b) { return a.middle_y() < b.middle_y(); });
  std::vector<Line> lines;
  for (auto& word : words) {
    if (lines.empty() || word.middle_y() - lines.back().middle >= lines.back().height * 0.5) lines.push_back({{}, word.middle_y(), word.bottom - word.top});
    lines.back().words.push_back(std::move(word));
  }
  for (auto& line : lines) std::sort(line.words.begin(), line.words.end(), [](Word const& a, Word const& b) { return a.left < b.left; });
  return lines;
}

/// Where the texts of a line begin, when gaps wider than any blank part them.
std::vector<double> starts_of(Line const& line) {
  std::vector<double> out;
  double right = -1e9;
  for (auto const& word : line.words) {
    if (word.left - right > line.height * 1.2) out.push_back(word.left);
    right = std::max(right, word.right);
  }
  return out;
}

}  // namespace

std::vector<Grid> find_unruled(std::vector<Word>& words) {
  auto lines = lines_from(words);
  std::size_t heading = lines.size();
  std::vector<double> columns;
  for (std::size_t k = 0; k < lines.size(); ++k)
    if (auto starts = starts_of(lines[k]); starts.size() >= 4 && starts.size() > columns.size()) {
      columns = std::move(starts);
      heading = k;
    }
  // One such line may be an accident; a table has another below it.
  std::size_t like_it = 0;
  for (std::size_t k = heading; k < lines.size(); ++k) like_it += starts_of(lines[k]).size() >= 3;
  if (columns.size() < 4 || columns.size() > 40 || like_it < 2) return {};

  Grid grid;
  grid.columns = static_cast<std::uint32_t>(columns.size());
  grid.top = lines[heading].middle - lines[heading].height;
  grid.bottom = lines.back().middle + lines.back().height;
  grid.left = columns.front();
  grid.right = 1e9;
  auto const column_of = [&](Word const& word) {
    auto const next = std::upper_bound(columns.begin(), columns.end(), word.left + near);
    return static_cast<std::uint32_t>(next == columns.begin() ? 0 : next - columns.begin() - 1);
  };
  for (std::size_t k = heading; k < lines.size(); ++k) {
    std::vector<bool> filled(columns.size());
    for (auto const& word : lines[k].words) filled[column_of(word)] = true;
    auto const many = static_cast<std::size_t>(std::count(filled.begin(), filled.end(), true));
    bool const apart = k == heading || lines[k].middle - lines[k - 1].middle > lines[k].height * 1.6;
    // A row begins after a gap, or where most of its columns have a first line.
    if (apart || many * 2 > columns.size()) {
      for (std::uint32_t column = 0; column < grid.columns; ++column) {
        GridCell cell;
        cell.row = grid.rows;
        cell.column = column;
        grid.cells.push_back(std::move(cell));
      }
      ++grid.rows;
    }
    for (auto& word : lines[k].words) grid.cells[(grid.rows - 1) * grid.columns + column_of(word)].words.push_back(std::move(word));
  }
  words.clear();
  for (std::size_t k = 0; k < heading; ++k)
    for (auto& word : lines[k].words) words.push_back(std::move(word));
  return {std::move(grid)};
}

std::vector<Grid> find_grids(Strokes const& strokes, std::vector<Word>& words) {
  std::vector<Grid> out;
  for (auto const& band : bands_of(strokes.vertical)) {
    std::vector<double> xs, ys;
    std::vector<Stroke> horizontal, vertical;
    for (auto const& stroke : strokes.vertical)
      if (stroke.from >= band.top - near && stroke.to <= band.bottom + near) {
        xs.push_back(stroke.at);
        vertical.push_back(stroke);
      }
    for (auto const& stroke : strokes.horizontal)
      if (stroke.at >= band.top - near && stroke.at <= band.bottom + near) {
        ys.push_back(stroke.at);
        horizontal.push_back(stroke);
      }
    // The outermost column may lose its right border at the page's edge: the horizontal lines reach there.
    if (!horizontal.empty()) {
      xs.push_back(std::min_element(horizontal.begin(), horizontal.end(), [](auto const& a, auto const& b) { return a.from < b.from; })->from);
      xs.push_back(std::max_element(horizontal.begin(), horizontal.end(), [](auto const& a, auto const& b) { return a.to < b.to; })->to);
    }
    auto const columns = melted(std::move(xs)), rows = melted(std::move(ys));
    if (columns.size() < 3 || rows.size() < 3 || columns.size() > 200 || rows.size() > 2000) continue;

    Grid grid;
    grid.top = rows.front();
    grid.bottom = rows.back();
    grid.left = columns.front();
    grid.right = columns.back();
    grid.rows = static_cast<std::uint32_t>(rows.size() - 1);
    grid.columns = static_cast<std::uint32_t>(columns.size() - 1);
    // For each column the edges that really run across it; a row edge missing there is a merged cell.
    for (std::uint32_t column = 0; column < grid.columns; ++column) {
      double const middle = (columns[column] + columns[column + 1]) / 2;
      std::uint32_t begin = 0;
      for (std::uint32_t edge = 1; edge <= grid.rows; ++edge) {
        if (edge != grid.rows && !runs_across(horizontal, rows[edge], middle)) continue;
        GridCell cell;
        cell.row = begin;
        cell.row_span = edge - begin;
        cell.column = column;
        grid.cells.push_back(std::move(cell));
        begin = edge;
      }
    }
    auto const inside = [&](Word const& word) { return word.middle_x() > grid.left - near && word.middle_x() < grid.right + near && word.middle_y() > grid.top && word.middle_y() < grid.bottom; };
    for (auto& word : words) {
      if (!inside(word)) continue;
      auto const column = std::upper_bound(columns.begin(), columns.end(), std::clamp(word.middle_x(), grid.left + 0.1, grid.right - 0.1)) - columns.begin() - 1;
      auto const row = std::upper_bound(rows.begin(), rows.end(), word.middle_y()) - rows.begin() - 1;
      for (auto& cell : grid.cells)
        if (cell.column == column && row >= cell.row && row < cell.row + cell.row_span) {
          // A heading cell over several columns has no line between them: its words go to its first one.
          auto home = &cell;
          while (home->column > 0 && !runs_across(vertical, columns[home->column], (rows[home->row] + rows[home->row + home->row_span]) / 2)) {
            auto const left = std::find_if(grid.cells.begin(), grid.cells.end(), [&](GridCell const& other) { return other.column + 1 == home->column && other.row <= home->row && other.row + other.row_span > home->row; });
            if (left == grid.cells.end()) break;
            home = &*left;
          }
          home->column_span = std::max(home->column_span, cell.column - home->column + 1);
          home->words.push_back(std::move(word));
          word.text.clear();
          break;
        }
    }
    words.erase(std::remove_if(words.begin(), words.end(), [](Word const& word) { return word.text.empty(); }), words.end());
    out.push_back(std::move(grid));
  }
  return out;
}

std::string lines_of(std::vector<Word> words) {
  std::string out;
  double previous = 0;
  for (auto const& line : lines_from(std::move(words))) {
    if (!out.empty()) out += line.middle - previous > line.height * 1.5 ? "\n\n" : "\n";
    previous = line.middle;
    for (std::size_t k = 0; k < line.words.size(); ++k) {
      // Words that touch are one: the font or the colour changed inside it.
      auto const& word = line.words[k];
      if (k > 0 && (line.words[k - 1].space_after || word.left - line.words[k - 1].right > line.height * 0.08)) out.push_back(' ');
      out += word.text;
    }
  }
  return out;
}

}  // namespace rimlig::reader::pdf
