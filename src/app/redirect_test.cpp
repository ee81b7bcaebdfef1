#include "app/redirect.hpp"

#include "kernel/server_test.hpp"

using namespace rimlig;
using namespace rimlig::kernel::testing;
using app::to_https;
using kernel::Method;
using kernel::Response;

namespace {

std::vector<std::string> const names{"rimlig.kommun.example", "intern.kommun.example"};

Response asked(std::string const& host, std::string const& target, unsigned short port = 443, Method method = Method::get) {
  auto request = kernel::make_request(method, target);
  request.headers = {{"Host", host}};
  return to_https(request, names, port);
}

std::string location(Response const& response) {
  for (auto const& [name, value] : response.headers)
    if (name == "Location") return value;
  return {};
}

}  // namespace

TEST_CASE("S0-29: http is sent on to the same page by https, under a name that was configured and no other") {
  CHECK(asked("rimlig.kommun.example", "/actions?q=%C3%A5").status == 308);
  CHECK(location(asked("rimlig.kommun.example", "/actions?q=%C3%A5")) == "https://rimlig.kommun.example/actions?q=%C3%A5");
  CHECK(location(asked("RIMLIG.kommun.example:80", "/")) == "https://rimlig.kommun.example/");
  CHECK(location(asked("intern.kommun.example", "/api/session", 8443, Method::post)) == "https://intern.kommun.example:8443/api/session");
  // Paths that a browser could take for another address stay paths of ours.
  CHECK(location(asked("rimlig.kommun.example", "//ond.example/")) == "https://rimlig.kommun.example//ond.example/");
  for (auto const* host : {"", "ond.example", "localhost", "127.0.0.1", "[::1]", "rimlig.kommun.example.ond.example", "ond.example:80@rimlig.kommun.example", "rimlig.kommun.example@ond.example"}) {
    CHECK_MESSAGE(asked(host, "/").status == 421, host);
    CHECK(location(asked(host, "/")).empty());
  }
  CHECK(app::to_https(kernel::make_request(Method::get, "/"), {}, 443).status == 421);
}

TEST_CASE("S0-29: what listens for http answers nothing else, and no header can be put into its answer") {
  app::Redirector const redirector({}, 0, names, 443);
  auto const say = [&](std::string const& request) { return Client(redirector.port()).ask(request); };
  auto const moved = say("GET /mitt?a=1 HTTP/1.1\r\nHost: rimlig.kommun.example\r\n\r\n");
  CHECK_MESSAGE(has(moved, "308 Permanent Redirect"), moved);
  CHECK(has(moved, "Location: https://rimlig.kommun.example/mitt?a=1\r\n"));
  CHECK_FALSE(has(moved, "Strict-Transport-Security"));
  CHECK_FALSE(has(moved, "Set-Cookie"));
  CHECK(has(say("GET /healthz HTTP/1.1\r\nHost: rimlig.kommun.example\r\n\r\n"), "308 "));
  CHECK(has(say("GET / HTTP/1.1\r\nHost: ond.example\r\n\r\n"), "421 "));
  CHECK_FALSE(has(say("GET http://ond.example/ HTTP/1.1\r\nHost: rimlig.kommun.example\r\n\r\n"), "Location: "));
  CHECK_FALSE(has(say("GET /%0d%0aSet-Cookie:x=1 HTTP/1.1\r\nHost: rimlig.kommun.example\r\n\r\n"), "\r\nSet-Cookie"));
}
