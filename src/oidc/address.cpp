#include "oidc/address.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "kernel/http.hpp"

namespace rimlig::oidc {

namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(Url const& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK || !text) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

}  // namespace

bool Address::loopback() const { return host == "localhost" || host == "127.0.0.1" || host == "[::1]"; }

std::optional<Address> parse_address(std::string_view text) {
  Url const url(curl_url(), curl_url_cleanup);
  if (!url || text.find('\0') != std::string_view::npos || curl_url_set(url.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) return std::nullopt;
  Address address{part(url, CURLUPART_SCHEME), part(url, CURLUPART_HOST), part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT)};
  std::ranges::transform(address.host, address.host.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if ((address.scheme != "https" && address.scheme != "http") || address.host.empty()) return std::nullopt;
  return address;
}

std::string form_of(std::vector<std::pair<std::string, std::string>> const& fields) {
  std::string out;
  for (auto const& [name, value] : fields) out.append(out.empty() ? "" : "&").append(kernel::percent_encode(name)).append("=").append(kernel::percent_encode(value));
  return out;
}

std::string with_parameters(std::string address, std::vector<std::pair<std::string, std::string>> const& parameters) {
  address.append(address.find('?') == std::string::npos ? "?" : "&").append(form_of(parameters));
  return address;
}

bool is_local_path(std::string_view path) {
  // A browser takes a backslash for a slash, and drops control characters.
  return path.starts_with('/') && !path.starts_with("//") && path.size() <= 500 &&
         std::ranges::none_of(path, [](char c) { return c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace rimlig::oidc
