// Connections to one database, shared by the threads that serve requests and jobs.
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kernel/db.hpp"

namespace rimlig::kernel {

/// Connections are opened when first needed and lent to one thread at a time.
class Pool {
public:
  Pool(std::string url, std::size_t most);
  class Lease {
  public:
    Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&&) = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }

  private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };
  [[nodiscard]] Lease lease();
  [[nodiscard]] std::string const& url() const { return url_; }

private:
  void give_back(std::unique_ptr<Connection> connection);
  std::string url_;
  std::size_t most_;
  std::size_t open_ = 0;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::mutex mutex_;
  std::condition_variable freed_;
};

}  // namespace rimlig::kernel
