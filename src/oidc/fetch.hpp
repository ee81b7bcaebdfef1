// The only way out of the program: to machines that the settings name, over TLS, for a short time and a
// small answer, and never by a redirect to somewhere else.
#pragma once
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace rimlig::oidc {

struct FetchRequest {
  std::string address;
  std::string form;      // posted when not empty
  std::string user = {};  // for HTTP Basic, with password
  std::string password = {};
};

struct FetchAnswer {
  int status = 0;
  std::string body;
};

/// Nobody answered, or not as we demand. The text is for the log and names no secret.
struct FetchError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using Fetch = std::function<FetchAnswer(FetchRequest const&)>;

/// Asks only these origins ("https://login.kommun.se:443").
Fetch fetch_from(std::vector<std::string> origins);

}  // namespace rimlig::oidc
