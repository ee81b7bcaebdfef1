#include "report/chart.hpp"

namespace rimlig::report {

namespace {

void append_escaped(std::string& out, std::string_view text) {
  for (char const c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': out += ' '; break;
      default: out += c;
    }
}

}  // namespace

std::string colour_text(std::uint32_t colour) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out = "#000000";
  for (int n = 0; n < 6; ++n) out[static_cast<std::size_t>(6 - n)] = digits[colour >> (4 * n) & 15];
  return out;
}

std::string chart_svg(Drawing const& drawing) {
  auto const number = [](int value) { return std::to_string(value); };
  // Presentation attributes only: the page's content security policy allows no inline style.
  std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + number(drawing.width) + " " + number(drawing.height) +
                    "\" width=\"" + number(drawing.width) + "\" height=\"" + number(drawing.height) +
                    "\" font-family=\"Carlito, Noto Sans, sans-serif\">";
  for (auto const& shape : drawing.shapes) {
    if (shape.kind == Shape::Kind::rectangle) {
      out += "<rect x=\"" + number(shape.x) + "\" y=\"" + number(shape.y) + "\" width=\"" + number(shape.width) + "\" height=\"" +
             number(shape.height) + "\" fill=\"" + colour_text(shape.colour) + "\"/>";
      continue;
    }
    out += "<text x=\"" + number(shape.x) + "\" y=\"" + number(shape.y) + "\" font-size=\"" + number(shape.size) + "\" fill=\"" +
           colour_text(shape.colour) + "\"";
    switch (shape.anchor) {
      case Shape::Anchor::start: break;
      case Shape::Anchor::middle: out += " text-anchor=\"middle\""; break;
      case Shape::Anchor::end: out += " text-anchor=\"end\""; break;
    }
    if (shape.bold) out += " font-weight=\"bold\"";
    out += '>';
    append_escaped(out, shape.text);
    out += "</text>";
  }
  return out + "</svg>";
}

}  // namespace rimlig::report
