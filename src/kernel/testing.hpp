// For tests of features: the whole program without a socket, on a database of its own. Each test
// runs on SQLite, and on PostgreSQL too when RIMLIG_TEST_POSTGRES names a server.
#pragma once
#include <filesystem>
#include <functional>

#include "kernel/feature.hpp"
#include "kernel/pool.hpp"

namespace rimlig::kernel {

class TestApp {
public:
  TestApp(std::string database_url, std::filesystem::path folder, std::vector<Feature> const& features);

  struct Answer {
    int status;
    std::string body;
    std::string etag;
    std::string content_type;
    NameValues headers;
    [[nodiscard]] JsonDocument json() const { return JsonDocument(body); }
  };
  /// `as` is a person's id, 0 for nobody. Shows the right CSRF token unless a header says otherwise.
  Answer call(Method method, std::string target, std::int64_t as, std::string body = {}, NameValues headers = {});
  Answer get(std::string target, std::int64_t as) { return call(Method::get, std::move(target), as); }
  Answer post(std::string target, std::int64_t as, std::string body) { return call(Method::post, std::move(target), as, std::move(body)); }
  Answer put(std::string target, std::int64_t as, std::string body, std::string etag) {
    return call(Method::put, std::move(target), as, std::move(body), {{"If-Match", std::move(etag)}});
  }
  /// Runs in one write transaction as the program itself, for setting up a test.
  void with_tx(std::function<void(Tx&)> const& function);

  FixedClock clock{"2026-11-22T08:00:00.000Z"};
  Pool database;
  FileStore files;
  Jobs jobs;
  Routes routes;
  Services services;
  /// Signs a person in for call(); set by identity/testing.hpp. Returns the headers to send.
  std::function<NameValues(TestApp&, std::int64_t person)> sign_in;
};

/// Calls the function once for each database that can be had here.
void on_each_database(std::vector<Feature> const& features, std::function<void(TestApp&)> const& test);

}  // namespace rimlig::kernel
