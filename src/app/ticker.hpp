// Calls what the clock alone makes due: the ticks of the features, when the server starts and then every
// minute. A tick that fails is logged and tried again at the next.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/features.hpp"

namespace rimlig::app {

/// One round of ticks. What fails in one feature does not keep the others from theirs.
void tick_all(kernel::Services const& services, std::span<Tick const> ticks);

class Ticker {
public:
  Ticker(kernel::Services const& services, std::span<Tick const> ticks, std::chrono::seconds every = std::chrono::minutes(1));
  ~Ticker();
  Ticker(Ticker const&) = delete;
  Ticker& operator=(Ticker const&) = delete;

private:
  void run();

  kernel::Services const& services_;
  std::span<Tick const> ticks_;
  std::chrono::seconds every_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace rimlig::app
