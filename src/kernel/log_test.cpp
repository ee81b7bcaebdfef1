#include "kernel/log.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

#include "kernel/crypto.hpp"
#include "kernel/db.hpp"

using namespace rimlig::kernel;

TEST_CASE("log: a line is one JSON object with message id, request id and the first line of a text") {
  auto const path = std::filesystem::temp_directory_path() / ("rimlig-log-" + random_token(8));
  open_log(path, LogLevel::info);
  {
    LogRequest const scope("abc-1");
    log(Message::request_failed, {{LogKey::route, "getAction"}, {LogKey::status, 500}, {LogKey::error, "a \"b\"\nDETAIL: Key (email)=(x@y.se)"}});
  }
  log(Message::request_done, {{LogKey::status, 200}});  // debug: below the level
  log(Message::job_done);
  open_log({}, LogLevel::info);
  std::ifstream file(path);
  std::string first, second, third;
  std::getline(file, first);
  std::getline(file, second);
  CHECK_FALSE(std::getline(file, third));
  CHECK(first.substr(0, 7) == "{\"at\":\"");
  CHECK(first.substr(31) ==
        R"(","level":"error","message":"request_failed","request":"abc-1","route":"getAction","status":500,"error":"a \"b\""})");
  CHECK(second.substr(31) == R"(","level":"info","message":"job_done"})");
  std::filesystem::remove(path);
}

TEST_CASE("log: every message says in both languages what happened") {
  std::set<std::string_view> ids;
  for (auto const& message : messages()) {
    CHECK(message.english.ends_with('.'));
    CHECK(message.swedish.ends_with('.'));
    ids.insert(message.id);
  }
  CHECK(ids.size() == messages().size());
}

TEST_CASE("log: a connection string that cannot be read is not repeated, since a password stands in it") {
  for (auto const* conninfo : {"host=127.0.0.1 port=1 user=x password=hemligt", "postgresql://x:hemligt@127.0.0.1:1/db", "postgres//x:hemligt@db", "x:hemligt", "postgresql://x:hemligt@db/?fel=1"}) {
    CAPTURE(conninfo);
    try {
      (void)connect_postgres(conninfo);
      FAIL("connected");
    } catch (std::runtime_error const& error) {
      CHECK(std::string(error.what()).starts_with("PostgreSQL: "));
      CHECK(std::string(error.what()).find("hemligt") == std::string::npos);
    }
  }
}
