#include "kernel/security_headers.hpp"

#include <algorithm>

#include "kernel/problem.hpp"

namespace rimlig::kernel {

namespace {

/// The page's own: nothing from elsewhere, no inline script, and text becomes markup or script nowhere but
/// in the one policy of the page's framework.
constexpr char const page_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types vue";
/// A file that somebody uploaded or that is saved: should a browser show it after all, it can do nothing.
constexpr char const file_policy[] = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

bool has(NameValues const& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [&](auto const& header) { return equal_ignoring_case(header.first, name); });
}

[[noreturn]] void refuse_other_site() { throw Problem{403, "cross_site", "Begäran kom från en annan webbplats och stoppades."}; }

}  // namespace

void add_security_headers(Response& response, Transport transport) {
  auto& headers = response.headers;
  headers.emplace_back("Content-Security-Policy", has(headers, "Content-Disposition") ? file_policy : page_policy);
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
    if (!has(response.headers, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  };
}

void require_same_origin(Request const& request) {
  auto const site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") refuse_other_site();
  auto const origin = request.header("Origin");
  if (site.empty() && origin.empty() && request.header("Cookie").empty()) return;  // no browser, or one that lends nobody's authority
  // A form can be sent from anywhere without a question asked, but only as one of these; "null" is a page without a site.
  auto const type = request.header("Content-Type");
  for (std::string_view const form : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    if (equal_ignoring_case(type.substr(0, form.size()), form))
      throw Problem{415, "content_type", "Formulär tas inte emot här. Skicka JSON som application/json och filer som application/octet-stream."};
  if (origin.empty()) return;
  auto const host = origin.find("://");
  if (host == std::string_view::npos || !equal_ignoring_case(origin.substr(host + 3), request.header("Host"))) refuse_other_site();
}

}  // namespace rimlig::kernel
