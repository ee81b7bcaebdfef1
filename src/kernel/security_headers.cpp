#include "kernel/security_headers.hpp"

#include <algorithm>

#include "kernel/problem.hpp"

namespace rimlig::kernel {

void add_security_headers(Response& response, Transport transport) {
  auto& headers = response.headers;
  headers.emplace_back("Content-Security-Policy",
                       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                       "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                       "require-trusted-types-for 'script'");
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("Referrer-Policy", "same-origin");
  headers.emplace_back("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
  headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (transport == Transport::tls) headers.emplace_back("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

Handler with_security_headers(Handler handler, Transport transport) {
  return [handler = std::move(handler), transport](Request& request) {
    auto response = handler(request);
    add_security_headers(response, transport);
    bool const says = std::any_of(response.headers.begin(), response.headers.end(),
                                  [](auto const& header) { return equal_ignoring_case(header.first, "Cache-Control"); });
    if (!says) response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  };
}

void require_same_origin(Request const& request) {
  auto const site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") throw Problem{403, "cross_site", "Begäran kom från en annan webbplats och stoppades."};
  auto const origin = request.header("Origin");
  if (origin.empty() || origin == "null") return;
  auto const host = origin.find("://");
  if (host == std::string_view::npos || origin.substr(host + 3) != request.header("Host"))
    throw Problem{403, "cross_site", "Begäran kom från en annan webbplats och stoppades."};
}

}  // namespace rimlig::kernel
