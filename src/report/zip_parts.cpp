#include "report/zip_parts.hpp"

#include <zip.h>

#include <memory>
#include <stdexcept>

namespace rimlig::report {

std::string write_zip(std::vector<ZipPart> const& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  if (target == nullptr) throw std::runtime_error("libzip: no memory for the archive");
  zip_source_keep(target);  // zip_close gives up its own hold
  std::unique_ptr<zip_source_t, decltype(&zip_source_free)> const owned{target, &zip_source_free};
  zip_t* opened = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (opened == nullptr) {
    zip_source_free(target);
    throw std::runtime_error(std::string("libzip: ") + zip_error_strerror(&error));
  }
  std::unique_ptr<zip_t, decltype(&zip_discard)> archive{opened, &zip_discard};
  for (auto const& part : parts) {
    zip_source_t* source = zip_source_buffer(archive.get(), part.bytes.data(), part.bytes.size(), 0);
    auto const index = zip_file_add(archive.get(), part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      throw std::runtime_error(std::string("libzip: ") + zip_strerror(archive.get()));
    }
    // The day that zip times begin, so that the clock does not show in the file.
    zip_file_set_dostime(archive.get(), static_cast<zip_uint64_t>(index), 0, 0x21, 0);
    zip_set_file_compression(archive.get(), static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, 6);
  }
  if (zip_close(archive.get()) != 0) throw std::runtime_error(std::string("libzip: ") + zip_strerror(archive.get()));
  archive.release();

  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::string out(static_cast<std::size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  auto const got = zip_source_read(target, out.data(), out.size());
  zip_source_close(target);
  if (got != static_cast<zip_int64_t>(out.size())) throw std::runtime_error("libzip: the archive could not be read back");
  return out;
}

}  // namespace rimlig::report
