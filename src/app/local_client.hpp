// The program as its own client: requests through the route table without a socket, with a
// person's session. The sample municipality and the command line go the same way as a browser.
#pragma once
#include <optional>
#include <string>

#include "app/application.hpp"

namespace rimlig::app {

class LocalClient {
public:
  explicit LocalClient(Application& application) : application_(application) {}
  /// Throws Problem when the account or the password is wrong.
  void sign_in(std::string const& email, std::string const& password);

  struct Answer {
    int status;
    std::string body;
    std::string etag;
    [[nodiscard]] kernel::JsonDocument json() const { return kernel::JsonDocument(body); }
  };
  Answer call(kernel::Method method, std::string target, std::string body = {}, std::string const& if_match = {});
  /// The same, but what is not 2xx is thrown as a Problem with the answer's own text.
  Answer must(kernel::Method method, std::string target, std::string body = {}, std::string const& if_match = {});

private:
  Application& application_;
  std::string cookie_;
  std::string csrf_;
};

}  // namespace rimlig::app
