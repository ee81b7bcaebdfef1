#include "kernel/testing.hpp"

#include <cstdlib>

#include "kernel/crypto.hpp"
#include "kernel/migrations.hpp"

namespace rimlig::kernel {

TestApp::TestApp(std::string database_url, std::filesystem::path folder, std::vector<Feature> const& features)
    : database(std::move(database_url), 4), files(folder / "files"), jobs({database, clock, files}), services{database, clock, files, &jobs} {
  {
    auto connection = database.lease();
    migrate(*connection);
  }
  job_routes(routes);
  for (auto const& feature : features) {
    if (feature.routes) feature.routes(routes);
    if (feature.jobs) feature.jobs(jobs);
  }
}

TestApp::Answer TestApp::call(Method method, std::string target, std::int64_t as, std::string body, NameValues headers) {
  auto request = make_request(method, std::move(target), std::move(body));
  request.request_id = "test";
  request.remote_address = "127.0.0.1";
  request.headers = std::move(headers);
  if (as != 0 && sign_in)
    for (auto& header : sign_in(*this, as))
      if (request.header(header.first).empty()) request.headers.push_back(std::move(header));
  auto response = routes.dispatch(request, services);
  Answer answer{response.status, std::move(response.body), {}, response.content_type, response.headers};
  for (auto const& [name, value] : response.headers)
    if (name == "ETag") answer.etag = value;
  return answer;
}

void TestApp::with_tx(std::function<void(Tx&)> const& function) {
  auto connection = database.lease();
  Tx tx(*connection, {}, clock, TxMode::write);
  function(tx);
  tx.commit();
}

void on_each_database(std::vector<Feature> const& features, std::function<void(TestApp&)> const& test) {
  auto const folder = std::filesystem::temp_directory_path() / ("rimlig-test-" + random_token(8));
  std::filesystem::create_directories(folder);
  struct Remove {
    std::filesystem::path folder;
    ~Remove() {
      std::error_code ignored;
      std::filesystem::remove_all(folder, ignored);
    }
  } const remove{folder};
  {
    TestApp app("sqlite:" + (folder / "test.db").string(), folder, features);
    test(app);
  }
  auto const* server = std::getenv("RIMLIG_TEST_POSTGRES");
  if (!server) return;
  // A schema of its own for each test: nothing is shared, and a failed test leaves no trace in the next.
  std::string const schema = "test_" + sha256_hex(folder.string()).substr(0, 16);
  auto const admin = connect_postgres(server);
  admin->script("create schema " + schema);
  struct Drop {
    Connection& connection;
    std::string schema;
    ~Drop() {
      connection.rollback();
      connection.script("drop schema " + schema + " cascade");
    }
  } const drop{*admin, schema};
  TestApp app(std::string(server) + " options='-c search_path=" + schema + "'", folder, features);
  test(app);
}

}  // namespace rimlig::kernel
