#include "app/redirect.hpp"

#include <algorithm>
#include <utility>

#include "kernel/problem.hpp"
#include "kernel/security_headers.hpp"

namespace rimlig::app {

using namespace kernel;

namespace {

/// Of what the other server listens with, what bounds a client; neither certificate nor metrics, and hardly a body.
ServerOptions plain(ServerOptions const& like, unsigned short port) {
  ServerOptions options;
  options.address = like.address;
  options.port = port;
  options.workers = 1;
  options.connections_per_address = like.connections_per_address;
  options.body_limit = [](Method, std::string_view) { return std::size_t{16 * 1024}; };
  return options;
}

}  // namespace

Response to_https(Request const& request, std::vector<std::string> const& names, unsigned short https_port) {
  auto const host = request.header("Host");
  auto const name = host.substr(0, host.find(':'));
  auto const known = std::ranges::find_if(names, [&](auto const& each) { return equal_ignoring_case(each, name); });
  // A target that is no path ("*", a whole address) has no page to go to.
  if (known == names.end() || !request.target.starts_with('/'))
    return problem_response({421, "wrong_host", "Servern svarar inte på det namnet. Kontrollera adressen."});
  Response response;
  response.status = 308;
  // The name as it was configured, and the target as it was sent: in printable ASCII, or the server has refused it.
  response.headers.emplace_back("Location", "https://" + *known + (https_port == 443 ? "" : ":" + std::to_string(https_port)) + request.target);
  return response;
}

Redirector::Redirector(ServerOptions const& like, unsigned short port, std::vector<std::string> names, unsigned short https_port)
    : server_(plain(like, port), with_security_headers([names = std::move(names), https_port](Request& request) { return to_https(request, names, https_port); }, Transport::plain)),
      thread_([this] { server_.run(); }) {}

Redirector::~Redirector() {
  server_.stop();
  thread_.join();
}

}  // namespace rimlig::app
