#include "kernel/http.hpp"

#include <doctest/doctest.h>

#include "kernel/problem.hpp"

using namespace rimlig::kernel;

TEST_CASE("http: percent escapes decode to UTF-8 and nothing else") {
  CHECK(percent_decode("a%20b") == "a b");
  CHECK(percent_decode("%C3%A5tg%C3%A4rd") == "åtgärd");
  CHECK(percent_decode("a+b") == "a+b");
  CHECK(percent_decode("a+b", Plus::space) == "a b");
  CHECK_FALSE(percent_decode("%"));
  CHECK_FALSE(percent_decode("%2"));
  CHECK_FALSE(percent_decode("%zz"));
  CHECK_FALSE(percent_decode("a%00b"));
  CHECK_FALSE(percent_decode("%FF"));
  CHECK_FALSE(percent_decode("%C0%AE"));  // an overlong "."
  CHECK(percent_decode(percent_encode("Åsa & Örjan/100 %")) == "Åsa & Örjan/100 %");
}

TEST_CASE("http: a request finds its query, headers and cookies") {
  auto request = make_request(Method::get, "/api/actions?q=sj%C3%A4lv+test&late=true&late=false&empty&=x");
  request.headers = {{"If-Match", "\"3\""}, {"Cookie", "a=1; session=\"t=x\" ;; b"}, {"cookie", "c=2"}};
  CHECK(request.path == "/api/actions");
  CHECK(request.query("q") == "själv test");
  CHECK(request.query("late") == "true");
  CHECK(request.query("empty") == "");
  CHECK_FALSE(request.query("missing"));
  CHECK(request.header("if-match") == "\"3\"");
  CHECK(request.header("none").empty());
  CHECK(request.cookie("session") == "t=x");
  CHECK(request.cookie("c") == "2");
  CHECK_FALSE(request.cookie("b"));
}

TEST_CASE("http: an address that does not decode is refused in Swedish") {
  CHECK_THROWS_AS(make_request(Method::get, "no-slash"), Problem);
  CHECK_THROWS_AS(make_request(Method::get, "/%ff"), Problem);
  CHECK_THROWS_AS((void)make_request(Method::get, "/x?q=%zz").query("q"), Problem);
}

TEST_CASE("http: a download's name cannot break the header") {
  CHECK(content_disposition("å\"b\r\n/c.txt") ==
        "attachment; filename=\"___b___c.txt\"; filename*=UTF-8''%C3%A5%22b%0D%0A%2Fc.txt");
}
