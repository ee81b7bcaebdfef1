// Bodies that say one thing to us and another to somebody else, or ask for more than they give.
#include "kernel/json_keys.hpp"

#include <doctest/doctest.h>

#include <string>

#include "kernel/codecs.hpp"
#include "kernel/json.hpp"
#include "kernel/types.hpp"

using namespace rimlig::kernel;

namespace {

struct Note {
  Text<1, 50> text;
};
BOOST_DESCRIBE_STRUCT(Note, (), (text))

/// The code of the refusal, or what was read.
std::string outcome(std::string const& body) {
  try {
    return std::string(from_json<Note>(body).text);
  } catch (Problem const& problem) {
    return problem.errors().empty() ? problem.code() : problem.errors().front().code;
  }
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int n = 0; n < times; ++n) out += text;
  return out;
}

}  // namespace

TEST_CASE("attack: a body with the same field twice is refused, also when one is written with escapes or deep inside") {
  CHECK(outcome(R"({"text":"a:b, \"c\": {d}"})") == "a:b, \"c\": {d}");
  CHECK(outcome(R"({"text":"a","text":"b"})") == "malformed");
  CHECK(outcome(R"({"text":"a","t\u0065xt":"b"})") == "malformed");
  CHECK(outcome(R"({"text":"a","x":[{"y":{"z":1,"z":2}}]})") == "malformed");
  CHECK(outcome(R"({"text":"a\\","text":"b"})") == "malformed");
  CHECK(outcome(R"({"text":"a","Text":"b"})") == "unknown_field");
}

TEST_CASE("attack: nesting, broken letters and characters that cannot be shown are refused where they stand") {
  CHECK(outcome(repeated("[", 65) + repeated("]", 65)) == "malformed");
  CHECK(outcome(repeated("[", 100'000)) == "malformed");
  CHECK(outcome(R"({"x":)" + repeated(R"({"x":)", 70) + "1" + repeated("}", 71)) == "malformed");
  CHECK(outcome("{\"text\":\"\xC3\x28\"}") == "malformed");
  CHECK(outcome("{\"text\":\"\xED\xA0\x80\"}") == "malformed");
  CHECK(outcome("{\"text\":\"\xC0\xAE\"}") == "malformed");
  CHECK(outcome(R"({"text":"\ud800"})") == "malformed");
  CHECK(outcome(R"({"text":"\udc00\ud800"})") == "malformed");
  CHECK(outcome(R"({"text":"\ud83d\ude00"})") == "😀");
  CHECK(outcome(R"({"text":"a\u0000b"})") == "characters");
  CHECK(outcome(R"({"text":"a\u001bb"})") == "characters");
  CHECK(outcome(std::string("{\"text\":\"a\0b\"}", 14)) == "malformed");
  CHECK(outcome("\xEF\xBB\xBF{\"text\":\"a\"}") == "malformed");
  CHECK(outcome(R"({"text":"a"} {"text":"b"})") == "malformed");
  CHECK(outcome(R"({"text":NaN})") == "malformed");
  CHECK(outcome(R"({"text":1e999})") == "type");
  CHECK(outcome("{'text':'a'}") == "malformed");
  CHECK(outcome(R"({"text":"a",})") == "malformed");
}

TEST_CASE("attack: a hundred thousand fields that do not exist are answered in short") {
  std::string body = "{\"text\":\"a\"";
  for (int n = 0; n < 100'000; ++n) body += ",\"f" + std::to_string(n) + "\":1";
  try {
    (void)from_json<Note>(body + "}");
    FAIL("was read");
  } catch (Problem const& problem) {
    CHECK(problem.errors().size() <= 200);
    CHECK(problem.json().size() < 100'000);
  }
}
