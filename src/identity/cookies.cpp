#include "identity/cookies.hpp"

#include "kernel/routes.hpp"

namespace rimlig::identity {

bool needs_secure(kernel::Request const& request) {
  if (request.header("X-Forwarded-Proto") == "https") return true;
  auto host = request.header("Host");
  host = host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return !host.empty() && host != "localhost" && host != "127.0.0.1" && host != "[::1]";
}

std::string cookie_of(kernel::Request const& request, std::string_view name) {
  // The prefixed one cannot have been planted by another host of the same domain.
  for (auto const* prefix : {"__Host-", ""})
    if (auto token = request.cookie(prefix + std::string(name)); token && !token->empty()) return *token;
  return {};
}

void set_cookie(kernel::Context& context, std::string_view name, std::string const& token) {
  bool const secure = needs_secure(context.request);
  context.answer_headers.emplace_back("Set-Cookie", std::string(secure ? "__Host-" : "") + std::string(name) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
                                                        (secure ? "; Secure" : "") + (token.empty() ? "; Max-Age=0" : ""));
}

}  // namespace rimlig::identity
