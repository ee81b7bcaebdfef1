// Counts and times for `/metrics` in Prometheus' text form: per route how many, how long and how
// much of it in the database; jobs; memory. Labels are route and job ids, never data.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rimlig::kernel {

class Metrics {
public:
  Metrics();
  ~Metrics();
  Metrics(Metrics const&) = delete;
  Metrics& operator=(Metrics const&) = delete;

  /// `route` is an operation id ("getAction") or "static"/"none", so the number of series is bounded.
  void request(std::string_view route, int status, std::chrono::nanoseconds took, std::chrono::nanoseconds in_database = {});
  /// The server's own refusals: "queue_full", "too_large", "malformed", …
  void refused(std::string_view reason);
  void job(std::string_view kind, std::string_view outcome, std::chrono::nanoseconds took);
  void set_jobs_waiting(std::int64_t count);
  void set_connections(std::int64_t count);

  /// The whole page; memory and start time are read when asked for.
  [[nodiscard]] std::string text() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Resident memory of this process in bytes, 0 where /proc is absent.
[[nodiscard]] std::int64_t resident_bytes();

}  // namespace rimlig::kernel
