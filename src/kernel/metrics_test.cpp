#include "kernel/metrics.hpp"

#include <doctest/doctest.h>

using namespace rimlig::kernel;
using namespace std::chrono_literals;

TEST_CASE("metrics: the page counts requests by route, with time, database time, jobs and memory") {
  Metrics metrics;
  metrics.request("getAction", 200, 3ms, 1ms);
  metrics.request("getAction", 204, 20ms, 2ms);
  metrics.request("getAction", 404, 1ms);
  metrics.refused("queue_full");
  metrics.job("import", "done", 2s);
  metrics.set_jobs_waiting(4);
  metrics.set_connections(7);
  auto const page = metrics.text();
  auto const has = [&](char const* line) { return page.find(line) != std::string::npos; };
  CHECK(has("rimlig_requests_total{route=\"getAction\",status=\"2xx\"} 2"));
  CHECK(has("rimlig_requests_total{route=\"getAction\",status=\"4xx\"} 1"));
  CHECK(has("rimlig_request_seconds_bucket{route=\"getAction\",le=\"0.005\"} 2"));
  CHECK(has("rimlig_request_seconds_count{route=\"getAction\"} 3"));
  CHECK(has("rimlig_database_seconds_total{route=\"getAction\"} 0.003"));
  CHECK(has("rimlig_refused_total{reason=\"queue_full\"} 1"));
  CHECK(has("rimlig_job_seconds_count{kind=\"import\",outcome=\"done\"} 1"));
  CHECK(has("rimlig_jobs_waiting 4"));
  CHECK(has("rimlig_connections 7"));
  CHECK(has("process_resident_memory_bytes "));
  CHECK(resident_bytes() > 1'000'000);
}
