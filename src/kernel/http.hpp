// A request and its answer as plain values, so that routes, features and tests never see the HTTP
// library. The server (server.cpp) makes a Request from the wire and sends the Response.
#pragma once
#include <ctime>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rimlig::kernel {

class Problem;

enum class Method { get, post, put, patch, del, options, other };

using NameValues = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method = Method::get;
  bool head = false;   // a HEAD request arrives as get with this set; the server leaves the body out
  std::string target;  // as sent: "/api/actions?q=%C3%A5"
  std::string path;    // percent-decoded, valid UTF-8, no NUL: "/api/actions"
  NameValues headers;
  std::string body;
  std::string remote_address;
  std::string request_id;

  /// The first header with this name, letter case ignored; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  /// The first query parameter with this name, decoded. Throws Problem 400 when it does not decode.
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
  /// All query parameters in order, decoded. Throws Problem 400 when one does not decode.
  [[nodiscard]] NameValues queries() const;
  [[nodiscard]] std::optional<std::string> cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type;
  NameValues headers;
  std::string body;
  std::optional<std::filesystem::path> file;  // streamed instead of body
  bool remove_file = false;                   // a temporary file, removed when sent
};

using Handler = std::function<Response(Request&)>;

/// A request as the server would make it; throws Problem 400 when the target does not decode.
Request make_request(Method method, std::string target, std::string body = {});

Response problem_response(Problem const& problem);

/// Whether the path has the pattern's form: "/api/actions/{id}" takes any one segment in the braces'
/// place, which is then among the values, in order.
bool path_fits(std::string_view pattern, std::string_view path, std::vector<std::string>& values);

enum class Plus { literal, space };
/// Decodes %xx (and "+" in query strings). Nothing for a broken escape, a NUL or invalid UTF-8.
std::optional<std::string> percent_decode(std::string_view text, Plus plus = Plus::literal);
/// Escapes all but letters, digits and -._~ for use in one path segment or query value.
std::string percent_encode(std::string_view text);

/// The values of a query string ("a=1&b=%C3%A5", without "?"), or nothing when one does not decode.
std::optional<NameValues> parse_query(std::string_view query);
/// The pairs of a Cookie header; what is not name=value is skipped, as browsers send rubbish too.
NameValues parse_cookies(std::string_view header);

/// For a download: ASCII fallback and RFC 5987 name, safe for any file name a user gave.
std::string content_disposition(std::string_view file_name);

/// "Sun, 22 Nov 2026 07:40:00 GMT" (RFC 9110), without the locale that the C library would use.
std::string http_date(std::time_t now);
/// A request id that a proxy gave is kept when it cannot disturb the log.
bool usable_request_id(std::string_view id);

bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace rimlig::kernel
