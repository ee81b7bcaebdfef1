// The web pages: built into the program or read once from a folder, compressed already when they
// were built. Only names that were found then are served; no path is ever made from a request.
#pragma once
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "kernel/embedded.hpp"
#include "kernel/http.hpp"

namespace rimlig::kernel {

class StaticFiles {
public:
  explicit StaticFiles(std::span<EmbeddedFile const> files);
  static StaticFiles from_folder(std::filesystem::path const& folder);

  [[nodiscard]] bool empty() const { return files_.empty(); }
  /// The file, 304 when the browser has it, index.html for a page that the browser routes itself,
  /// else 404; 405 for what is neither GET nor HEAD.
  [[nodiscard]] Response serve(Request const& request) const;

private:
  struct Variant {
    std::string bytes;
    std::string etag;
  };
  struct File {
    std::string_view content_type;
    std::map<std::string, Variant, std::less<>> variants;  // by content coding: "", "br", "gzip"
  };
  void add(std::string_view path, std::string_view bytes);

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace rimlig::kernel
