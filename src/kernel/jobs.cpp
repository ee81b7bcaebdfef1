#include "kernel/jobs.hpp"

#include "kernel/log.hpp"

namespace rimlig::kernel {

namespace {

constexpr int most_attempts = 5;
constexpr std::string_view job_columns = "id, kind, state, progress, total, message, result, problem, created_at";

std::string later(Clock const& clock, std::chrono::seconds by) { return instant_text(clock.now() + by); }

}  // namespace

void JobContext::progress(std::int64_t done, std::int64_t total, std::string_view message) {
  live.done = done;
  live.total = total;
  if (!message.empty()) {
    std::lock_guard const lock(live.mutex);
    live.message = message;
  }
  if (live.cancel) throw JobCancelled{};
}

Jobs::Jobs(Services services, Metrics* metrics) : services_(services), metrics_(metrics) { services_.jobs = this; }
Jobs::~Jobs() { stop(); }

void Jobs::add(std::string kind, JobFunction function) { functions_[std::move(kind)] = std::move(function); }

void Jobs::start(int workers) {
  auto connection = services_.database.lease();
  // One process owns a SQLite file; beside PostgreSQL others may be running, so only silent jobs are taken.
  auto const silent_since = connection->is_postgres() ? later(services_.clock, std::chrono::seconds(-60)) : std::string("9999");
  connection->run("update job set state = 'queued' where state = 'running' and heartbeat < $1", Tx::bind(silent_since));
  for (int n = 0; n < workers; ++n) threads_.emplace_back([this] { worker(); });
}

void Jobs::stop() {
  {
    std::lock_guard const lock(mutex_);
    stopping_ = true;
    for (auto const& [id, live] : live_) live->cancel = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Jobs::wake() {
  {
    std::lock_guard const lock(mutex_);
    poked_ = true;
  }
  wake_.notify_one();
}

void Jobs::drain() {
  while (run_one()) {}
}

void Jobs::worker() {
  while (true) {
    try {
      while (run_one()) {
        std::lock_guard const lock(mutex_);
        if (stopping_) return;
      }
    } catch (std::exception const& error) {
      log(Message::database_lost, {{LogKey::error, error.what()}});
    }
    std::unique_lock lock(mutex_);
    // Another node may have written a job, so look now and then even if nobody wakes us.
    wake_.wait_for(lock, std::chrono::seconds(3), [this] { return stopping_ || poked_; });
    poked_ = false;
    if (stopping_) return;
  }
}

bool Jobs::run_one() {
  std::int64_t id = 0;
  std::int64_t attempts = 0;
  std::string kind;
  std::string payload;
  Actor actor;
  {
    auto connection = services_.database.lease();
    auto const now = services_.clock.instant();
    bool waiting = false;
    connection->run("select 1 from job where state = 'queued' and run_after <= $1 limit 1", Tx::bind(now), [&](Row const&) { waiting = true; });
    if (!waiting) return false;
    Tx tx(*connection, {}, services_.clock, TxMode::write);
    constexpr Dialect claim{
        .sqlite = "update job set state = 'running', heartbeat = $1, attempts = attempts + 1 where id = (select id from job where state = 'queued' and "
                  "run_after <= $1 order by run_after, id limit 1) returning id, kind, payload, actor_id, actor_name, attempts",
        .postgres = "update job set state = 'running', heartbeat = $1, attempts = attempts + 1 where id = (select id from job where state = 'queued' and "
                    "run_after <= $1 order by run_after, id limit 1 for update skip locked) returning id, kind, payload, actor_id, actor_name, attempts"};
    tx.run(tx.pick(claim), Tx::bind(now), [&](Row const& row) {
      id = row.integer(0);
      kind = row.text(1);
      payload = row.text(2);
      actor = {row.integer(3), std::string(row.text(4)), -1, "job-" + std::to_string(id)};
      attempts = row.integer(5);
    });
    tx.commit();
  }
  if (id == 0) return false;
  auto const live = std::make_shared<JobContext::Live>();
  {
    std::lock_guard const lock(mutex_);
    live_[id] = live;
  }
  auto const started = std::chrono::steady_clock::now();
  std::string_view outcome = "failed";
  log(Message::job_started, {{LogKey::kind, kind}, {LogKey::id, id}});
  try {
    auto const function = functions_.find(kind);
    if (function == functions_.end()) throw Problem{500, "unknown_job", "Programmet känner inte till jobbet \"" + kind + "\"."};
    JobContext context{services_, id, payload, actor, *live};
    auto const result = function->second(context);
    finish(id, JobState::done, result, "");
    outcome = "done";
    log(Message::job_done, {{LogKey::kind, kind}, {LogKey::id, id}});
  } catch (JobCancelled const&) {
    if (is_stopping()) put_back(id);
    else finish(id, JobState::cancelled, "null", "");
    outcome = "cancelled";
    log(Message::job_cancelled, {{LogKey::kind, kind}, {LogKey::id, id}});
  } catch (Problem const& problem) {
    finish(id, JobState::failed, "null", problem.detail());
    log(Message::job_failed, {{LogKey::kind, kind}, {LogKey::id, id}, {LogKey::code, problem.code()}});
  } catch (std::exception const& error) {
    retry(id, attempts, error.what());
    log(attempts < most_attempts ? Message::job_retry : Message::job_failed, {{LogKey::kind, kind}, {LogKey::id, id}, {LogKey::error, error.what()}, {LogKey::attempt, attempts}});
  }
  if (metrics_) metrics_->job(kind, outcome, std::chrono::steady_clock::now() - started);
  std::lock_guard const lock(mutex_);
  live_.erase(id);
  return true;
}

void Jobs::finish(std::int64_t id, JobState state, std::string const& result, std::string const& problem) {
  std::int64_t done = 0;
  std::int64_t total = 0;
  {
    std::lock_guard const lock(mutex_);
    done = live_[id]->done;
    total = live_[id]->total;
  }
  auto connection = services_.database.lease();
  connection->run("update job set state = $1, result = $2, problem = $3, progress = $4, total = $5 where id = $6",
                  Tx::bind(state, result, problem, done, total, id));
}

void Jobs::retry(std::int64_t id, std::int64_t attempts, std::string const&) {
  if (attempts >= most_attempts)
    return finish(id, JobState::failed, "null", "Arbetet misslyckades fem gånger och avbröts. Inget har sparats. Felet står i serverns logg.");
  auto connection = services_.database.lease();
  connection->run("update job set state = 'queued', run_after = $1 where id = $2", Tx::bind(later(services_.clock, std::chrono::seconds(1LL << (2 * attempts))), id));
}

bool Jobs::is_stopping() const {
  std::lock_guard const lock(mutex_);
  return stopping_;
}

void Jobs::put_back(std::int64_t id) {
  auto connection = services_.database.lease();
  connection->run("update job set state = 'queued', attempts = attempts - 1 where id = $1", Tx::bind(id));
}

Job Jobs::with_live_progress(Job job) const {
  std::lock_guard const lock(mutex_);
  auto const found = live_.find(job.id);
  if (found == live_.end()) return job;
  job.progress = found->second->done;
  job.total = found->second->total;
  std::lock_guard const text(found->second->mutex);
  job.message = found->second->message;
  return job;
}

void Jobs::cancel_live(std::int64_t id) const {
  std::lock_guard const lock(mutex_);
  if (auto const found = live_.find(id); found != live_.end()) found->second->cancel = true;
}

std::int64_t enqueue(Tx& tx, std::string_view kind, std::string const& payload) {
  auto const id = tx.next("id");
  auto const now = tx.now();
  tx.execute_derived(
      "insert into job(id, kind, state, payload, result, problem, message, progress, total, attempts, cancel_wanted, actor_id, actor_name, created_at, "
      "run_after, heartbeat) values($1, $2, 'queued', $3, 'null', '', '', 0, 0, 0, $4, $5, $6, $7, $7, $7)",
      id, kind, payload, false, tx.actor().id, tx.actor().name, now);
  return id;
}

std::int64_t enqueue(Context& context, std::string_view kind, std::string const& payload) {
  auto const id = enqueue(context.tx, kind, payload);
  if (auto* jobs = context.services.jobs) context.tx.after_commit([jobs] { jobs->wake(); });
  return id;
}

Job find_job(Context& context, std::int64_t id) {
  auto job = context.tx.select_one<Job>("select " + std::string(job_columns) + " from job where id = $1 and actor_id = $2", id, context.tx.actor().id);
  if (!job) throw Problem::not_found("arbetet");
  return context.services.jobs ? context.services.jobs->with_live_progress(std::move(*job)) : std::move(*job);
}

namespace {

Job get_job(Context& context, std::int64_t id) { return find_job(context, id); }

Items<Job> list_jobs(Context& context) {
  auto jobs = context.tx.select<Job>("select " + std::string(job_columns) + " from job where actor_id = $1 order by id desc limit 50", context.tx.actor().id);
  if (context.services.jobs)
    for (auto& job : jobs) job = context.services.jobs->with_live_progress(std::move(job));
  return {std::move(jobs)};
}

Job cancel_job(Context& context, std::int64_t id) {
  auto job = find_job(context, id);
  context.tx.execute("update job set state = 'cancelled' where id = $1 and state = 'queued'", {"cancel", "job", id, 0, "{}", ""}, id);
  if (auto* jobs = context.services.jobs) jobs->cancel_live(id);
  if (job.state == JobState::queued) job.state = JobState::cancelled;
  return job;
}

}  // namespace

void job_routes(Routes& routes) {
  routes.add(Method::get, "/api/jobs", "listJobs", session_route, list_jobs, "Mina senaste arbeten");
  routes.add(Method::get, "/api/jobs/{id}", "getJob", session_route, get_job, "Hur långt ett arbete har kommit");
  routes.add(Method::del, "/api/jobs/{id}", "cancelJob", session_route, cancel_job, "Avbryt ett arbete");
}

}  // namespace rimlig::kernel
