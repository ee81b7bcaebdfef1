// Web addresses taken apart by the same library that later asks them, so that the two cannot disagree about
// which machine an address means.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rimlig::oidc {

struct Address {
  std::string scheme;  // "https" or "http"
  std::string host;    // lower case
  std::string port;    // also when it is the scheme's own

  [[nodiscard]] bool loopback() const;
  /// "https://login.kommun.se:443"
  [[nodiscard]] std::string origin() const { return scheme + "://" + host + ":" + port; }
};

/// Nothing for what is no http(s) address, or has a name or password in it.
std::optional<Address> parse_address(std::string_view text);

/// The address with the parameters added to those it has.
std::string with_parameters(std::string address, std::vector<std::pair<std::string, std::string>> const& parameters);
/// "a=1&b=%C3%A5": a form's body.
std::string form_of(std::vector<std::pair<std::string, std::string>> const& fields);

/// Within this site: begins with one slash. Nobody is sent elsewhere after signing in.
bool is_local_path(std::string_view path);

}  // namespace rimlig::oidc
