// The two cookies of signing in, as strict as a browser can hold them.
#pragma once
#include <string>
#include <string_view>

namespace rimlig::kernel {
struct Context;
struct Request;
}

namespace rimlig::identity {

inline constexpr std::string_view session_cookie = "rimlig_session";
inline constexpr std::string_view half_session_cookie = "rimlig_sign_in";

/// Whether the browser reached us, or must reach us, by https: only one on the same machine may do without.
bool needs_secure(kernel::Request const& request);

/// Empty when the request has none.
std::string cookie_of(kernel::Request const& request, std::string_view name);
/// An empty token takes the cookie away.
void set_cookie(kernel::Context& context, std::string_view name, std::string const& token);

}  // namespace rimlig::identity
