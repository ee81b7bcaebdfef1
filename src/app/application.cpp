#include "app/application.hpp"

#include "app/features.hpp"
#include "identity/session.hpp"
#include "kernel/log.hpp"
#include "kernel/migrations.hpp"

namespace rimlig::app {

namespace {

kernel::Response openapi(kernel::Context& context) {
  (void)context;
  // Written once: the routes do not change while the program runs.
  static std::string const document = all_routes().openapi();
  kernel::Response response;
  response.content_type = "application/json; charset=utf-8";
  response.body = document;
  return response;
}

void add_routes(kernel::Routes& routes) {
  kernel::job_routes(routes);
  for (auto const& feature : features())
    if (feature.routes) feature.routes(routes);
  routes.add(kernel::Method::get, "/api/openapi.json", "getOpenapi", kernel::public_route, openapi, "Det här dokumentet");
}

}  // namespace

std::string Place::database_url() const {
  if (!database.empty()) return database;
  std::filesystem::create_directories(data);
  return "sqlite:" + database_file().string();
}

Application::Application(Place const& place, std::size_t connections)
    : database_(place.database_url(), connections), files_(place.files()), jobs_({database_, clock_, files_}, &metrics_), services_{database_, clock_, files_, &jobs_} {
  {
    auto connection = database_.lease();
    auto const applied = kernel::migrate(*connection);
    if (applied > 0) kernel::log(kernel::Message::migration_applied, {{kernel::LogKey::count, applied}});
  }
  add_routes(routes_);
  routes_.guard(identity::gatekeeper(routes_));
  for (auto const& feature : features())
    if (feature.jobs) feature.jobs(jobs_);
}

kernel::Routes all_routes() {
  kernel::Routes routes;
  add_routes(routes);
  return routes;
}

}  // namespace rimlig::app
