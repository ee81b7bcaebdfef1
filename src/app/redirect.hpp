// With TLS of its own the server can also listen where browsers try first, and send them on to https. It does nothing
// else there: no page, no cookie, and no address but the ones that it was given by name.
#pragma once
#include <string>
#include <thread>
#include <vector>

#include "kernel/server.hpp"

namespace rimlig::app {

/// 308 to the same path under one of the names; 421 for any other, so that nobody is sent on to somewhere else.
kernel::Response to_https(kernel::Request const& request, std::vector<std::string> const& names, unsigned short https_port);

class Redirector {
public:
  Redirector(kernel::ServerOptions const& like, unsigned short port, std::vector<std::string> names, unsigned short https_port);
  ~Redirector();
  Redirector(Redirector const&) = delete;
  Redirector& operator=(Redirector const&) = delete;
  [[nodiscard]] unsigned short port() const { return server_.port(); }

private:
  kernel::Server server_;
  std::thread thread_;
};

}  // namespace rimlig::app
