#include "reader/pdf_lines.hpp"

// qpdf asks its users to say that they do not hold on to its old smart pointers.
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include <algorithm>
#include <cmath>
#include <string>

namespace rimlig::reader::pdf {

namespace {

constexpr std::size_t most_strokes = 100'000;
constexpr double thinnest_bar = 2.5;  // a filled rectangle no thicker than this is a line

struct Matrix {
  double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;
};

Matrix times(Matrix const& m, Matrix const& n) {
  return {m.a * n.a + m.b * n.c, m.a * n.b + m.b * n.d, m.c * n.a + m.d * n.c, m.c * n.b + m.d * n.d, m.e * n.a + m.f * n.c + n.e, m.e * n.b + m.f * n.d + n.f};
}

struct Point {
  double x = 0, y = 0;
};

/// Where the page's own corner lies and how it is turned for viewing.
struct Frame {
  double left = 0, bottom = 0, width = 0, height = 0;
  int rotation = 0;

  [[nodiscard]] Point seen(Point p) const {
    double const x = p.x - left, y = p.y - bottom;
    switch (rotation) {
      case 90: return {y, x};
      case 180: return {width - x, y};
      case 270: return {height - y, width - x};
      default: return {x, height - y};
    }
  }
};

class Drawing final : public QPDFObjectHandle::ParserCallbacks {
public:
  Drawing(Frame const& frame, Strokes& out) : frame_(frame), out_(out) {}

  using ParserCallbacks::handleObject;
  void handleObject(QPDFObjectHandle object, size_t, size_t) override {
    if (!object.isOperator()) {
      if (operands_.size() < 16) operands_.push_back(object.isNumber() ? object.getNumericValue() : 0.0);
      return;
    }
    run(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

private:
  void run(std::string const& name) {
    auto const has = [&](std::size_t count) { return operands_.size() >= count; };
    auto const n = [&](std::size_t k) { return operands_[k]; };
    if (name == "q") {
      if (saved_.size() < 256) saved_.push_back(matrix_);
    } else if (name == "Q") {
      if (!saved_.empty()) {
        matrix_ = saved_.back();
        saved_.pop_back();
      }
    } else if (name == "cm" && has(6)) {
      matrix_ = times({n(0), n(1), n(2), n(3), n(4), n(5)}, matrix_);
    } else if (name == "m" && has(2)) {
      start_ = current_ = place(n(0), n(1));
    } else if (name == "l" && has(2)) {
      auto const next = place(n(0), n(1));
      path_.push_back({current_, next});
      current_ = next;
    } else if (name == "h") {
      path_.push_back({current_, start_});
    } else if (name == "re" && has(4)) {
      auto const a = place(n(0), n(1)), b = place(n(0) + n(2), n(1) + n(3));
      boxes_.push_back({a, b});
    } else if (name == "S" || name == "s") {
      for (auto const& [a, b] : path_) add(a, b);
      for (auto const& [a, b] : boxes_) outline(a, b);
      forget();
    } else if (name == "f" || name == "F" || name == "f*" || name == "B" || name == "B*" || name == "b" || name == "b*") {
      for (auto const& [a, b] : boxes_) fill(a, b);
      fill_path();
      forget();
    } else if (name == "n") {
      forget();
    }
    if (path_.size() + boxes_.size() > most_strokes) forget();
  }

  Point place(double x, double y) const { return frame_.seen({matrix_.a * x + matrix_.c * y + matrix_.e, matrix_.b * x + matrix_.d * y + matrix_.f}); }

  void forget() {
    path_.clear();
    boxes_.clear();
  }

  void add(Point a, Point b) {
    if (out_.horizontal.size() + out_.vertical.size() > most_strokes) return;
    if (!std::isfinite(a.x + a.y + b.x + b.y)) return;
    if (std::abs(a.y - b.y) < 0.5 && std::abs(a.x - b.x) > 4) out_.horizontal.push_back({std::min(a.x, b.x), std::max(a.x, b.x), (a.y + b.y) / 2});
    else if (std::abs(a.x - b.x) < 0.5 && std::abs(a.y - b.y) > 4) out_.vertical.push_back({std::min(a.y, b.y), std::max(a.y, b.y), (a.x + b.x) / 2});
  }

  void outline(Point a, Point b) {
    add(a, {b.x, a.y});
    add({a.x, b.y}, b);
    add(a, {a.x, b.y});
    add({b.x, a.y}, b);
  }

  // A thin bar is a line; a large filled box is a cell's background, whose edges bound the cell.
  void fill(Point a, Point b) {
    double const wide = std::abs(a.x - b.x), high = std::abs(a.y - b.y);
    if (high <= thinnest_bar && wide > 4) add({a.x, (a.y + b.y) / 2}, {b.x, (a.y + b.y) / 2});
    else if (wide <= thinnest_bar && high > 4) add({(a.x + b.x) / 2, a.y}, {(a.x + b.x) / 2, b.y});
  }

  void fill_path() {
    if (path_.size() < 3 || path_.size() > 5) return;
    Point low = path_.front().first, high = low;
    for (auto const& [a, b] : path_)
      for (auto const& p : {a, b}) {
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
      }
    fill(low, high);
  }

  Frame const& frame_;
  Strokes& out_;
  Matrix matrix_;
  std::vector<Matrix> saved_;
  std::vector<double> operands_;
  Point start_, current_;
  std::vector<std::pair<Point, Point>> path_, boxes_;
};

}  // namespace

struct PageLines::File {
  QPDF pdf;
  std::vector<QPDFPageObjectHelper> pages;
};

PageLines::PageLines(std::string_view bytes) : file_(std::make_unique<File>()) {
  try {
    file_->pdf.setSuppressWarnings(true);
    file_->pdf.processMemoryFile("pdf", bytes.data(), bytes.size());
    file_->pages = QPDFPageDocumentHelper(file_->pdf).getAllPages();
  } catch (std::exception const&) {
    file_->pages.clear();
  }
}

PageLines::~PageLines() = default;

Strokes PageLines::of_page(std::size_t index) const {
  Strokes out;
  if (index >= file_->pages.size()) return out;
  try {
    auto& page = file_->pages[index];
    auto box = page.getCropBox().getArrayAsRectangle();
    Frame frame;
    frame.left = std::min(box.llx, box.urx);
    frame.bottom = std::min(box.lly, box.ury);
    frame.width = std::abs(box.urx - box.llx);
    frame.height = std::abs(box.ury - box.lly);
    auto rotate = page.getAttribute("/Rotate", false);
    if (rotate.isInteger()) frame.rotation = ((rotate.getIntValueAsInt() % 360) + 360) % 360;
    Drawing drawing(frame, out);
    page.parseContents(&drawing);
  } catch (std::bad_alloc const&) {
    throw;
  } catch (std::exception const&) {
    // A broken content stream gives the lines up to where it breaks.
  }
  return out;
}

}  // namespace rimlig::reader::pdf
