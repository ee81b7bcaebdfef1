#include "kernel/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <map>
#include <mutex>

namespace rimlig::kernel {
namespace {

namespace p = prometheus;

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

/// From a tenth of a millisecond, since the common request is that fast, to what a user gives up on.
p::Histogram::BucketBoundaries request_buckets() {
  return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
}
p::Histogram::BucketBoundaries job_buckets() { return {0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1800}; }

}  // namespace

struct Metrics::State {
  p::Registry registry;
  p::Family<p::Counter>& requests = p::BuildCounter()
                                        .Name("rimlig_requests_total")
                                        .Help("Requests answered, by route and class of status.")
                                        .Register(registry);
  p::Family<p::Histogram>& request_time =
      p::BuildHistogram().Name("rimlig_request_seconds").Help("Time in the handler, by route.").Register(registry);
  p::Family<p::Counter>& database_time = p::BuildCounter()
                                             .Name("rimlig_database_seconds_total")
                                             .Help("Time spent waiting for the database, by route.")
                                             .Register(registry);
  p::Family<p::Counter>& refusals = p::BuildCounter()
                                        .Name("rimlig_refused_total")
                                        .Help("Requests refused before any handler, by reason.")
                                        .Register(registry);
  p::Family<p::Histogram>& job_time =
      p::BuildHistogram().Name("rimlig_job_seconds").Help("Time of background jobs, by kind and outcome.").Register(registry);
  p::Gauge& jobs_waiting = p::BuildGauge().Name("rimlig_jobs_waiting").Help("Jobs not yet started.").Register(registry).Add({});
  p::Gauge& connections = p::BuildGauge().Name("rimlig_connections").Help("Open connections.").Register(registry).Add({});
  p::Gauge& memory =
      p::BuildGauge().Name("process_resident_memory_bytes").Help("Resident memory.").Register(registry).Add({});

  struct Route {
    std::array<p::Counter*, 6> by_class{};  // index = status / 100
    p::Histogram* time = nullptr;
    p::Counter* database = nullptr;
  };
  std::mutex mutex;
  std::map<std::string, Route, std::less<>> routes;  // spares building a label map for each request

  Route& route(std::string_view id) {
    auto found = routes.find(id);
    if (found == routes.end()) {
      std::string const name(id);
      found = routes.emplace(name, Route{}).first;
      found->second.time = &request_time.Add({{"route", name}}, request_buckets());
      found->second.database = &database_time.Add({{"route", name}});
    }
    return found->second;
  }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, int status, std::chrono::nanoseconds took, std::chrono::nanoseconds in_database) {
  State::Route known;
  {
    std::lock_guard const lock(state_->mutex);
    auto& entry = state_->route(route);
    auto const status_class = static_cast<std::size_t>(status >= 100 && status < 600 ? status / 100 : 5);
    auto*& counter = entry.by_class[status_class];
    if (counter == nullptr) {
      counter = &state_->requests.Add({{"route", std::string(route)}, {"status", std::to_string(status_class) + "xx"}});
    }
    counter->Increment();
    known = entry;
  }
  known.time->Observe(seconds(took));
  known.database->Increment(seconds(in_database));
}

void Metrics::refused(std::string_view reason) { state_->refusals.Add({{"reason", std::string(reason)}}).Increment(); }

void Metrics::job(std::string_view kind, std::string_view outcome, std::chrono::nanoseconds took) {
  state_->job_time.Add({{"kind", std::string(kind)}, {"outcome", std::string(outcome)}}, job_buckets()).Observe(seconds(took));
}

void Metrics::set_jobs_waiting(std::int64_t count) { state_->jobs_waiting.Set(static_cast<double>(count)); }
void Metrics::set_connections(std::int64_t count) { state_->connections.Set(static_cast<double>(count)); }

std::string Metrics::text() const {
  state_->memory.Set(static_cast<double>(resident_bytes()));
  return p::TextSerializer().Serialize(state_->registry.Collect());
}

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0;
  std::int64_t resident = 0;
  if (!(file >> total >> resident)) return 0;
  return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace rimlig::kernel
