// A text as a QR picture, made here so that a secret key is never given to somebody else's drawing.
#pragma once
#include <string>
#include <vector>

namespace rimlig::identity {

/// One text a row, '1' for a dark square; without the white frame that a reader also needs.
std::vector<std::string> qr_rows(std::string const& text);

}  // namespace rimlig::identity
