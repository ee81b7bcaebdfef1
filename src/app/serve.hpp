// `rimlig serve`: the HTTP server over the routes and the web pages.
#pragma once
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
  bool tls_in_front = false;
  std::filesystem::path web;      // empty: the pages built into the program
  std::filesystem::path sample;   // folder with sample.json; empty: none
  std::vector<std::filesystem::path> imports;  // files to read for review
  std::filesystem::path log;      // empty: standard error
  bool json = false;
};

/// Serves until SIGTERM or SIGINT. Returns the exit code.
int serve(ServeOptions const& options);

/// True for addresses that only this machine reaches.
bool is_loopback(std::string_view address);

}  // namespace rimlig::app
