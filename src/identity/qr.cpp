#include "identity/qr.hpp"

#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace rimlig::identity {

std::vector<std::string> qr_rows(std::string const& text) {
  std::unique_ptr<QRcode, decltype(&QRcode_free)> const code(QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), &QRcode_free);
  if (!code) throw std::runtime_error("the text does not fit in a QR picture");
  std::vector<std::string> rows;
  auto const width = static_cast<std::size_t>(code->width);
  for (std::size_t y = 0; y < width; ++y) {
    auto& row = rows.emplace_back();
    for (std::size_t x = 0; x < width; ++x) row += (code->data[y * width + x] & 1) ? '1' : '0';
  }
  return rows;
}

}  // namespace rimlig::identity
