#include "kernel/http.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "kernel/problem.hpp"

namespace rimlig::kernel {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool unreserved(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
}

bool valid_utf8(std::string_view text) {
  auto const* const bytes = reinterpret_cast<std::uint8_t const*>(text.data());
  auto const length = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < length;) {
    UChar32 character = 0;
    U8_NEXT(bytes, at, length, character);
    if (character < 0) return false;
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view query_part(std::string_view target) {
  auto const mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

/// Calls `each` with every piece between separators until it returns false.
template <class Each>
bool split(std::string_view text, char separator, Each each) {
  while (!text.empty()) {
    auto const end = text.find(separator);
    if (!each(text.substr(0, end))) return false;
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return true;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    char c = text[at];
    if (c == '%') {
      if (at + 2 >= text.size()) return std::nullopt;
      int const high = hex_value(text[at + 1]);
      int const low = hex_value(text[at + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      at += 2;
    } else if (c == '+' && plus == Plus::space) {
      c = ' ';
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  if (!valid_utf8(out)) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (char const c : text) {
    if (unreserved(c)) {
      out += c;
    } else {
      auto const byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

std::optional<NameValues> parse_query(std::string_view query) {
  NameValues out;
  bool const whole = split(query, '&', [&](std::string_view pair) {
    if (pair.empty()) return true;
    auto const equals = pair.find('=');
    auto name = percent_decode(pair.substr(0, equals), Plus::space);
    auto value = equals == std::string_view::npos ? std::string{} : percent_decode(pair.substr(equals + 1), Plus::space);
    if (!name || !value) return false;
    out.emplace_back(std::move(*name), std::move(*value));
    return true;
  });
  if (!whole) return std::nullopt;
  return out;
}

NameValues parse_cookies(std::string_view header) {
  NameValues out;
  split(header, ';', [&](std::string_view pair) {
    auto const equals = pair.find('=');
    if (equals != std::string_view::npos) {
      auto const name = trim(pair.substr(0, equals));
      auto value = trim(pair.substr(equals + 1));
      if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
      if (!name.empty()) out.emplace_back(name, value);
    }
    return true;
  });
  return out;
}

std::string_view Request::header(std::string_view name) const {
  for (auto const& [key, value] : headers) {
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

NameValues Request::queries() const {
  auto parsed = parse_query(query_part(target));
  if (!parsed) throw Problem::bad_request("Adressens frågedel går inte att läsa. Kontrollera tecknen efter frågetecknet.");
  return std::move(*parsed);
}

std::optional<std::string> Request::query(std::string_view name) const {
  for (auto& [key, value] : queries()) {
    if (key == name) return std::move(value);
  }
  return std::nullopt;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (auto const& [key, value] : headers) {
    if (!equal_ignoring_case(key, "cookie")) continue;
    for (auto& [cookie_name, cookie_value] : parse_cookies(value)) {
      if (cookie_name == name) return std::move(cookie_value);
    }
  }
  return std::nullopt;
}

Request make_request(Method method, std::string target, std::string body) {
  Request request;
  request.method = method;
  auto path = percent_decode(std::string_view(target).substr(0, target.find('?')));
  if (!path || path->empty() || path->front() != '/') {
    throw Problem::bad_request("Adressen går inte att läsa. Den ska börja med / och ha giltiga tecken.");
  }
  request.path = std::move(*path);
  request.target = std::move(target);
  request.body = std::move(body);
  return request;
}

Response problem_response(Problem const& problem) {
  Response response;
  response.status = problem.status();
  response.content_type = "application/problem+json; charset=utf-8";
  response.body = problem.json();
  if (problem.retry_after() > 0) response.headers.emplace_back("Retry-After", std::to_string(problem.retry_after()));
  return response;
}

std::string content_disposition(std::string_view file_name) {
  std::string plain;
  for (char const c : file_name) {
    bool const safe = c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '/' && c != '%';
    plain += safe ? c : '_';
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + percent_encode(file_name);
}

std::string http_date(std::time_t now) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&now, &utc);
  auto const two = [](int n) { return std::string{static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; };
  return std::string(days[static_cast<std::size_t>(utc.tm_wday)]) + ", " + two(utc.tm_mday) + ' ' +
         months[static_cast<std::size_t>(utc.tm_mon)] + ' ' + std::to_string(utc.tm_year + 1900) + ' ' + two(utc.tm_hour) + ':' +
         two(utc.tm_min) + ':' + two(utc.tm_sec) + " GMT";
}

bool usable_request_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 &&
         id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string_view::npos;
}

bool path_fits(std::string_view pattern, std::string_view path, std::vector<std::string>& values) {
  // Side by side, without a list of parts: this is asked of every route for every request.
  values.clear();
  while (!pattern.empty() && !path.empty()) {
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    auto const wanted = pattern.substr(0, pattern.find('/'));
    auto const given = path.substr(0, path.find('/'));
    if (wanted.starts_with('{')) values.emplace_back(given);
    else if (wanted != given) return false;
    pattern.remove_prefix(wanted.size());
    path.remove_prefix(given.size());
  }
  return pattern.empty() && path.empty();
}

}  // namespace rimlig::kernel
