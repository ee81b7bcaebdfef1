// A connection of the server: the socket as it is, or with TLS around it. For server.cpp alone, so that
// Asio stays out of every other file; a connection without TLS pays one branch for it.
#pragma once
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

namespace rimlig::kernel {

using Executor = boost::asio::io_context::executor_type;  // the concrete type: any_io_executor costs a third more per request
using Stream = boost::beast::basic_stream<boost::asio::ip::tcp, Executor>;
using Socket = boost::asio::ip::tcp::socket::rebind_executor<Executor>::other;
using TlsContext = boost::asio::ssl::context;

/// TLS 1.2 and 1.3 with forward secrecy, no renegotiation. Throws Problem in Swedish when the files cannot serve.
std::shared_ptr<TlsContext> load_tls(std::filesystem::path const& certificate, std::filesystem::path const& key);

class SocketStream {
public:
  using executor_type = Executor;
  SocketStream(Socket&& socket, TlsContext* tls) : stream_(std::move(socket)) {
    if (tls != nullptr) tls_.emplace(stream_, *tls);  // holds what it needs of the context, which may be replaced
  }
  executor_type get_executor() { return stream_.get_executor(); }
  Socket& socket() { return stream_.socket(); }
  [[nodiscard]] bool secure() const { return tls_.has_value(); }
  void close() { stream_.close(); }
  void expires_after(std::chrono::steady_clock::duration time) { stream_.expires_after(time); }

  template <class Then>
  void handshake(Then&& then) {
    tls_->async_handshake(boost::asio::ssl::stream_base::server, std::forward<Then>(then));
  }
  /// Says that nothing follows. What the other side still sends is then read with async_discard_some.
  template <class Then>
  void say_goodbye(Then&& then) {
    tls_->async_shutdown(std::forward<Then>(then));
  }
  template <class Buffers, class Then>
  void async_read_some(Buffers const& buffers, Then&& then) {
    if (tls_) tls_->async_read_some(buffers, std::forward<Then>(then));
    else stream_.async_read_some(buffers, std::forward<Then>(then));
  }
  template <class Buffers, class Then>
  void async_write_some(Buffers const& buffers, Then&& then) {
    if (tls_) tls_->async_write_some(buffers, std::forward<Then>(then));
    else stream_.async_write_some(buffers, std::forward<Then>(then));
  }
  template <class Buffers, class Then>
  void async_discard_some(Buffers const& buffers, Then&& then) {
    stream_.async_read_some(buffers, std::forward<Then>(then));
  }

private:
  Stream stream_;
  std::optional<boost::asio::ssl::stream<Stream&>> tls_;
};

}  // namespace rimlig::kernel
