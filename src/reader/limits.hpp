// How much a file may ask of us before it is refused (docs/import.md lists them for the operator).
#pragma once
#include <cstdint>

namespace rimlig::reader {

struct Limits {
  std::uint64_t file_bytes = 50ull << 20;
  std::uint64_t zip_members = 2000;
  std::uint64_t member_bytes = 512ull << 20;  // counted while inflating: a declared size is a claim
  std::uint64_t inflated_bytes = 1ull << 30;
  std::uint64_t inflation_ratio = 200;
  std::uint64_t ratio_free_bytes = 10ull << 20;  // small files may be as dense as they like
  std::uint32_t xml_depth = 64;
  std::uint64_t cells = 5'000'000;
  std::uint32_t columns = 16'384;
  std::uint32_t rows = 1'048'576;
  std::uint64_t cell_bytes = 1ull << 20;
  std::uint32_t pdf_pages = 500;
  std::uint32_t html_depth = 400;
};

}  // namespace rimlig::reader
