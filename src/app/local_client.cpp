#include "app/local_client.hpp"

namespace rimlig::app {

using namespace kernel;

LocalClient::Answer LocalClient::call(Method method, std::string target, std::string body, std::string const& if_match) {
  auto request = make_request(method, std::move(target), std::move(body));
  request.remote_address = "127.0.0.1";
  request.request_id = "local";
  request.headers = {{"Host", "localhost"}, {"Content-Type", "application/json"}};
  if (!cookie_.empty()) request.headers.emplace_back("Cookie", cookie_);
  if (!csrf_.empty()) request.headers.emplace_back("X-CSRF-Token", csrf_);
  if (!if_match.empty()) request.headers.emplace_back("If-Match", if_match);
  auto response = application_.routes().dispatch(request, application_.services());
  Answer answer{response.status, std::move(response.body), {}};
  for (auto const& [name, value] : response.headers) {
    if (name == "ETag") answer.etag = value;
    if (name == "Set-Cookie") cookie_ = value.substr(0, value.find(';'));
  }
  return answer;
}

LocalClient::Answer LocalClient::must(Method method, std::string target, std::string body, std::string const& if_match) {
  auto const shown = target;
  auto answer = call(method, std::move(target), std::move(body), if_match);
  if (answer.status >= 200 && answer.status < 300) return answer;
  std::string detail = answer.body;
  if (auto const document = JsonDocument(answer.body); document.root().has("detail")) detail = document.root().get("detail").text();
  throw Problem{answer.status, "refused", shown + ": " + detail};
}

void LocalClient::sign_in(std::string const& email, std::string const& password) {
  std::string body = "{\"email\":";
  append_json_string(body, email);
  body += ",\"password\":";
  append_json_string(body, password);
  auto const answer = must(Method::post, "/api/session", body + "}");
  csrf_ = answer.json().root().get("csrf").text();
}

}  // namespace rimlig::app
