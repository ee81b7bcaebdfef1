// The HTTP server: one I/O thread for all connections and a bounded pool of workers that run the
// handler, so that a slow client costs a socket and not a thread. All of Asio and Beast stays in
// server.cpp, and the choice can be undone by rewriting that one file.
//
// Limits answer instead of hanging: too large 413 or 431, queue full 503 with Retry-After,
// malformed 400, each as problem+json in Swedish; a client that sends or reads too slowly is cut.
#pragma once
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kernel/http.hpp"

namespace rimlig::kernel {

class Metrics;

struct ServerOptions {
  std::string address = "127.0.0.1";
  unsigned short port = 0;  // 0: any free port, see Server::port
  unsigned workers = 2;
  std::size_t queue_limit = 256;  // requests waiting for a worker
  std::size_t connection_limit = 4096;
  /// Of those, from one address: one client cannot take them all. A trusted proxy stands for many and is not counted.
  std::size_t connections_per_address = 512;
  std::size_t header_limit = 16 * 1024;
  /// The largest body for a route; decided when the header is read, before the body is taken in.
  std::function<std::size_t(Method, std::string_view path)> body_limit = [](Method, std::string_view) {
    return std::size_t{1024 * 1024};
  };
  std::chrono::milliseconds header_timeout{10'000};  // from the first byte to the whole header
  std::chrono::milliseconds body_timeout{30'000};    // plus the time that body_rate gives for its length
  std::size_t body_rate = 16 * 1024;                 // the slowest upload that is served, bytes a second
  std::chrono::milliseconds write_timeout{30'000};   // for each 256 kB of an answer
  std::chrono::milliseconds idle_timeout{75'000};    // between requests; above the usual 60 s of a proxy
  std::chrono::milliseconds stop_deadline{10'000};
  /// Take the client's address from X-Forwarded-For when a proxy says it: one on this machine, or at one of these addresses.
  bool behind_proxy = false;
  std::vector<std::string> proxies;
  /// PEM files; with both the server speaks TLS alone, and reads them again at SIGHUP.
  std::filesystem::path certificate, key;
  Metrics* metrics = nullptr;  // may be absent; must outlive the server
};

class Server {
public:
  /// Binds and listens at once: when this returns, clients can connect. Throws when the address is taken.
  Server(ServerOptions options, Handler handler);
  ~Server();
  Server(Server const&) = delete;
  Server& operator=(Server const&) = delete;

  [[nodiscard]] unsigned short port() const;
  /// Serves on the calling thread until a stop is complete.
  void run();
  /// Stops accepting, closes idle connections, lets running requests finish until the deadline.
  /// May be called from any thread, and more than once.
  void stop();
  /// SIGTERM and SIGINT call stop; with TLS, SIGHUP calls reload.
  void stop_on_signals();
  /// Takes a renewed certificate for new connections; one that cannot be used is told in the log, and the old one kept.
  void reload();

private:
  class Session;
  struct Core;
  std::unique_ptr<Core> core_;
};

}  // namespace rimlig::kernel
