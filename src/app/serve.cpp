#include "app/serve.hpp"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <memory>

#include "app/features.hpp"
#include "app/redirect.hpp"
#include "app/sample.hpp"
#include "app/ticker.hpp"
#include "identity/sealing_check.hpp"
#include "kernel/log.hpp"
#include "kernel/request_trust.hpp"
#include "kernel/security_headers.hpp"
#include "kernel/server.hpp"
#include "kernel/static_files.hpp"
#include "oidc/oidc.hpp"

namespace rimlig {
std::span<kernel::EmbeddedFile const> web_files();
}

namespace rimlig::app {

using namespace kernel;

namespace {

constexpr std::size_t upload_limit = 50 * 1024 * 1024;
constexpr std::size_t body_limit = 1024 * 1024;

Response health(Services const& services) {
  Response response;
  response.content_type = "application/json";
  try {
    auto connection = services.database.lease();
    connection->run("select 1", {});
    response.body = "{\"status\":\"ok\"}";
  } catch (std::exception const&) {
    response.status = 503;
    response.body = "{\"status\":\"database\"}";
  }
  return response;
}

/// Said once, when somebody is looking, and not first when somebody cannot sign in.
void check_secret_key(Services const& services) {
  auto connection = services.database.lease();
  Tx tx(*connection, Application::command_line_actor(), services.clock, TxMode::read);
  auto const file = identity::sealing_key_file(services);
  auto const found = identity::check_sealing(tx, file);
  if (found.state != identity::KeyState::right)
    log(Message::secret_key_lost, {{LogKey::kind, name_of(found.state)}, {LogKey::count, found.unopened}, {LogKey::path, file.string()}});
}

Response answer(Request& request, Application& application, StaticFiles const& pages) {
  if (request.path == "/healthz") return health(application.services());
  if (request.path == "/metrics") {
    // Figures about use are for the machine's own collector, not for the world.
    if (!is_loopback(request.remote_address)) return problem_response({403, "forbidden", "Mätvärden lämnas bara ut till den egna datorn."});
    Response response;
    response.content_type = "text/plain; version=0.0.4";
    response.body = application.metrics().text();
    return response;
  }
  if (!request.path.starts_with("/api/") && !request.path.starts_with("/scim/")) return pages.serve(request);
  LogRequest const scope(request.request_id);
  auto const started = std::chrono::steady_clock::now();
  auto response = application.routes().dispatch(request, application.services());
  std::vector<std::string> values;
  auto const* route = application.routes().match(request.method, request.path, values);
  application.metrics().request(route ? std::string_view(route->operation) : "none", response.status, std::chrono::steady_clock::now() - started);
  return response;
}

}  // namespace

bool is_loopback(std::string_view address) { return address == "localhost" || is_loopback_address(address); }

bool is_our_host(std::string_view host, std::vector<std::string> const& names) {
  auto const bracket = host.starts_with('[') ? host.find(']') : std::string_view::npos;
  auto const end = bracket == std::string_view::npos ? host.find(':') : bracket + 1;
  if (end < host.size() && host[end] != ':') return names.empty();
  auto const name = bracket == std::string_view::npos ? host.substr(0, end) : host.substr(1, bracket - 1);
  return names.empty() || is_loopback(name) || std::any_of(names.begin(), names.end(), [&](auto const& known) { return equal_ignoring_case(known, name); });
}

int serve(ServeOptions const& options) {
  if (!options.log.empty()) open_log(options.log, LogLevel::info);
  Application application(options.place, options.workers + 3);
  if (!options.providers.empty()) oidc::configure(options.providers);
  if (!prepare_sample(application, options)) return 2;
  check_secret_key(application.services());

  auto const pages = options.web.empty() ? StaticFiles(web_files()) : StaticFiles::from_folder(options.web);
  if (pages.empty()) log(Message::web_missing);
  ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.workers = options.workers;
  server_options.behind_proxy = options.behind_proxy;
  server_options.proxies = options.proxies;
  server_options.certificate = options.certificate;
  server_options.key = options.key;
  server_options.connections_per_address = options.connections_per_address;
  server_options.metrics = &application.metrics();
  server_options.body_limit = [](Method, std::string_view path) {
    return path == "/api/imports" || path.ends_with("/evidence") ? upload_limit : body_limit;
  };
  auto const transport = options.tls_in_front || !options.certificate.empty() ? Transport::tls : Transport::plain;
  // On this machine alone, without a proxy, another name is a page that has its own name lead here.
  auto const hosts = options.hosts.empty() && is_loopback(options.address) && !options.behind_proxy ? std::vector<std::string>{"localhost"} : options.hosts;
  Server server(server_options, with_security_headers(
                                    [&](Request& request) {
                                      if (!is_our_host(request.header("Host"), hosts))
                                        return problem_response({421, "wrong_host", "Servern svarar inte på det namnet. Kontrollera adressen."});
                                      return answer(request, application, pages);
                                    },
                                    transport));
  std::unique_ptr<Redirector> redirector;
  if (options.redirect_port != 0) redirector = std::make_unique<Redirector>(server_options, options.redirect_port, options.hosts, server.port());
  application.jobs().start(1);
  Ticker const ticker(application.services(), ticks());
  server.stop_on_signals();
  // `systemctl reload` where the proxy has the certificate: there is nothing to read again, and nothing to end for. A
  // terminal that closes still ends what was started in it.
  if (options.certificate.empty() && !::isatty(STDIN_FILENO)) std::signal(SIGHUP, SIG_IGN);
  announce(application, options, server.port());
  server.run();
  application.jobs().stop();
  return 0;
}

}  // namespace rimlig::app
