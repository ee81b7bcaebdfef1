#include "kernel/server_test.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <fstream>
#include <future>
#include <mutex>
#include <thread>

#include "kernel/crypto.hpp"
#include "kernel/metrics.hpp"
#include "kernel/problem.hpp"

using namespace rimlig::kernel;
using namespace rimlig::kernel::testing;
using namespace std::chrono_literals;

namespace {

/// Opens once; handlers wait at it.
class Gate {
public:
  void open() {
    std::lock_guard const lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    ++inside_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void until_inside(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return inside_ >= count; });
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int inside_ = 0;
};

}  // namespace

TEST_CASE("server: answers on one connection again and again, in order when pipelined") {
  Running running(echo);
  Client client(running.server.port());
  for (int n = 0; n < 3; ++n) {
    auto const answer = client.ask("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(answer.ends_with("\r\n\r\n/a|"));
    CHECK(has(answer, "\r\nDate: "));
    CHECK(has(answer, "\r\nX-Request-Id: "));
    CHECK_FALSE(has(answer, "Connection: close"));
  }
  client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcGET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  CHECK(client.read_answer().ends_with("/1|"));
  CHECK(client.read_answer().ends_with("/2|abc"));
  auto const last = client.read_answer();
  CHECK(last.ends_with("/3|"));
  CHECK(has(last, "Connection: close"));
  CHECK(client.read_all().empty());
}

TEST_CASE("server: HEAD has the length and no body, a chunked body is put together, HTTP/1.0 closes") {
  Running running([](Request& request) { return text(std::string(request.header("x-kind")) + request.query("q").value_or("-") + request.body); });
  Client client(running.server.port());
  client.send("HEAD /a?q=%C3%A5 HTTP/1.1\r\nHost: x\r\nX-Kind: k\r\n\r\n");
  auto const head = client.read_answer(true);
  CHECK(has(head, "Content-Length: 3\r\n"));
  CHECK(head.ends_with("\r\n\r\n"));
  CHECK(client.ask("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").ends_with("\r\n\r\n-abcde"));
  CHECK(client.ask("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: from-proxy_1\r\n\r\n").find("X-Request-Id: from-proxy_1\r\n") != std::string::npos);
  CHECK_FALSE(has(client.ask("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\"b\r\n\r\n"), "a\"b"));
  client.send("GET / HTTP/1.0\r\n\r\n");
  CHECK(has(client.read_all(), "Connection: close"));
}

TEST_CASE("server: what is not HTTP is answered 400 in Swedish and closed") {
  Metrics metrics;
  ServerOptions options;
  options.metrics = &metrics;
  Running running(echo, options);
  for (auto const* bytes : {"\r\n\x16\x03\x01\x02 rubbish\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                            "GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"}) {
    CAPTURE(bytes);
    Client client(running.server.port());
    client.send(bytes);
    auto const answer = client.read_all();
    CHECK(answer.starts_with("HTTP/1.1 400 "));
    CHECK(has(answer, "application/problem+json"));
    CHECK(has(answer, "\"code\":\"malformed\""));
  }
  CHECK(metrics.text().find("rimlig_refused_total{reason=\"malformed\"} 9") != std::string::npos);
}

TEST_CASE("server: too large is refused before it is taken in, per route") {
  ServerOptions options;
  options.header_limit = 2000;
  options.body_limit = [](Method, std::string_view path) { return path.starts_with("/api/imports") ? std::size_t{100'000} : std::size_t{1000}; };
  Running running(echo, options);
  auto const post = [](std::string path, std::size_t size) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + std::string(size, 'x');
  };
  CHECK(Client(running.server.port()).ask(post("/a", 1000)).starts_with("HTTP/1.1 200"));
  auto const refused = Client(running.server.port()).ask(post("/a", 1001));
  CHECK(refused.starts_with("HTTP/1.1 413"));
  CHECK(has(refused, "\"code\":\"too_large\""));
  CHECK(Client(running.server.port()).ask(post("/a", 3'000'000)).starts_with("HTTP/1.1 413"));
  CHECK(Client(running.server.port()).ask(post("/api/imports?name=a", 100'000)).starts_with("HTTP/1.1 200"));
  CHECK(Client(running.server.port()).ask(post("/api/imports?name=a", 100'001)).starts_with("HTTP/1.1 413"));
  CHECK(Client(running.server.port()).ask("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" "5dc\r\n" + std::string(1500, 'x') + "\r\n0\r\n\r\n").starts_with("HTTP/1.1 413"));
  CHECK(Client(running.server.port()).ask("GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(3000, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431"));
}

TEST_CASE("server: Expect: 100-continue is answered before the body, or with the refusal") {
  Running running(echo);
  Client client(running.server.port());
  client.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_answer() == "HTTP/1.1 100 Continue\r\n\r\n");
  CHECK(client.ask("ok").ends_with("/a|ok"));
  CHECK(client.ask("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n").starts_with("HTTP/1.1 413"));
}

TEST_CASE("server: a client that drips its header or body is cut, and the others do not notice") {
  ServerOptions options;
  options.header_timeout = 150ms;
  options.body_timeout = 150ms;
  options.idle_timeout = 150ms;
  Running running(echo, options);
  Client header(running.server.port()), body(running.server.port()), idle(running.server.port());
  header.send("GET / HTTP/1.1\r\nHost: x\r\n");
  body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n123");
  CHECK(Client(running.server.port()).ask("GET /b HTTP/1.1\r\nHost: x\r\n\r\n").ends_with("/b|"));
  auto const begin = std::chrono::steady_clock::now();
  // One byte now and then keeps neither the header nor the body alive.
  while (!header.closed_within(10ms)) header.send("X");
  while (!body.closed_within(10ms)) body.send("4");
  CHECK(idle.read_all().empty());
  CHECK(std::chrono::steady_clock::now() - begin < 5s);
}

TEST_CASE("server: a full queue answers 503 with Retry-After and the waiting ones are served") {
  Gate gate;
  ServerOptions options;
  options.workers = 1;
  options.queue_limit = 1;
  Running running(
      [&](Request& request) {
        gate.pass();
        return text(request.path);
      },
      options);
  Client first(running.server.port()), second(running.server.port()), third(running.server.port());
  first.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.until_inside(1);
  second.send("GET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
  // The queue has one place; of two more requests one waits and one is refused.
  third.send("GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
  auto second_answer = std::async(std::launch::async, [&] { return second.read_answer(); });
  auto third_answer = std::async(std::launch::async, [&] { return third.read_answer(); });
  // Whichever came last is answered while the gate is still closed; the other only when it opens.
  auto const is_here = [](auto& answer) { return answer.wait_for(1ms) == std::future_status::ready; };
  while (!is_here(second_answer) && !is_here(third_answer)) continue;
  bool const third_refused = is_here(third_answer);
  gate.open();
  auto const refused = (third_refused ? third_answer : second_answer).get();
  CHECK(refused.starts_with("HTTP/1.1 503"));
  CHECK(has(refused, "Retry-After: 2\r\n"));
  CHECK(has(refused, "\"code\":\"queue_full\""));
  CHECK(has((third_refused ? second_answer : third_answer).get(), "HTTP/1.1 200"));
  CHECK(first.read_answer().ends_with("/1"));
}

TEST_CASE("server: too many connections are told so") {
  ServerOptions options;
  options.connection_limit = 1;
  Running running(echo, options);
  Client first(running.server.port());
  CHECK(first.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200"));
  CHECK(Client(running.server.port()).read_all().starts_with("HTTP/1.1 503"));
}

TEST_CASE("server: stopping finishes what runs, closes what is idle and takes nothing new") {
  Gate gate;
  Running running([&](Request& request) {
    if (request.path == "/slow") gate.pass();
    return text(request.path);
  });
  auto const port = running.server.port();
  Client slow(port), idle(port);
  CHECK(idle.ask("GET /a HTTP/1.1\r\nHost: x\r\n\r\n").ends_with("/a"));
  slow.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.until_inside(1);
  running.server.stop();
  CHECK(idle.read_all().empty());
  gate.open();
  auto const answer = slow.read_all();
  CHECK(answer.ends_with("/slow"));
  CHECK(has(answer, "Connection: close"));
  running.join();
  int const probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0);
  ::close(probe);
}

TEST_CASE("server: what does not finish within the deadline is cut off") {
  Gate gate;
  ServerOptions options;
  options.stop_deadline = 100ms;
  Running running(
      [&](Request&) {
        gate.pass();
        return text("late");
      },
      options);
  Client client(running.server.port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  gate.until_inside(1);
  running.server.stop();
  CHECK(client.read_all().empty());
  gate.open();
  running.join();
}

TEST_CASE("server: SIGTERM stops it") {
  Running running(echo);
  running.server.stop_on_signals();
  CHECK(Client(running.server.port()).ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200"));
  ::kill(::getpid(), SIGTERM);
  running.join();
}

TEST_CASE("server: a large file is streamed whole, and a temporary one removed afterwards") {
  auto const path = std::filesystem::temp_directory_path() / ("rimlig-send-" + random_token(8));
  std::string content;
  for (int n = 0; content.size() < 3'000'000; ++n) content += std::to_string(n) + '\n';
  std::ofstream(path, std::ios::binary) << content;
  Running running([&](Request&) {
    Response response;
    response.content_type = "application/octet-stream";
    response.file = path;
    response.remove_file = true;
    return response;
  });
  Client client(running.server.port());
  auto const answer = client.ask("GET /f HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(answer.size() > content.size());
  CHECK(answer.substr(answer.size() - content.size()) == content);
  // The next answer comes after the file was put away.
  auto const gone = client.ask("GET /f HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(gone.starts_with("HTTP/1.1 500"));
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("server: a handler's failure becomes a problem without its details, and headers cannot be split") {
  Running running([](Request& request) -> Response {
    if (request.path == "/problem") throw Problem::too_many(7, "Vänta lite.");
    if (request.path == "/fault") throw std::runtime_error("secret");
    auto response = text("ok");
    response.headers.emplace_back("X-Name", "a\r\nX-Evil: b");
    return response;
  });
  Client client(running.server.port());
  auto const problem = client.ask("GET /problem HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(problem.starts_with("HTTP/1.1 429"));
  CHECK(has(problem, "Retry-After: 7"));
  auto const fault = client.ask("GET /fault HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(fault.starts_with("HTTP/1.1 500"));
  CHECK_FALSE(has(fault, "secret"));
  CHECK(has(client.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "X-Name: a  X-Evil: b\r\n"));
}
