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

void Place::require_existing() const {
  auto const where = database.empty() ? data.string() : std::string("databasen");
  auto const absent = kernel::Problem::bad_request("Det finns ingen installation i " + where + ". Ange rätt mapp med --data, eller rätt databas med --database.");
  if (database.empty() && !std::filesystem::exists(database_file())) throw absent;
  auto const connection = kernel::connect(database_url());
  std::size_t applied = 0;
  constexpr kernel::Dialect tables{.sqlite = "select 1 from sqlite_master where name = 'migration'", .postgres = "select 1 where to_regclass('migration') is not null"};
  connection->run(connection->pick(tables), {}, [&](kernel::Row const&) { applied = 1; });
  if (applied == 0) throw absent;
  connection->run("select count(*) from migration", {}, [&](kernel::Row const& row) { applied = static_cast<std::size_t>(row.integer(0)); });
  if (applied < kernel::embedded_migrations().size())
    throw kernel::Problem::bad_request("Installationen i " + where + " är från en äldre version av programmet, och en kontroll ändrar ingenting. Starta servern med den här versionen först, eller kontrollera med den som skrev den.");
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
