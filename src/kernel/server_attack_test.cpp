// What is sent to a server by somebody who wants it to fail: requests with two ends, borrowed addresses,
// clients that never finish, and many of them at once.
#include <string>
#include <vector>

#include "kernel/metrics.hpp"
#include "kernel/request_trust.hpp"
#include "kernel/server_test.hpp"

using namespace rimlig::kernel;
using namespace rimlig::kernel::testing;
using namespace std::chrono_literals;

namespace {

Handler tell = [](Request& request) {
  return text(request.remote_address + "|" + std::string(request.header("X-Forwarded-Proto")) + "|" + std::string(request.header("X-Forwarded-Host")));
};

std::string ask(unsigned short port, std::string_view headers) {
  Client client(port);
  auto const answer = client.ask("GET / HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n");
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

}  // namespace

TEST_CASE("attack: a request whose length can be read in two ways is refused and the connection closed") {
  Running running(echo);
  for (std::string const headers :
       {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n", "Content-Length: 4, 4\r\n", "Content-Length: +4\r\n", "Content-Length: 0x4\r\n", "Content-Length: 4 4\r\n",
        "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: identity, chunked\r\n", "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: \x0b" "chunked\r\n", "Content-Length : 4\r\n", "Content-Length\r\n", ": 4\r\n"}) {
    CAPTURE(headers);
    Client client(running.server.port());
    client.send("POST /a HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
    auto const answers = client.read_all();
    CHECK(answers.starts_with("HTTP/1.1 400 "));
    CHECK_FALSE(has(answers, "smuggled"));
    CHECK(answers.find("HTTP/1.1", 1) == std::string::npos);
  }
  Client old(running.server.port());
  old.send("POST /a HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  CHECK(old.read_all().starts_with("HTTP/1.1 400 "));
}

TEST_CASE("attack: chunk extensions, trailers and bare line feeds do not open a second request") {
  ServerOptions options;
  options.body_timeout = 150ms;
  Running running(echo, options);
  for (std::string const body : {"3;a=\"\r\nGET /smuggled HTTP/1.1\r\n\"\r\nabc\r\n0\r\n\r\n", "-1\r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n", "ffffffffffffffffff\r\nabc\r\n0\r\n\r\n",
                                 "3\r\nabcd\r\n0\r\n\r\n"}) {
    CAPTURE(body);
    Client client(running.server.port());
    client.send("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    auto const answer = client.read_answer();
    CHECK((answer.empty() || answer.starts_with("HTTP/1.1 400 ")));  // empty: it waited for an end that never came
  }
  Client folded(running.server.port());
  folded.send("GET /a HTTP/1.1\r\nHost: x\r\nX-A: b\nX-Forwarded-For: 10.0.0.1\r\n\r\n");
  CHECK(folded.read_all().starts_with("HTTP/1.1 400 "));
}

TEST_CASE("attack: a Host that is no name is refused") {
  Running running(echo);
  // A request needs a name to be answered: a page's address is made of it nowhere, but its cookies and its origin are judged by it.
  std::string const too_long(300, 'a');
  for (std::string const& host : std::vector<std::string>{"", "a b", "a/b", "a@b", "a,b", "a\"b", "å.example", "a?b", "a#b", "a\tb", too_long}) {
    CAPTURE(host);
    Client client(running.server.port());
    client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    auto const answer = client.read_all();
    CHECK(answer.starts_with("HTTP/1.1 400 "));
  }
  for (std::string const host : {"rimlig.kommun.example", "localhost:8080", "[::1]:8080", "10.0.0.1"}) {
    Client client(running.server.port());
    CHECK(client.ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").starts_with("HTTP/1.1 200"));
  }
}

TEST_CASE("attack: what a client says about forwarding is not believed, and of a proxy only what it wrote itself") {
  {
    Running running(tell);
    CHECK(ask(running.server.port(), "X-Forwarded-For: 10.0.0.9\r\nx-forwarded-proto: https\r\nX-Forwarded-Host: evil.example\r\n") == "127.0.0.1||");
  }
  ServerOptions options;
  options.behind_proxy = true;
  options.proxies = {"10.1.1.1"};
  Running running(tell, options);
  auto const port = running.server.port();
  CHECK(ask(port, "X-Forwarded-For: 10.0.0.9\r\nX-Forwarded-Proto: https\r\n") == "10.0.0.9|https|");
  CHECK(ask(port, "X-Forwarded-For: 1.2.3.4, 10.0.0.9\r\n") == "10.0.0.9||");
  // The client sent one field, and the proxy added its own.
  CHECK(ask(port, "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 10.0.0.9\r\n") == "10.0.0.9||");
  CHECK(ask(port, "X-Forwarded-For: 1.2.3.4, 10.0.0.9, 10.1.1.1\r\n") == "10.0.0.9||");
  CHECK(ask(port, "X-Forwarded-For: 1.2.3.4, <script>\r\n") == "127.0.0.1||");
  CHECK(ask(port, "X-Forwarded-For: ,\r\n") == "127.0.0.1||");
  CHECK(ask(port, "X-Forwarded-For: 2001:db8::7\r\n") == "2001:db8::7||");
  CHECK(ask(port, "") == "127.0.0.1||");

  CHECK(is_loopback_address("::ffff:127.0.0.1"));
  CHECK_FALSE(is_loopback_address("127.evil.example"));
  CHECK_FALSE(is_loopback_address("10.0.0.1"));
  CHECK_FALSE(is_trusted_proxy("10.1.1.2", options.proxies));
}

TEST_CASE("attack: one address does not take every connection, and a proxy is not one address") {
  ServerOptions options;
  options.connections_per_address = 2;
  {
    Running running(echo, options);
    Client first(running.server.port()), second(running.server.port());
    CHECK(first.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200"));
    CHECK(second.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200"));
    auto const refused = Client(running.server.port()).read_all();
    CHECK(refused.starts_with("HTTP/1.1 503"));
    CHECK(has(refused, "Retry-After"));
    CHECK(first.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200"));
  }
  options.behind_proxy = true;
  Running running(echo, options);
  Client first(running.server.port()), second(running.server.port()), third(running.server.port());
  CHECK(third.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_CASE("attack: a client that does not read its answer is cut, and one that has gone gives its place back") {
  ServerOptions options;
  options.write_timeout = 150ms;
  options.connections_per_address = 1;
  Metrics metrics;
  options.metrics = &metrics;
  std::string const large(40'000'000, 'x');
  Running running([&](Request&) { return text(large); }, options);
  auto const connected = [&] { return !has(metrics.text(), "rimlig_connections 0"); };
  Client silent(running.server.port());
  silent.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  while (!connected()) continue;
  while (connected()) continue;  // nothing is read until the server has given up
  CHECK(silent.read_all().size() < large.size());
  CHECK(Client(running.server.port()).ask("HEAD /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_CASE("attack: a long address, many fields and many parameters are refused by size") {
  Running running(echo);
  auto const port = running.server.port();
  CHECK(Client(port).ask("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 431"));
  std::string fields, parameters = "GET /?";
  for (int n = 0; n < 3000; ++n) fields += "X-" + std::to_string(n) + ": a\r\n";
  for (int n = 0; n < 5000; ++n) parameters += "a=1&";
  CHECK(Client(port).ask("GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n").starts_with("HTTP/1.1 431"));
  CHECK(Client(port).ask(parameters + " HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 431"));
}
