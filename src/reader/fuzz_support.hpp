// What the fuzz targets share: a sink that takes everything, and small zip archives built around a part.
#pragma once
#include <zip.h>

#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "reader/checking_sink.hpp"
#include "reader/read.hpp"

namespace rimlig::reader::fuzz {

inline std::string_view view(std::uint8_t const* data, std::size_t size) { return {reinterpret_cast<char const*>(data), size}; }

/// Small limits, so that a run is short and the limits themselves are reached.
inline Limits limits() {
  Limits out;
  out.cells = 20'000;
  out.cell_bytes = 1 << 16;
  out.rows = 5'000;
  out.columns = 2'000;
  out.member_bytes = out.inflated_bytes = 4 << 20;
  return out;
}

/// Reads and lets refusals pass: they are the right answer to most of what a fuzzer makes.
template <class Work>
void refused_or_read(Work work) {
  DocumentSink collected;
  auto const small = limits();
  CheckingSink sink(collected, small);
  try {
    work(sink, small);
  } catch (Refusal const&) {
  }
}

/// A stored zip with the parts given, in memory.
inline std::string archive(std::initializer_list<std::pair<char const*, std::string_view>> parts) {
  zip_error_t error;
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* made = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  for (auto const& [name, text] : parts) {
    auto const index = zip_file_add(made, name, zip_source_buffer(made, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    zip_set_file_compression(made, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  zip_close(made);
  std::string bytes;
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  bytes.resize(static_cast<std::size_t>(zip_source_tell(target)));
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

}  // namespace rimlig::reader::fuzz
