#include "kernel/json_keys.hpp"

#include <boost/json.hpp>

namespace rimlig::kernel {
namespace {

namespace json = boost::json;

std::size_t keys_kept(json::value const& value) {
  std::size_t count = 0;
  if (auto const* const list = value.if_array()) {
    for (auto const& item : *list) count += keys_kept(item);
  } else if (auto const* const object = value.if_object()) {
    for (auto const& member : *object) count += 1 + keys_kept(member.value());
  }
  return count;
}
/// In a text that has been read every colon outside strings follows a key.
std::size_t keys_written(std::string_view text) {
  std::size_t count = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\') ++at;
    else if (text[at] == '"') quoted = !quoted;
    else count += text[at] == ':' && !quoted;
  }
  return count;
}
}  // namespace

bool repeats_a_key(void const* value, std::string_view text) { return keys_written(text) != keys_kept(*static_cast<json::value const*>(value)); }

}  // namespace rimlig::kernel
