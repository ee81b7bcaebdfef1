#include "oidc/fetch.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "oidc/address.hpp"

namespace rimlig::oidc {

namespace {

constexpr std::size_t largest_answer = 512 * 1024;
constexpr long longest_connect_ms = 3000;
constexpr long longest_ms = 6000;

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + size * count > largest_answer) return 0;
  body.append(bytes, size * count);
  return size * count;
}

FetchAnswer ask(FetchRequest const& request) {
  static auto const ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const handle(ready == CURLE_OK ? curl_easy_init() : nullptr, curl_easy_cleanup);
  if (!handle) throw FetchError("libcurl could not be initialised");
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> const headers(curl_slist_append(nullptr, "Accept: application/json"), curl_slist_free_all);

  FetchAnswer answer;
  auto* const curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, request.address.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, longest_connect_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, longest_ms);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "Rimlig");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  if (!request.form.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.form.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.form.c_str());
  }
  if (!request.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_USERNAME, request.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, request.password.c_str());
  }
  if (auto const done = curl_easy_perform(curl); done != CURLE_OK) throw FetchError(curl_easy_strerror(done));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  return answer;
}

}  // namespace

Fetch fetch_from(std::vector<std::string> origins) {
  return [origins = std::move(origins)](FetchRequest const& request) {
    auto const address = parse_address(request.address);
    if (!address || std::ranges::find(origins, address->origin()) == origins.end()) throw FetchError("the address is not of a host that the settings allow");
    if (address->scheme != "https" && !address->loopback()) throw FetchError("the address is not https");
    return ask(request);
  };
}

}  // namespace rimlig::oidc
