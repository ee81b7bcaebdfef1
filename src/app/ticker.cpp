#include "app/ticker.hpp"

#include "kernel/log.hpp"

namespace rimlig::app {

using namespace kernel;

void tick_all(Services const& services, std::span<Tick const> ticks) {
  for (auto const& tick : ticks) {
    try {
      tick.run(services);
    } catch (std::exception const& error) {
      log(Message::job_retry, {{LogKey::kind, tick.feature}, {LogKey::error, error.what()}});
    }
  }
}

Ticker::Ticker(Services const& services, std::span<Tick const> ticks, std::chrono::seconds every)
    : services_(services), ticks_(ticks), every_(every), thread_([this] { run(); }) {}

Ticker::~Ticker() {
  {
    std::lock_guard const lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
}

void Ticker::run() {
  while (true) {
    tick_all(services_, ticks_);
    std::unique_lock lock(mutex_);
    if (stop_.wait_for(lock, every_, [this] { return stopping_; })) return;
  }
}

}  // namespace rimlig::app
