#include <cairo/cairo.h>

#include <memory>
#include <stdexcept>

#include "report/chart.hpp"

namespace rimlig::report {

namespace {

void set_colour(cairo_t* context, std::uint32_t colour) {
  cairo_set_source_rgb(context, static_cast<double>(colour >> 16 & 0xFF) / 255, static_cast<double>(colour >> 8 & 0xFF) / 255,
                       static_cast<double>(colour & 0xFF) / 255);
}

cairo_status_t append(void* out, unsigned char const* data, unsigned int length) {
  static_cast<std::string*>(out)->append(reinterpret_cast<char const*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void draw_text(cairo_t* context, Shape const& shape) {
  cairo_select_font_face(context, "Carlito", CAIRO_FONT_SLANT_NORMAL, shape.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(context, shape.size);
  cairo_text_extents_t extents;
  cairo_text_extents(context, shape.text.c_str(), &extents);
  double x = shape.x;
  switch (shape.anchor) {
    case Shape::Anchor::start: break;
    case Shape::Anchor::middle: x -= extents.x_advance / 2; break;
    case Shape::Anchor::end: x -= extents.x_advance; break;
  }
  cairo_move_to(context, x, shape.y);
  cairo_show_text(context, shape.text.c_str());
}

}  // namespace

std::string chart_png(Drawing const& drawing, int scale) {
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface{
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, drawing.width * scale, drawing.height * scale), &cairo_surface_destroy};
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> context{cairo_create(surface.get()), &cairo_destroy};
  cairo_scale(context.get(), scale, scale);
  set_colour(context.get(), 0xFFFFFF);
  cairo_paint(context.get());
  for (auto const& shape : drawing.shapes) {
    set_colour(context.get(), shape.colour);
    if (shape.kind == Shape::Kind::rectangle) {
      cairo_rectangle(context.get(), shape.x, shape.y, shape.width, shape.height);
      cairo_fill(context.get());
    } else {
      draw_text(context.get(), shape);
    }
  }
  std::string png;
  if (cairo_surface_write_to_png_stream(surface.get(), &append, &png) != CAIRO_STATUS_SUCCESS)
    throw std::runtime_error("cairo could not write the chart as PNG");
  return png;
}

}  // namespace rimlig::report
