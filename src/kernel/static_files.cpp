#include "kernel/static_files.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>

#include "kernel/crypto.hpp"
#include "kernel/problem.hpp"

namespace rimlig::kernel {
namespace {

namespace fs = std::filesystem;

struct TypeOfName {
  std::string_view ending;
  std::string_view content_type;
};
constexpr std::array types{
    TypeOfName{".html", "text/html; charset=utf-8"},
    TypeOfName{".js", "text/javascript; charset=utf-8"},
    TypeOfName{".css", "text/css; charset=utf-8"},
    TypeOfName{".svg", "image/svg+xml"},
    TypeOfName{".png", "image/png"},
    TypeOfName{".ico", "image/x-icon"},
    TypeOfName{".woff2", "font/woff2"},
    TypeOfName{".json", "application/json"},
    TypeOfName{".webmanifest", "application/manifest+json"},
    TypeOfName{".txt", "text/plain; charset=utf-8"},
};

std::string_view type_of(std::string_view path) {
  for (auto const& type : types) {
    if (path.ends_with(type.ending)) return type.content_type;
  }
  return "application/octet-stream";
}

/// Vite puts what it names by content here, so such a name never gets another content.
bool named_by_content(std::string_view path) { return path.starts_with("assets/"); }

std::string_view trim(std::string_view text) {
  auto const begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// Whether a list such as "gzip, br;q=0.5, *;q=0" takes the coding. Only a weight of zero matters,
/// as the smallest file is always the best answer.
bool accepts(std::string_view list, std::string_view coding) {
  bool any = false;
  while (!list.empty()) {
    auto const end = list.find(',');
    auto const item = list.substr(0, end);
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
    auto const semicolon = item.find(';');
    auto const name = trim(item.substr(0, semicolon));
    double weight = 1;
    if (semicolon != std::string_view::npos) {
      auto const parameter = trim(item.substr(semicolon + 1));
      if (parameter.starts_with("q=")) std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
    }
    if (equal_ignoring_case(name, coding)) return weight > 0;
    if (name == "*") any = weight > 0;
  }
  return any;
}

bool lists_etag(std::string_view list, std::string_view etag) {
  if (trim(list) == "*") return true;
  return list.find(etag) != std::string_view::npos;  // quoted and a hash, so no part of another one
}

/// A page of the browser's own router has no dot in its last part: "/actions/7", but not "/a.js".
bool looks_like_page(std::string_view path) {
  return path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos && path != "/api" && !path.starts_with("/api/");
}

}  // namespace

StaticFiles::StaticFiles(std::span<EmbeddedFile const> files) {
  for (auto const& file : files) add(file.path, file.bytes);
}

StaticFiles StaticFiles::from_folder(fs::path const& folder) {
  StaticFiles out({});
  if (!fs::is_directory(folder)) return out;
  for (auto entry = fs::recursive_directory_iterator(folder); entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->path().filename().native().starts_with('.')) {
      if (entry->is_directory()) entry.disable_recursion_pending();
      continue;
    }
    if (entry->is_symlink() || !entry->is_regular_file()) continue;  // a link could lead out of the folder
    std::ifstream in(entry->path(), std::ios::binary);
    std::string const bytes{std::istreambuf_iterator<char>(in), {}};
    out.add(fs::relative(entry->path(), folder).generic_string(), bytes);
  }
  return out;
}

void StaticFiles::add(std::string_view path, std::string_view bytes) {
  std::string_view coding;
  if (path.ends_with(".br")) {
    coding = "br";
    path.remove_suffix(3);
  } else if (path.ends_with(".gz")) {
    coding = "gzip";
    path.remove_suffix(3);
  }
  auto& file = files_[std::string(path)];
  file.content_type = type_of(path);
  file.variants[std::string(coding)] = {std::string(bytes), '"' + sha256_hex(bytes).substr(0, 32) + '"'};
}

Response StaticFiles::serve(Request const& request) const {
  if (request.method != Method::get) {
    auto response = problem_response({405, "method_not_allowed", "Sidan kan bara hämtas."});
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  std::string_view name = request.path;
  name.remove_prefix(1);
  auto found = files_.find(name);
  if (found == files_.end() && looks_like_page(request.path)) found = files_.find("index.html");
  if (found == files_.end() || !found->second.variants.contains("")) {
    return problem_response({404, "not_found", "Sidan finns inte. Kontrollera adressen."});
  }
  auto const& file = found->second;
  auto const* variant = &file.variants.find("")->second;
  std::string_view chosen;
  auto const accepted = request.header("Accept-Encoding");
  for (auto const& [coding, candidate] : file.variants) {
    if (!coding.empty() && candidate.bytes.size() < variant->bytes.size() && accepts(accepted, coding)) {
      variant = &candidate;
      chosen = coding;
    }
  }
  Response response;
  response.content_type = file.content_type;
  response.headers = {{"ETag", variant->etag},
                      {"Cache-Control", named_by_content(found->first) ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (file.variants.size() > 1) response.headers.emplace_back("Vary", "Accept-Encoding");
  if (lists_etag(request.header("If-None-Match"), variant->etag)) {
    response.status = 304;
    return response;
  }
  if (!chosen.empty()) response.headers.emplace_back("Content-Encoding", chosen);
  response.body = variant->bytes;
  return response;
}

}  // namespace rimlig::kernel
