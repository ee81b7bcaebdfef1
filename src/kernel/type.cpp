#include "kernel/type.hpp"

#include <stdexcept>

#include "kernel/db.hpp"

namespace rimlig::kernel {

Field const* Struct::find(std::string_view field) const {
  for (auto const& candidate : fields)
    if (candidate.name == field) return &candidate;
  return nullptr;
}

void write_struct(std::string& out, Struct const& type, void const* object) {
  out += '{';
  for (std::size_t n = 0; n < type.fields.size(); ++n) {
    auto const& field = type.fields[n];
    out += n == 0 ? "\"" : ",\"";
    out += field.name;
    out += "\":";
    field.type().write(out, field.in_const(object));
  }
  out += '}';
}

void read_struct(JsonReader& reader, JsonNode const& node, Struct const& type, void* object) {
  if (node.kind() != JsonNode::Kind::object) return reader.error("type", "Fel slags värde: här ska stå ett objekt.");
  for (auto const& field : type.fields) {
    auto const& value_type = field.type();
    bool const present = node.has(field.name);
    if (!present && !value_type.required) continue;
    reader.enter(field.name);
    if (!present || (node.get(field.name).is_null() && value_type.required)) reader.error("required", "Fyll i det här fältet.");
    else value_type.read(reader, node.get(field.name), field.in(object));
    reader.leave();
  }
  for (std::size_t n = 0; n < node.size(); ++n) {
    if (type.find(node.key(n))) continue;
    reader.enter(node.key(n));
    reader.error("unknown_field", "Fältet finns inte.");
    reader.leave();
  }
}

void load_text_as_struct(std::string_view json, Struct const& type, void* object) {
  JsonDocument const document(json);
  JsonReader reader;
  read_struct(reader, document.root(), type, object);
  if (!reader.errors().empty())
    throw std::runtime_error("a stored " + std::string(type.name) + " does not fit its type: " + reader.errors().front().pointer);
}

void SchemaSet::append_struct(std::string& out, Struct const& type) {
  std::string const key = std::string(type.name) + (input ? "Input" : "");
  out += R"({"$ref":"#/components/schemas/)" + key + "\"}";
  auto const owner = owners.find(key);
  if (owner != owners.end()) {
    if (owner->second != &type) throw std::logic_error("two structs are both named " + key);
    return;
  }
  owners.emplace(key, &type);
  std::string properties;
  std::string required;
  for (auto const& field : type.fields) {
    if (!properties.empty()) properties += ',';
    properties += "\"" + std::string(field.name) + "\":";
    field.type().schema(*this, properties);
    if (!input || field.type().required) required += (required.empty() ? "\"" : ",\"") + std::string(field.name) + "\"";
  }
  components[key] = R"({"type":"object","additionalProperties":false,"properties":{)" + properties + "}" +
                    (required.empty() ? "" : R"(,"required":[)" + required + "]") + "}";
}

}  // namespace rimlig::kernel
