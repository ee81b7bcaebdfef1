// A file that was built into the program (cmake/embed_folder.cmake), so that one binary stands alone.
#pragma once
#include <string_view>

namespace rimlig::kernel {

struct EmbeddedFile {
  std::string_view path;  // relative to the folder, with "/"
  std::string_view bytes;
};

}  // namespace rimlig::kernel
