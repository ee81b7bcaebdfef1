#include "kernel/request_trust.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace rimlig::kernel {
namespace {

std::string_view trim(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_address(std::string_view text) {
  std::string const whole(text);
  in6_addr place{};
  return inet_pton(AF_INET, whole.c_str(), &place) == 1 || inet_pton(AF_INET6, whole.c_str(), &place) == 1;
}

bool is_loopback_address(std::string_view text) {
  if (text.starts_with("::ffff:")) text.remove_prefix(7);
  return text == "::1" || (text.starts_with("127.") && is_address(text));
}

bool is_trusted_proxy(std::string_view peer, std::span<std::string const> proxies) {
  return is_loopback_address(peer) || std::find(proxies.begin(), proxies.end(), peer) != proxies.end();
}

std::string client_address(Request const& request, std::string const& peer, std::span<std::string const> proxies) {
  std::string all;  // some proxies add to the field, others add a field
  for (auto const& [name, value] : request.headers)
    if (equal_ignoring_case(name, "X-Forwarded-For")) all += ',' + value;
  std::string client = peer;
  for (std::string_view rest = all; is_trusted_proxy(client, proxies) && !rest.empty();) {
    auto const comma = rest.rfind(',');
    auto const last = trim(rest.substr(comma + 1));
    rest = rest.substr(0, comma);
    if (!is_address(last)) break;
    client = last;
  }
  return client;
}

bool usable_host(std::string_view host) {
  return !host.empty() && host.size() <= 255 && host.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._:[]") == std::string_view::npos;
}

bool one_length(Request const& request, bool http_1_0) {
  int said = 0;
  for (auto const& [name, value] : request.headers) {
    bool const coding = equal_ignoring_case(name, "Transfer-Encoding");
    if (coding && (http_1_0 || !equal_ignoring_case(trim(value), "chunked"))) return false;
    bool const length = equal_ignoring_case(name, "Content-Length");
    if (length && (value.empty() || value.find_first_not_of("0123456789") != std::string::npos)) return false;  // the library reads "4, 4"
    said += coding || length;
  }
  return said <= 1;
}

}  // namespace rimlig::kernel
