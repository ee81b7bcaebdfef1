// Query strings, cookies and escapes come straight from the network: none may read outside its
// text, and what was decoded must survive encoding and decoding again.
#include <cstdint>
#include <cstdlib>

#include "kernel/http.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace rimlig::kernel;
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  for (auto const plus : {Plus::literal, Plus::space}) {
    if (auto const decoded = percent_decode(text, plus)) {
      if (percent_decode(percent_encode(*decoded)) != decoded) std::abort();
    }
  }
  if (auto const pairs = parse_query(text)) {
    std::string again;
    for (auto const& [name, value] : *pairs) again += percent_encode(name) + "=" + percent_encode(value) + "&";
    if (parse_query(again) != pairs) std::abort();
  }
  Request request;
  request.headers = {{"Cookie", std::string(text)}};
  (void)request.cookie("session");
  for (auto const& [name, value] : parse_cookies(text)) {
    if (name.empty() || name.size() + value.size() > size) std::abort();
  }
  if (content_disposition(text).find_first_of("\r\n") != std::string::npos) std::abort();
  return 0;
}
