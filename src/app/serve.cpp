#include "app/serve.hpp"

#include "app/features.hpp"
#include "app/sample.hpp"
#include "app/ticker.hpp"
#include "kernel/log.hpp"
#include "kernel/security_headers.hpp"
#include "kernel/server.hpp"
#include "kernel/static_files.hpp"

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
  if (!request.path.starts_with("/api/")) return pages.serve(request);
  LogRequest const scope(request.request_id);
  auto const started = std::chrono::steady_clock::now();
  auto response = application.routes().dispatch(request, application.services());
  std::vector<std::string> values;
  auto const* route = application.routes().match(request.method, request.path, values);
  application.metrics().request(route ? std::string_view(route->operation) : "none", response.status, std::chrono::steady_clock::now() - started);
  return response;
}

}  // namespace

bool is_loopback(std::string_view address) { return address.starts_with("127.") || address == "::1" || address == "localhost" || address == "::ffff:127.0.0.1"; }

int serve(ServeOptions const& options) {
  if (!options.log.empty()) open_log(options.log, LogLevel::info);
  Application application(options.place, options.workers + 3);
  if (!prepare_sample(application, options)) return 2;

  auto const pages = options.web.empty() ? StaticFiles(web_files()) : StaticFiles::from_folder(options.web);
  if (pages.empty()) log(Message::web_missing);
  ServerOptions server_options;
  server_options.address = options.address;
  server_options.port = options.port;
  server_options.workers = options.workers;
  server_options.behind_proxy = options.behind_proxy;
  server_options.metrics = &application.metrics();
  server_options.body_limit = [](Method, std::string_view path) {
    return path == "/api/imports" || path.ends_with("/evidence") ? upload_limit : body_limit;
  };
  auto const transport = options.tls_in_front ? Transport::tls : Transport::plain;
  Server server(server_options, with_security_headers([&](Request& request) { return answer(request, application, pages); }, transport));
  application.jobs().start(1);
  Ticker const ticker(application.services(), ticks());
  server.stop_on_signals();
  announce(application, options, server.port());
  server.run();
  application.jobs().stop();
  return 0;
}

}  // namespace rimlig::app
