#include "app/serve.hpp"

#include <doctest/doctest.h>

using namespace rimlig::app;

TEST_CASE("serve: only our own names are answered") {
  std::vector<std::string> const names{"rimlig.kommun.example", "10.0.0.7"};
  for (auto const* host : {"rimlig.kommun.example", "RIMLIG.kommun.example:8443", "10.0.0.7", "10.0.0.7:8080", "localhost:8080", "127.0.0.1", "[::1]:8080", "[::1]"}) CHECK_MESSAGE(is_our_host(host, names), host);
  for (auto const* host : {"", "ond.example", "rimlig.kommun.example.ond.example", "xrimlig.kommun.example", "localhost.ond.example", "127.0.0.1.ond.example", "127.ond.example", "[::1].ond.example", "[::2]", "["})
    CHECK_FALSE_MESSAGE(is_our_host(host, names), host);
  CHECK(is_our_host("vad.som.helst", {}));
}
