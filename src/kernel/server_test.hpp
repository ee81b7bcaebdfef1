// A server under test and a client that sends exactly the bytes it is told to, for the tests of server.cpp.
#pragma once
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "kernel/log.hpp"
#include "kernel/server.hpp"

namespace rimlig::kernel::testing {

/// A client that sends exactly the bytes it is told to, as misbehaving ones do.
class Client {
public:
  explicit Client(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    timeval const patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  ~Client() { ::close(socket_); }
  Client(Client const&) = delete;
  Client& operator=(Client const&) = delete;
  [[nodiscard]] int number() const { return socket_; }

  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;  // the server has closed, which the test sees when it reads
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  /// Everything until the server closes.
  std::string read_all() {
    while (fill()) {
    }
    return std::exchange(buffer_, {});
  }
  /// One answer by its Content-Length.
  std::string read_answer(bool head = false) {
    std::size_t end;
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return std::exchange(buffer_, {});
    }
    end += 4;
    std::size_t length = 0;
    if (auto const at = buffer_.find("Content-Length: "); at < end && !head) length = std::stoul(buffer_.substr(at + 16));
    while (buffer_.size() < end + length && fill()) {
    }
    auto answer = buffer_.substr(0, end + length);
    buffer_.erase(0, end + length);
    return answer;
  }
  /// Waits that long for the server to close; what it sends is kept.
  bool closed_within(std::chrono::milliseconds patience) {
    timeval const limit{0, patience.count() * 1000};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    errno = 0;
    return !fill() && errno != EAGAIN;
  }
  std::string ask(std::string_view bytes) {
    send(bytes);
    return read_answer();
  }

private:
  bool fill() {
    char piece[65536];
    auto const count = ::recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) return false;
    buffer_.append(piece, static_cast<std::size_t>(count));
    return true;
  }
  int socket_;
  std::string buffer_;
};

class Running {
public:
  explicit Running(Handler handler, ServerOptions options = {})
      : quiet_(), server(std::move(options), std::move(handler)), thread_([this] { server.run(); }) {}
  ~Running() { stop(); }
  void stop() {
    server.stop();
    if (thread_.joinable()) thread_.join();
  }
  void join() { thread_.join(); }

private:
  struct Quiet {
    Quiet() { open_log("/dev/null", LogLevel::error); }
    ~Quiet() { open_log({}, LogLevel::info); }
  } quiet_;

public:
  Server server;

private:
  std::thread thread_;
};

inline Response text(std::string body) {
  Response response;
  response.content_type = "text/plain";
  response.body = std::move(body);
  return response;
}

inline Handler echo = [](Request& request) { return text(request.path + "|" + request.body); };

inline bool has(std::string const& answer, std::string_view part) { return answer.find(part) != std::string::npos; }

}  // namespace rimlig::kernel::testing
