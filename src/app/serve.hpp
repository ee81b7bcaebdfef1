// `rimlig serve`: the HTTP server over the routes and the web pages.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "app/application.hpp"

namespace rimlig::app {

struct ServeOptions {
  Place place;
  std::string address = "127.0.0.1";
  unsigned short port = 8080;
  unsigned workers = 2;
  bool behind_proxy = false;
  std::vector<std::string> proxies;  // on other machines, besides those on this one
  bool tls_in_front = false;
  std::filesystem::path certificate, key;  // with both the server speaks TLS itself
  unsigned short redirect_port = 0;        // 0: none; with TLS of its own, and names to send on to
  std::vector<std::string> hosts;          // empty: any
  std::size_t connections_per_address = 512;
  std::filesystem::path web;      // empty: the pages built into the program
  std::filesystem::path sample;   // folder with sample.json; empty: none
  std::vector<std::filesystem::path> imports;  // files to read for review
  std::filesystem::path providers;  // settings of sign-in providers; empty: local accounts alone
  std::filesystem::path log;      // empty: standard error
  bool json = false;
};

/// Serves until SIGTERM or SIGINT. Returns the exit code.
int serve(ServeOptions const& options);

/// True for addresses that only this machine reaches.
bool is_loopback(std::string_view address);

/// Whether a Host field is one of the names; any is when there are none, and this machine's own always are.
bool is_our_host(std::string_view host, std::vector<std::string> const& names);

}  // namespace rimlig::app
