#include "kernel/problem.hpp"

#include "kernel/json_text.hpp"

namespace rimlig::kernel {

Problem::Problem(int status, std::string code, std::string detail)
    : status_(status), code_(std::move(code)), detail_(std::move(detail)) {}

Problem Problem::bad_request(std::string detail) { return {400, "malformed", std::move(detail)}; }
Problem Problem::unauthenticated() { return {401, "unauthenticated", "Logga in för att fortsätta."}; }
Problem Problem::forbidden(std::string_view permission) {
  return {403, "forbidden", "Du saknar behörigheten " + std::string(permission) + "."};
}
Problem Problem::not_found(std::string_view what) {
  return {404, "not_found", "Hittar inte " + std::string(what) + ". Den kan vara borttagen eller ligga utanför dina enheter."};
}
Problem Problem::conflict(std::string code, std::string detail) { return {409, std::move(code), std::move(detail)}; }
Problem Problem::stale(std::string current_json, std::string changed_by, std::string changed_at) {
  Problem problem{412, "stale", "Någon annan har ändrat sedan du öppnade. Jämför och välj vad som ska gälla."};
  problem.extra_ = "\"current\":" + current_json + ",\"changed_by\":" + json_quoted(changed_by) + ",\"changed_at\":" + json_quoted(changed_at);
  return problem;
}
Problem Problem::too_large(std::string detail) { return {413, "too_large", std::move(detail)}; }
Problem Problem::invalid(std::vector<FieldError> errors) {
  Problem problem{422, "invalid", errors.size() == 1 ? errors.front().detail : "Några uppgifter behöver rättas."};
  problem.errors_ = std::move(errors);
  return problem;
}
Problem Problem::invalid(std::string pointer, std::string code, std::string detail) {
  return invalid(std::vector<FieldError>{{std::move(pointer), std::move(code), std::move(detail)}});
}
Problem Problem::precondition_required() {
  return {428, "precondition_required", "Begäran saknar If-Match. Hämta objektet på nytt och försök igen."};
}
Problem Problem::too_many(int retry_after_seconds, std::string detail) {
  Problem problem{429, "too_many", std::move(detail)};
  problem.retry_after_ = retry_after_seconds;
  return problem;
}

std::string Problem::json() const {
  std::string out = "{\"type\":\"urn:problem:" + code_ + "\",\"title\":\"" + code_ + "\",\"status\":" + std::to_string(status_) +
                    ",\"code\":\"" + code_ + "\",\"detail\":" + json_quoted(detail_);
  std::string errors;
  for (auto const& error : errors_)
    errors += (errors.empty() ? "{\"pointer\":" : ",{\"pointer\":") + json_quoted(error.pointer) + ",\"code\":" + json_quoted(error.code) +
              ",\"detail\":" + json_quoted(error.detail) + "}";
  if (!errors.empty()) out += ",\"errors\":[" + errors + "]";
  return out + (extra_.empty() ? "}" : "," + extra_ + "}");
}

}  // namespace rimlig::kernel
