#include "kernel/types.hpp"

#include <chrono>
#include <cmath>

#include "kernel/clock.hpp"

namespace rimlig::kernel {

namespace {
/// The digits of text[from, from+count) as a number, or -1.
int digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return -1;
  int value = 0;
  for (char const c : text.substr(from, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Code points of valid UTF-8 (the JSON parser has checked it), or nullopt when there is a control character.
std::optional<std::size_t> count_characters(std::string_view text) {
  std::size_t count = 0;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte < 0x20 && c != '\n' && c != '\t' && c != '\r') return std::nullopt;
    count += (byte & 0xC0) != 0x80;
  }
  return count;
}

std::chrono::year_month_day_last month_end(int year, int month) { return std::chrono::year(year) / month / std::chrono::last; }
}  // namespace

bool PartialDate::valid(std::string_view text) {
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  int const year = digits(text, 0, 4);
  if (year < 1900 || year > 2199) return false;
  if (text.size() == 4) return true;
  int const month = digits(text, 5, 2);
  if (text[4] != '-' || month < 1 || month > 12) return false;
  if (text.size() == 7) return true;
  int const day = digits(text, 8, 2);
  return text[7] == '-' && day >= 1 && day <= static_cast<int>(unsigned(month_end(year, month).day()));
}
std::string PartialDate::first_day() const {
  if (text.size() == 4) return text + "-01-01";
  return text.size() == 7 ? text + "-01" : text;
}
std::string PartialDate::last_day() const {
  if (text.size() == 4) return text + "-12-31";
  if (text.size() != 7) return text;
  return text + "-" + std::to_string(unsigned(month_end(digits(text, 0, 4), digits(text, 5, 2)).day()));
}
bool is_date(std::string_view text) { return text.size() == 10 && PartialDate::valid(text); }
bool is_instant(std::string_view text) { return parse_instant(text).has_value(); }

namespace detail {
void wrong_kind(JsonReader& reader, std::string_view expected) {
  reader.error("type", "Fel slags värde: här ska stå " + std::string(expected) + ".");
}
void read_bool(JsonReader& reader, JsonNode const& node, bool& value) {
  if (node.kind() != JsonNode::Kind::boolean) return wrong_kind(reader, "true eller false");
  value = node.boolean();
}
bool read_integer(JsonReader& reader, JsonNode const& node, std::int64_t& value, std::int64_t low, std::int64_t high) {
  if (node.kind() != JsonNode::Kind::integer) {
    wrong_kind(reader, "ett heltal");
    return false;
  }
  auto const number = node.integer();
  if (number < low || number > high) {
    reader.error("out_of_range", low == 1 && high == INT64_MAX ? "Numret måste vara större än noll."
                                                               : "Värdet ska vara " + std::to_string(low) + " till " + std::to_string(high) + ".");
    return false;
  }
  value = number;
  return true;
}
void read_real(JsonReader& reader, JsonNode const& node, double& value) {
  if (node.kind() != JsonNode::Kind::integer && node.kind() != JsonNode::Kind::real) return wrong_kind(reader, "ett tal");
  value = node.real();
}
bool read_text(JsonReader& reader, JsonNode const& node, std::string& value, std::size_t min, std::size_t max) {
  if (node.kind() != JsonNode::Kind::text) {
    wrong_kind(reader, "en text");
    return false;
  }
  auto const text = node.text();
  auto const length = count_characters(text);
  if (!length) {
    reader.error("characters", "Texten innehåller otillåtna styrtecken eller är inte UTF-8.");
    return false;
  }
  if (*length > max) {
    reader.error("too_long", "Texten är " + std::to_string(*length) + " tecken. Högst " + std::to_string(max) + " får plats.");
    return false;
  }
  bool const blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
  if (min > 0 && blank) {
    reader.error("required", "Fyll i det här fältet.");
    return false;
  }
  if (*length < min) {
    reader.error("too_short", "Skriv minst " + std::to_string(min) + " tecken.");
    return false;
  }
  value = text;
  return true;
}
void append_integer(std::string& out, std::int64_t value) {
  char buffer[24];
  auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out.append(buffer, end);
}
void append_integer_schema(std::string& out, std::int64_t low, std::int64_t high) {
  out += R"({"type":"integer")";
  if (low > INT32_MIN) out += R"(,"minimum":)" + std::to_string(low);
  if (low > INT32_MIN && high < INT64_MAX) out += R"(,"maximum":)" + std::to_string(high);
  out += '}';
}
void append_real(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  char buffer[32];
  auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out.append(buffer, end);
}
}  // namespace detail

}  // namespace rimlig::kernel
