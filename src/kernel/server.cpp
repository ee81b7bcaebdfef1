#include "kernel/server.hpp"

#include <array>
#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_signal_set.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/file.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <csignal>
#include <ctime>
#include <unordered_map>
#include <unordered_set>

#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/metrics.hpp"
#include "kernel/problem.hpp"
#include "kernel/request_trust.hpp"
#include "kernel/server_stream.hpp"

namespace rimlig::kernel {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Error = beast::error_code;

constexpr std::size_t piece_size = 256 * 1024;
constexpr std::size_t linger_limit = 4 * 1024 * 1024;
constexpr std::chrono::seconds linger_timeout{2};

Method method_of(http::verb verb) {
  if (verb == http::verb::get || verb == http::verb::head) return Method::get;
  if (verb == http::verb::post) return Method::post;
  if (verb == http::verb::put) return Method::put;
  if (verb == http::verb::patch) return Method::patch;
  if (verb == http::verb::delete_) return Method::del;
  if (verb == http::verb::options) return Method::options;
  return Method::other;
}

}  // namespace

struct Server::Core {
  ServerOptions options;
  Handler handler;
  std::unordered_set<Session*> sessions;  // before io: sessions that io still holds take themselves out
  std::unordered_map<std::string, std::size_t> from_address;
  std::shared_ptr<TlsContext> tls;
  asio::io_context io{1};
  asio::executor_work_guard<Executor> guard{io.get_executor()};
  asio::basic_socket_acceptor<tcp, Executor> acceptor{io.get_executor()};
  asio::basic_signal_set<Executor> signals{io.get_executor()};
  asio::basic_signal_set<Executor> hangups{io.get_executor()};
  Timer pause{io.get_executor()};
  Timer deadline{io.get_executor()};
  asio::thread_pool workers;
  std::atomic<std::size_t> waiting{0};
  bool stopping = false;
  bool over = false;
  std::string const id_prefix = random_token(6);
  std::uint64_t last_id = 0;
  std::time_t date_at = 0;
  std::string date;

  Core(ServerOptions o, Handler h) : options(std::move(o)), handler(std::move(h)), workers(options.workers) {
    if (!options.certificate.empty()) tls = load_tls(options.certificate, options.key);
    tcp::endpoint const endpoint(asio::ip::make_address(options.address), options.port);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(asio::socket_base::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
  }
  void accept();
  void stop();
  void left();
  void reload();
  void await_hangup();
  std::string const& date_now() {
    if (auto const now = std::time(nullptr); now != date_at) date = http_date(date_at = now);
    return date;
  }
  void count_sessions() const {
    if (options.metrics != nullptr) options.metrics->set_connections(static_cast<std::int64_t>(sessions.size()));
  }
};

/// One connection. Its functions run on the I/O thread, save work(), which a worker runs while no
/// other operation of the session is under way.
class Server::Session : public std::enable_shared_from_this<Session> {
public:
  Session(Server::Core& core, Socket&& socket) : core_(core), stream_(std::move(socket), core.tls.get()) {
    core_.sessions.insert(this);
    core_.count_sessions();
    Error ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    address_ = stream_.socket().remote_endpoint(ignored).address().to_string();
    through_proxy_ = core_.options.behind_proxy && is_trusted_proxy(address_, core_.options.proxies);
    if (!through_proxy_) ++core_.from_address[address_];
  }
  ~Session() {
    sent();
    if (!through_proxy_ && --core_.from_address[address_] == 0) core_.from_address.erase(address_);
    core_.sessions.erase(this);
    core_.count_sessions();
    core_.left();
  }

  void begin() {
    auto const& limits = core_.options;
    if (core_.sessions.size() > limits.connection_limit) return turn_away("Servern har just nu för många anslutningar. Försök igen om några sekunder.");
    if (!through_proxy_ && core_.from_address[address_] > limits.connections_per_address)
      return turn_away("Din adress har för många anslutningar till servern. Försök igen om några sekunder.");
    if (!stream_.secure()) return wait();
    stream_.expires_after(limits.header_timeout);
    stream_.handshake([self = shared_from_this()](Error error) {
      if (!error) self->wait();
    });
  }
  /// Before a handshake nothing can be said, and the connection is only closed.
  void turn_away(char const* reason) {
    if (!stream_.secure()) refuse(503, "too_many_connections", reason);
  }
  void wait() {
    if (core_.stopping) return;
    if (buffer_.size() > 0) return read_header();  // the next request of a pipeline is here already
    if (buffer_.capacity() > 16 * 1024) buffer_.shrink_to_fit();
    idle_ = true;
    stream_.expires_after(core_.options.idle_timeout);
    stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](Error error, std::size_t count) {
      self->idle_ = false;
      if (error) return;
      self->buffer_.commit(count);
      self->read_header();
    });
  }
  void refuse(int status, char const* code, char const* detail) {
    closing_ = true;  // what follows on the connection cannot be trusted or is not wanted
    answer_without_handler(status, code, detail);
  }
  void close_if_idle() {
    if (idle_) stream_.close();
  }
  void close() { stream_.close(); }

private:
  void read_header() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(core_.options.header_limit));
    parser_->body_limit(boost::none);  // set by the route, once it is known
    request_ = {};
    request_.request_id = core_.id_prefix + '-' + std::to_string(++core_.last_id);
    stream_.expires_after(core_.options.header_timeout);
    http::async_read_header(stream_, buffer_, *parser_, [self = shared_from_this()](Error error, std::size_t) {
      if (!error) return self->got_header();
      if (error == http::error::header_limit) {
        self->refuse(431, "header_too_large", "Begärans huvud är för stort. Ta bort kakor för sidan och försök igen.");
      } else if (error.category() == make_error_code(http::error::bad_method).category() && error != http::error::end_of_stream &&
                 error != http::error::partial_message) {
        self->refuse(400, "malformed", "Begäran följer inte HTTP och går inte att läsa.");
      }
    });
  }

  void got_header() {
    auto& message = parser_->get();
    bool const has_host = message.version() < 11 || message.count(http::field::host) == 1;
    try {
      auto id = std::move(request_.request_id);
      request_ = make_request(method_of(message.method()), std::string(message.target()));
      request_.request_id = std::move(id);
    } catch (Problem const& problem) {
      return refuse(problem.status(), "malformed", problem.what());
    }
    for (auto const& field : message) {
      // Only a proxy of ours knows whom it speaks for; from anybody else this is made up.
      auto const name = std::string_view(field.name_string());
      if (!through_proxy_ && beast::iequals(name.substr(0, 12), "X-Forwarded-")) continue;
      request_.headers.emplace_back(std::string(name), std::string(field.value()));
    }
    if (!has_host || (message.count(http::field::host) > 0 && !usable_host(request_.header("Host")))) return refuse(400, "malformed", "Begäran ska ha exakt ett Host-fält, med ett namn i.");
    if (!one_length(request_, message.version() < 11)) return refuse(400, "malformed", "Begärans längd är angiven på ett sätt som går att läsa olika.");
    request_.head = message.method() == http::verb::head;
    request_.remote_address = through_proxy_ ? client_address(request_, address_, core_.options.proxies) : address_;
    if (stream_.secure()) request_.headers.emplace_back("X-Forwarded-Proto", "https");
    if (auto const id = request_.header("X-Request-Id"); usable_request_id(id)) request_.request_id = id;
    auto const limit = core_.options.body_limit(request_.method, request_.path);
    if (parser_->content_length().value_or(0) > limit) return refuse_body();
    parser_->body_limit(limit);
    if (!beast::iequals(message[http::field::expect], "100-continue")) return read_body();
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    stream_.expires_after(core_.options.write_timeout);
    asio::async_write(stream_, asio::buffer(go_on), [self = shared_from_this()](Error error, std::size_t) {
      if (!error) self->read_body();
    });
  }

  void read_body() {
    if (parser_->is_done()) return execute();
    auto const allowance = parser_->content_length().value_or(0) / core_.options.body_rate;
    stream_.expires_after(core_.options.body_timeout + std::chrono::seconds(allowance));
    http::async_read(stream_, buffer_, *parser_, [self = shared_from_this()](Error error, std::size_t) {
      if (!error) return self->execute();
      if (error == http::error::body_limit) return self->refuse_body();
      if (error.category() == make_error_code(http::error::bad_method).category() && error != http::error::partial_message) {
        self->refuse(400, "malformed", "Begärans innehåll följer inte HTTP och går inte att läsa.");
      }
    });
  }

  void refuse_body() { refuse(413, "too_large", "Innehållet är större än vad som tas emot här. Dela upp det eller välj en mindre fil."); }

  void execute() {
    request_.body = std::move(parser_->get().body());
    if (core_.waiting >= core_.options.queue_limit) {
      return answer_without_handler(503, "queue_full", "Servern har just nu för mycket att göra. Försök igen om några sekunder.");
    }
    ++core_.waiting;
    asio::post(core_.workers, [self = shared_from_this()]() mutable {
      --self->core_.waiting;
      self->work();
      auto& io = self->core_.io;
      asio::post(io, [self = std::move(self)] { self->send(); });
    });
  }

  void work() {
    LogRequest const scope(request_.request_id);
    try {
      response_ = core_.handler(request_);
    } catch (Problem const& problem) {
      response_ = {};
      response_.status = problem.status();
      response_.content_type = "application/problem+json";
      response_.body = problem.json();
      if (problem.retry_after() > 0) response_.headers.emplace_back("Retry-After", std::to_string(problem.retry_after()));
    } catch (std::exception const& error) {
      log(Message::request_failed, {{LogKey::error, error.what()}});
      response_ = problem_response({500, "internal", "Något gick fel hos oss. Ange numret " + request_.request_id + " om du anmäler felet."});
    }
  }

  void answer_without_handler(int status, char const* code, char const* detail) {
    LogRequest const scope(request_.request_id);
    log(status == 503 ? Message::queue_full : Message::request_refused, {{LogKey::status, status}, {LogKey::code, code}});
    if (core_.options.metrics != nullptr) core_.options.metrics->refused(code);
    response_ = problem_response({status, code, detail});
    response_.headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
    if (status == 503) response_.headers.emplace_back("Retry-After", "2");
    send();
  }

  void send() {
    std::uint64_t length = response_.body.size();
    if (response_.file) {
      Error error;
      file_.open(response_.file->c_str(), beast::file_mode::scan, error);
      if (!error) length = file_.size(error);
      if (error) {
        log(Message::request_failed, {{LogKey::error, error.message()}});
        response_ = problem_response({500, "internal", "Filen går inte att läsa. Ange numret " + request_.request_id + " om du anmäler felet."});
        length = response_.body.size();
      }
    }
    bool const keep = !closing_ && !core_.stopping && parser_ && parser_->is_done() && parser_->keep_alive();
    closing_ = !keep;
    head_ = "HTTP/1.1 " + std::to_string(response_.status) + ' ' +
            std::string(http::obsolete_reason(static_cast<http::status>(response_.status))) + "\r\nDate: " + core_.date_now() + "\r\n";
    if (!response_.content_type.empty()) add_header("Content-Type", response_.content_type);
    for (auto const& [name, value] : response_.headers) add_header(name, value);
    add_header("X-Request-Id", request_.request_id);
    bool const bodiless = response_.status == 204 || response_.status == 304;
    if (!bodiless) add_header("Content-Length", std::to_string(length));
    if (closing_) {
      add_header("Connection", "close");
    } else if (parser_->get().version() < 11) {
      add_header("Connection", "keep-alive");
    }
    head_ += "\r\n";
    left_ = bodiless || request_.head ? 0 : length;
    write();
  }

  /// A line break in a value would let its author write headers of his own.
  void add_header(std::string_view name, std::string_view value) {
    head_.append(name).append(": ");
    for (char const c : value) head_ += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    head_ += "\r\n";
  }

  /// The next piece of the answer, each with its own time-out: a large download may take long, but
  /// must move on.
  void write() {
    auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece_size));
    asio::const_buffer piece;
    if (response_.file && count > 0) {
      piece_.resize(count);
      Error error;
      if (file_.read(piece_.data(), count, error) != count || error) return;  // cut off, so that the client sees it
      piece = asio::buffer(piece_);
    } else if (count > 0) {
      piece = asio::buffer(response_.body.data() + (response_.body.size() - left_), count);
    }
    left_ -= count;
    stream_.expires_after(core_.options.write_timeout);
    asio::async_write(stream_, std::array{asio::const_buffer(asio::buffer(head_)), piece},
                      [self = shared_from_this()](Error error, std::size_t) {
                        self->head_.clear();
                        if (error) return self->sent();
                        if (self->left_ > 0) return self->write();
                        self->sent();
                        if (self->closing_) {
                          self->linger();
                        } else {
                          self->wait();
                        }
                      });
  }

  void sent() {
    Error ignored;
    if (response_.file) file_.close(ignored);
    std::error_code also_ignored;
    if (response_.file && response_.remove_file) std::filesystem::remove(*response_.file, also_ignored);
    response_ = {};
    piece_ = {};
  }

  /// Closing while the client still sends would reset the connection and lose the answer, so what
  /// comes is thrown away for a moment.
  void linger() {
    if (!stream_.secure()) return end_sending();
    stream_.expires_after(linger_timeout);
    stream_.say_goodbye([self = shared_from_this()](Error) { self->end_sending(); });
  }
  void end_sending() {
    Error error;
    stream_.socket().shutdown(tcp::socket::shutdown_send, error);
    if (error) return;
    stream_.expires_after(linger_timeout);
    discard();
  }
  void discard() {
    buffer_.clear();
    stream_.async_discard_some(buffer_.prepare(16 * 1024), [self = shared_from_this()](Error error, std::size_t count) {
      self->discarded_ += count;
      if (!error && self->discarded_ < linger_limit) self->discard();
    });
  }

  Server::Core& core_;
  SocketStream stream_;
  std::string address_;
  bool through_proxy_ = false;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Request request_;
  Response response_;
  std::string head_;
  beast::file file_;
  std::vector<char> piece_;
  std::uint64_t left_ = 0;
  std::size_t discarded_ = 0;
  bool idle_ = false;
  bool closing_ = false;
};

void Server::Core::accept() {
  acceptor.async_accept(io.get_executor(), [this](Error error, auto socket) {
    if (stopping) return;
    if (error) {
      // Out of descriptors, most often: trying at once would spin.
      log(Message::accept_failed, {{LogKey::error, error.message()}});
      pause.expires_after(std::chrono::milliseconds(100));
      pause.async_wait([this](Error) {
        if (!stopping) accept();
      });
      return;
    }
    std::make_shared<Session>(*this, std::move(socket))->begin();
    accept();
  });
}

void Server::Core::stop() {
  if (std::exchange(stopping, true)) return;
  log(Message::server_stopping, {{LogKey::count, sessions.size()}});
  Error ignored;
  acceptor.close(ignored);
  signals.cancel(ignored);
  hangups.cancel(ignored);
  pause.cancel();
  deadline.expires_after(options.stop_deadline);
  deadline.async_wait([this](Error error) {
    if (error) return;
    log(Message::server_deadline, {{LogKey::count, sessions.size()}});
    for (auto* const session : sessions) session->close();
    workers.stop();  // what waits is dropped; what runs is waited for
    io.stop();
  });
  for (auto* const session : sessions) session->close_if_idle();
  left();
}

void Server::Core::left() {
  if (!stopping || over || !sessions.empty()) return;
  deadline.cancel();
  guard.reset();
}

Server::Server(ServerOptions options, Handler handler) : core_(std::make_unique<Core>(std::move(options), std::move(handler))) {}
Server::~Server() = default;

unsigned short Server::port() const { return core_->acceptor.local_endpoint().port(); }

void Server::run() {
  core_->accept();
  log(Message::server_started, {{LogKey::address, core_->options.address}, {LogKey::port, port()}});
  core_->io.run();
  core_->over = true;  // sessions that were cut off are destroyed with io, after the timers
  core_->workers.join();
  log(Message::server_stopped);
}

void Server::stop() {
  asio::post(core_->io, [core = core_.get()] { core->stop(); });
}

void Server::Core::reload() {
  if (!tls) return;
  try {
    tls = load_tls(options.certificate, options.key);
    log(Message::certificate_loaded);
  } catch (Problem const& problem) {
    log(Message::certificate_unusable, {{LogKey::error, problem.what()}});
  }
}

void Server::Core::await_hangup() {
  hangups.async_wait([this](Error error, int) {
    if (error) return;
    reload();
    await_hangup();
  });
}

void Server::reload() {
  asio::post(core_->io, [core = core_.get()] { core->reload(); });
}

void Server::stop_on_signals() {
  if (core_->tls) {
    core_->hangups.add(SIGHUP);
    core_->await_hangup();
  }
  core_->signals.add(SIGINT);
  core_->signals.add(SIGTERM);
  core_->signals.async_wait([core = core_.get()](Error error, int) {
    if (!error) core->stop();
  });
}

}  // namespace rimlig::kernel
