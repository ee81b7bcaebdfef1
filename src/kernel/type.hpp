// What the kernel can do with a value: one Codec per value type, never per struct. `type_of<T>()`
// turns a Codec into a constant table, so that the engines are ordinary functions.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "kernel/json.hpp"
#include "kernel/reflect.hpp"

namespace rimlig::kernel {

class Row;
using DbValue = std::variant<std::monostate, std::int64_t, double, std::string>;

/// Collects the named schemas of an OpenAPI document while types are described.
class SchemaSet {
public:
  bool input = false;  // request bodies: a field with a default may be left out
  std::map<std::string, std::string, std::less<>> components;
  std::map<std::string, Struct const*, std::less<>> owners;

  void append_struct(std::string& out, Struct const& type);
};

/// Where an id points: checked in the caller's scope before a handler sees the body.
struct Reference {
  std::string_view table;
  std::string_view scope;
};

struct Type {
  void (*write)(std::string& out, void const* value);
  void (*read)(JsonReader& reader, JsonNode const& node, void* value);
  void (*schema)(SchemaSet& set, std::string& out);
  DbValue (*bind)(void const* value);
  void (*load)(Row const& row, int column, void* value);
  bool required;             // must stand in a request body
  Reference const* refers;   // for ids, also optional ones and lists of them
  void (*ids)(void const* value, std::vector<std::int64_t>& out);
};

template <class T>
struct Codec {
  static_assert(sizeof(T) == 0, "a member's type has no Codec: see codecs.hpp and types.hpp for those there are");
};

template <class T>
Type const& type_of() {
  using C = Codec<T>;
  constexpr auto ids = []() -> void (*)(void const*, std::vector<std::int64_t>&) {
    if constexpr (requires { C::refers; }) return [](void const* v, std::vector<std::int64_t>& out) { C::ids(*static_cast<T const*>(v), out); };
    return nullptr;
  }();
  constexpr auto refers = []() -> Reference const* {
    if constexpr (requires { C::refers; }) return C::refers;
    return nullptr;
  }();
  static constexpr Type type{
      [](std::string& out, void const* value) { C::write(out, *static_cast<T const*>(value)); },
      [](JsonReader& reader, JsonNode const& node, void* value) { C::read(reader, node, *static_cast<T*>(value)); },
      [](SchemaSet& set, std::string& out) { C::schema(set, out); },
      [](void const* value) { return C::bind(*static_cast<T const*>(value)); },
      [](Row const& row, int column, void* value) { C::load(row, column, *static_cast<T*>(value)); },
      C::required,
      refers,
      ids};
  return type;
}

// Engines over the field table.
void write_struct(std::string& out, Struct const& type, void const* object);
void read_struct(JsonReader& reader, JsonNode const& node, Struct const& type, void* object);
void load_text_as_struct(std::string_view json, Struct const& type, void* object);

template <class T>
std::string to_json(T const& value) {
  std::string out;
  type_of<T>().write(out, &value);
  return out;
}

/// Throws Problem 422 with every field error, 400 when the text is not JSON.
template <class T>
T from_json(std::string_view text) {
  JsonDocument const document(text);
  JsonReader reader;
  T value{};
  type_of<T>().read(reader, document.root(), &value);
  if (!reader.errors().empty()) throw Problem::invalid(std::move(reader.errors()));
  return value;
}

}  // namespace rimlig::kernel
