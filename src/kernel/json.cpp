#include "kernel/json.hpp"

#include <boost/json.hpp>

#include <cmath>

#include "kernel/json_keys.hpp"

namespace rimlig::kernel {

namespace json = boost::json;

namespace {
json::value const& as(void const* value) { return *static_cast<json::value const*>(value); }
}  // namespace

struct JsonDocument::Impl {
  json::monotonic_resource memory;
  json::value value;
  Impl() : value(&memory) {}
};

JsonDocument::JsonDocument(std::string_view text) : impl_(std::make_unique<Impl>()) {
  json::parse_options options;
  options.max_depth = 64;
  json::stream_parser parser(&impl_->memory, options);
  json::error_code error;
  auto const read = parser.write_some(text.data(), text.size(), error);
  bool const rest = !error && text.substr(read).find_first_not_of(" \t\r\n") != std::string_view::npos;
  if (!error && !rest) parser.finish(error);
  if (error || rest)
    throw Problem::bad_request("Innehållet är inte giltig JSON (vid tecken " + std::to_string(read + 1) + ").");
  impl_->value = parser.release();
  if (repeats_a_key(&impl_->value, text)) throw Problem::bad_request("Innehållet har samma fält två gånger i ett objekt. Skicka varje fält en gång.");
}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonNode JsonDocument::root() const { return JsonNode(&impl_->value); }

JsonNode::Kind JsonNode::kind() const {
  switch (as(value_).kind()) {
    case json::kind::null: return Kind::null;
    case json::kind::bool_: return Kind::boolean;
    case json::kind::int64: return Kind::integer;
    case json::kind::uint64: return Kind::real;  // above int64: no field of ours is that large
    case json::kind::double_: {
      double const number = as(value_).get_double();
      bool const whole = std::trunc(number) == number && std::abs(number) < 9e15;
      return whole ? Kind::integer : Kind::real;
    }
    case json::kind::string: return Kind::text;
    case json::kind::array: return Kind::array;
    case json::kind::object: return Kind::object;
  }
  return Kind::null;
}
bool JsonNode::boolean() const { return as(value_).as_bool(); }
std::int64_t JsonNode::integer() const {
  auto const& value = as(value_);
  return value.is_double() ? static_cast<std::int64_t>(value.get_double()) : value.as_int64();
}
double JsonNode::real() const {
  auto const& value = as(value_);
  if (value.is_int64()) return static_cast<double>(value.get_int64());
  if (value.is_uint64()) return static_cast<double>(value.get_uint64());
  return value.as_double();
}
std::string_view JsonNode::text() const {
  auto const& text = as(value_).as_string();
  return {text.data(), text.size()};
}
std::size_t JsonNode::size() const { return as(value_).is_array() ? as(value_).get_array().size() : as(value_).as_object().size(); }
JsonNode JsonNode::at(std::size_t index) const { return JsonNode(&as(value_).as_array().at(index)); }
std::string_view JsonNode::key(std::size_t index) const {
  auto const key = (as(value_).as_object().begin() + static_cast<std::ptrdiff_t>(index))->key();
  return {key.data(), key.size()};
}
JsonNode JsonNode::value(std::size_t index) const {
  return JsonNode(&(as(value_).as_object().begin() + static_cast<std::ptrdiff_t>(index))->value());
}
bool JsonNode::has(std::string_view key) const { return as(value_).is_object() && as(value_).get_object().contains(key); }
JsonNode JsonNode::get(std::string_view key) const { return JsonNode(&as(value_).as_object().at(key)); }
std::string JsonNode::serialize() const { return json::serialize(as(value_)); }

void JsonReader::error(std::string code, std::string detail) {
  // Enough for any form; a body made of faults alone must not cost a hundred thousand sentences.
  if (errors_.size() < 200) errors_.push_back({pointer_, std::move(code), std::move(detail)});
}
void JsonReader::enter(std::string_view key) {
  marks_.push_back(pointer_.size());
  pointer_ += '/';
  for (char const c : key) {
    if (c == '~') pointer_ += "~0";
    else if (c == '/') pointer_ += "~1";
    else pointer_ += c;
  }
}
void JsonReader::enter(std::size_t index) { enter(std::to_string(index)); }
void JsonReader::leave() {
  pointer_.resize(marks_.back());
  marks_.pop_back();
}

}  // namespace rimlig::kernel
