// Work that outlives a request: a row written by the same transaction as the change that needs it,
// claimed by a worker, retried with growing pauses, taken up again after a restart.
#pragma once
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <thread>

#include "kernel/metrics.hpp"
#include "kernel/routes.hpp"

namespace rimlig::kernel {

enum class JobState { queued, running, done, failed, cancelled };
BOOST_DESCRIBE_ENUM(JobState, queued, running, done, failed, cancelled)

struct Job {
  static constexpr std::string_view table = "job";
  std::int64_t id = 0;
  std::string kind;
  JobState state = JobState::queued;
  std::int64_t progress = 0;
  std::int64_t total = 0;  // 0: not known yet
  std::string message;     // Swedish: what is being done
  RawJson result;
  std::string problem;  // Swedish, empty unless failed
  Instant created_at;
};
BOOST_DESCRIBE_STRUCT(Job, (), (id, kind, state, progress, total, message, result, problem, created_at))

struct JobCancelled {};

/// What a job's function sees. It opens its own transactions and reports how far it has come.
class JobContext {
public:
  Services const& services;
  std::int64_t id;
  std::string payload;  // JSON
  Actor actor;          // who asked

  /// Throws JobCancelled when somebody has asked for it to stop. Cheap: call it for each row.
  void progress(std::int64_t done, std::int64_t total, std::string_view message = {});

  struct Live {
    std::atomic<std::int64_t> done = 0;
    std::atomic<std::int64_t> total = 0;
    std::atomic<bool> cancel = false;
    std::mutex mutex;
    std::string message;
  };
  Live& live;
};

/// Returns the job's result as JSON. A Problem ends the job as failed with its Swedish text; any
/// other exception is tried again, five times in all.
using JobFunction = std::function<std::string(JobContext&)>;

class Jobs {
public:
  explicit Jobs(Services services, Metrics* metrics = nullptr);
  ~Jobs();
  void add(std::string kind, JobFunction function);
  /// Also takes up what a stopped process left behind.
  void start(int workers);
  void stop();
  void wake();
  /// Runs what waits, here and now, until nothing does. For tests and the command line.
  void drain();

  [[nodiscard]] Job with_live_progress(Job job) const;
  void cancel_live(std::int64_t id) const;

private:
  bool run_one();
  void finish(std::int64_t id, JobState state, std::string const& result, std::string const& problem);
  void retry(std::int64_t id, std::int64_t attempts, std::string const& error);
  /// The program stops: the next start takes the job up from the beginning.
  void put_back(std::int64_t id);
  [[nodiscard]] bool is_stopping() const;
  void worker();

  Services services_;
  Metrics* metrics_;
  std::map<std::string, JobFunction> functions_;
  std::vector<std::thread> threads_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  bool poked_ = false;
  std::map<std::int64_t, std::shared_ptr<JobContext::Live>> live_;
};

/// Writes the job in this transaction; workers wake when it has been committed.
std::int64_t enqueue(Context& context, std::string_view kind, std::string const& payload);
std::int64_t enqueue(Tx& tx, std::string_view kind, std::string const& payload);
/// A person's own job, or Problem 404.
Job find_job(Context& context, std::int64_t id);

/// GET /api/jobs, GET and DELETE /api/jobs/{id}: a person sees and stops their own jobs.
void job_routes(Routes& routes);

}  // namespace rimlig::kernel
