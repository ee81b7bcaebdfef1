// What a user or client did wrong, thrown from anywhere and turned into RFC 9457 problem details
// at one place (routes.cpp). Codes are stable; `detail` is a Swedish sentence for a person.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::kernel {

struct FieldError {
  std::string pointer;  // RFC 6901, e.g. "/title"
  std::string code;     // stable: required, too_long, out_of_range, ...
  std::string detail;   // Swedish
};

class Problem : public std::exception {
public:
  Problem(int status, std::string code, std::string detail);

  static Problem bad_request(std::string detail);                        // 400 malformed
  static Problem unauthenticated();                                      // 401
  static Problem forbidden(std::string_view permission);                 // 403
  static Problem not_found(std::string_view what);                       // 404, `what` in Swedish definite form
  static Problem conflict(std::string code, std::string detail);         // 409
  static Problem stale(std::string current_json, std::string changed_by, std::string changed_at);  // 412
  static Problem too_large(std::string detail);                          // 413
  static Problem invalid(std::vector<FieldError> errors);                // 422
  static Problem invalid(std::string pointer, std::string code, std::string detail);
  static Problem precondition_required();                                // 428
  static Problem too_many(int retry_after_seconds, std::string detail);  // 429

  [[nodiscard]] int status() const noexcept { return status_; }
  [[nodiscard]] std::string const& code() const noexcept { return code_; }
  [[nodiscard]] std::string const& detail() const noexcept { return detail_; }
  [[nodiscard]] std::vector<FieldError> const& errors() const noexcept { return errors_; }
  [[nodiscard]] int retry_after() const noexcept { return retry_after_; }
  char const* what() const noexcept override { return detail_.c_str(); }

  /// The body of the answer: application/problem+json.
  [[nodiscard]] std::string json() const;

private:
  int status_;
  std::string code_;
  std::string detail_;
  std::vector<FieldError> errors_;
  std::string extra_;  // further members, already JSON: "\"current\":{...}"
  int retry_after_ = 0;
};

}  // namespace rimlig::kernel
