#include "oidc/settings.hpp"

#include <doctest/doctest.h>

#include "oidc/address.hpp"
#include "oidc/fetch.hpp"

using namespace rimlig;
using namespace rimlig::oidc;

namespace {

std::string with(std::string const& base, std::string const& issuer, std::string const& name = "kommun", std::string const& more = "") {
  return R"({"base_url":")" + base + R"(","providers":[{"name":")" + name + R"(","label":"Kommunkonto","issuer":")" + issuer + R"(","client_id":"rimlig")" + more + "}]}";
}

std::string fault_of(std::string const& json) {
  try {
    parse_settings(json);
    return "";
  } catch (kernel::Problem const& problem) {
    return problem.errors().empty() ? problem.code() : problem.errors().front().pointer + " " + problem.errors().front().code;
  }
}

}  // namespace

TEST_CASE("S4-20: the settings of a provider are read with what most leave out, and refused by name of what is wrong") {
  auto const settings = parse_settings(with("https://rimlig.kommun.example/", "https://login.kommun.example"));
  CHECK(settings.base_url == "https://rimlig.kommun.example");
  CHECK(settings.providers[0].scopes.size() == 2);
  CHECK(*settings.providers[0].email_claim == "email");
  CHECK_FALSE(settings.providers[0].emails_are_verified);

  CHECK(fault_of(with("http://127.0.0.1:8080", "http://localhost:9000")).empty());
  CHECK(fault_of(with("http://rimlig.kommun.example", "https://login.kommun.example")) == "/base_url https");
  CHECK(fault_of(with("https://rimlig.kommun.example", "http://login.kommun.example")) == "/providers/0/issuer https");
  CHECK(fault_of(with("https://rimlig.kommun.example", "https://user:pw@login.kommun.example")) == "/providers/0/issuer address");
  CHECK(fault_of(with("https://rimlig.kommun.example", "file:///etc/passwd")) == "/providers/0/issuer address");
  CHECK(fault_of(with("https://rimlig.kommun.example", "https://login.kommun.example", "Kommun/1")) == "/providers/0/name name");
  CHECK(fault_of(with("https://rimlig.kommun.example", "https://login.kommun.example", "kommun", R"(,"levels":[{"acr":"x","level":5}])")) == "/providers/0/levels/0/level out_of_range");
  CHECK(fault_of(with("https://rimlig.kommun.example", "https://login.kommun.example", "kommun", R"(,"hosts":["keys.example:8443","https://keys.example"])")) == "/providers/0/hosts/1 address");
  CHECK(fault_of(with("https://rimlig.kommun.example", "https://login.kommun.example", "kommun", R"(,"secret":"x")")) == "/providers/0/secret unknown_field");
  CHECK_THROWS_AS(read_settings("/finns/inte.json"), kernel::Problem);
}

TEST_CASE("S4-20: only machines that the settings name are asked, and others than our own only over TLS") {
  auto const fetch = fetch_from({"https://login.kommun.example:443", "http://login.kommun.example:80"});
  auto const refused = [&](std::string const& address) {
    try {
      fetch({address, {}});
      return std::string();
    } catch (FetchError const& error) {
      return std::string(error.what());
    }
  };
  for (auto const* address : {"https://evil.example/", "https://login.kommun.example:8443/", "https://login.kommun.example.evil.example/", "https://login.kommun.example@evil.example/",
                              "file:///etc/passwd", "gopher://login.kommun.example/", "http://169.254.169.254/", "", "https://"}) {
    INFO(address);
    CHECK(refused(address) == "the address is not of a host that the settings allow");
  }
  CHECK(refused("http://login.kommun.example/jwks") == "the address is not https");
}

TEST_CASE("S4-20: a page to come back to lies within the site") {
  for (auto const* path : {"/", "/actions", "/actions?q=a&b=c", "/a//b"}) CHECK(is_local_path(path));
  for (auto const* path : {"", "actions", "//evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example", "/a\nb", "/\tevil", "javascript:alert(1)"}) CHECK_FALSE(is_local_path(path));
  CHECK_FALSE(is_local_path("/" + std::string(500, 'a')));
  CHECK(with_parameters("https://a.example/x?y=1", {{"z", "å &"}}) == "https://a.example/x?y=1&z=%C3%A5%20%26");
}
