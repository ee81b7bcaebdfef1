// A zip archive in memory whose bytes depend on its parts alone.
#pragma once
#include <string>
#include <vector>

namespace rimlig::report {

struct ZipPart {
  std::string name;
  std::string bytes;
};

std::string write_zip(std::vector<ZipPart> const& parts);

}  // namespace rimlig::report
