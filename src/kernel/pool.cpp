#include "kernel/pool.hpp"

namespace rimlig::kernel {

Pool::Pool(std::string url, std::size_t most) : url_(std::move(url)), most_(most) {}

Pool::Lease Pool::lease() {
  std::unique_lock lock(mutex_);
  freed_.wait(lock, [this] { return !idle_.empty() || open_ < most_; });
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(connection)};
  }
  ++open_;
  lock.unlock();
  try {
    return {*this, connect(url_)};
  } catch (...) {
    std::lock_guard const again(mutex_);
    --open_;
    freed_.notify_one();
    throw;
  }
}

void Pool::give_back(std::unique_ptr<Connection> connection) {
  std::lock_guard const lock(mutex_);
  idle_.push_back(std::move(connection));
  freed_.notify_one();
}

Pool::Lease::~Lease() {
  if (connection_) pool_->give_back(std::move(connection_));
}

}  // namespace rimlig::kernel
