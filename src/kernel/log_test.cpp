#include "kernel/log.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "kernel/crypto.hpp"

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
