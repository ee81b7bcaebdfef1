#include "app/example_body_test.hpp"

#include <doctest/doctest.h>

#include "app/features.hpp"

namespace rimlig::app {

using kernel::JsonNode;
using kernel::Method;

std::string kind_named(std::string_view field) {
  if (field.ends_with("_ids")) field.remove_suffix(4);
  else if (field.ends_with("_id")) field.remove_suffix(3);
  static std::map<std::string, std::string, std::less<>> const other{{"unit", "units"},    {"parent", "units"},       {"committee", "committees"}, {"owner", "persons"},
                                                                     {"person", "persons"}, {"former", "committees"}, {"predecessor", "actions"}, {"depends_on", "actions"},  {"repeats_finding", "findings"}};
  auto const known = other.find(field);
  return known == other.end() ? std::string(field) + "s" : known->second;
}

bool ExampleBodies::names_another(kernel::Route const& route, Objects const& objects, Objects const& others) {
  if (takes_bytes(route)) return false;
  auto const before = number_;
  auto const one = body(route, objects, "x");
  number_ = before;
  auto const other = body(route, others, "x");
  number_ = before;
  return one != other;
}

JsonNode ExampleBodies::operation(kernel::Route const& route) const {
  auto const name = route.method == Method::get ? "get" : route.method == Method::post ? "post" : route.method == Method::put ? "put" : route.method == Method::patch ? "patch" : "delete";
  return document_.root().get("paths").get(route.path).get(name);
}

bool ExampleBodies::takes_bytes(kernel::Route const& route) const {
  auto const node = operation(route);
  return node.has("requestBody") && node.get("requestBody").get("content").has("application/octet-stream");
}

bool ExampleBodies::has_query(kernel::Route const& route, std::string_view name) const {
  auto const node = operation(route);
  if (!node.has("parameters")) return false;
  auto const parameters = node.get("parameters");
  for (std::size_t n = 0; n < parameters.size(); ++n)
    if (parameters.at(n).get("in").text() == "query" && parameters.at(n).get("name").text() == name) return true;
  return false;
}

std::string ExampleBodies::format_of(kernel::Route const& route) const {
  if (!has_query(route, "format")) return {};
  auto const parameters = operation(route).get("parameters");
  for (std::size_t n = 0; n < parameters.size(); ++n) {
    auto const schema = parameters.at(n).get("schema");
    if (parameters.at(n).get("name").text() != "format" || !schema.has("enum")) continue;
    auto const offered = schema.get("enum");
    for (std::size_t m = 0; m < offered.size(); ++m)
      if (offered.at(m).text() == "csv") return "csv";
    return std::string(offered.at(0).text());
  }
  return {};
}

std::string ExampleBodies::body(kernel::Route const& route, Objects const& objects, std::string const& text) {
  auto const node = operation(route);
  if (!node.has("requestBody")) return {};
  auto const content = node.get("requestBody").get("content");
  if (!content.has("application/json")) return text + " " + std::to_string(++number_);
  return value(content.get("application/json").get("schema"), "", objects, text);
}

std::string ExampleBodies::object(JsonNode schema, Objects const& objects, std::string const& text) {
  std::string out = "{";
  auto const properties = schema.get("properties");
  for (std::size_t n = 0; n < properties.size(); ++n) {
    auto const name = properties.key(n);
    bool needed = name == "unit_id" || name == "unit_ids" || name == "committee_id" || name == "parent_id" || name == "assignment_ids" || name == "permissions";
    if (schema.has("required"))
      for (std::size_t r = 0; r < schema.get("required").size(); ++r) needed = needed || schema.get("required").at(r).text() == name;
    if (!needed) continue;
    if (out.size() > 1) out += ',';
    out += "\"" + std::string(name) + "\":" + value(properties.value(n), name, objects, text);
  }
  return out + "}";
}

std::string ExampleBodies::value(JsonNode schema, std::string_view name, Objects const& objects, std::string const& text) {
  if (schema.has("$ref")) {
    auto const component = schema.get("$ref").text().substr(std::string_view("#/components/schemas/").size());
    return value(document_.root().get("components").get("schemas").get(component), name, objects, text);
  }
  if (schema.has("anyOf")) return value(schema.get("anyOf").at(0), name, objects, text);
  if (schema.has("enum")) return schema.get("enum").at(0).serialize();
  auto const type = schema.has("type") ? schema.get("type").text() : std::string_view("null");
  if (type == "object") return object(schema, objects, text);
  if (type == "boolean") return "false";
  if (type == "array") {
    if (name == "permissions") return R"(["action.read"])";
    if (!name.ends_with("_ids")) return "[]";
    return "[" + value(schema.get("items"), name, objects, text) + "]";
  }
  if (type == "integer") {
    if (name.ends_with("_id") || name.ends_with("_ids")) {
      auto const found = objects.find(kind_named(name));
      return std::to_string(found == objects.end() ? 999'999'999 : found->second);
    }
    if (name == "year") return "2026";
    return schema.has("minimum") && schema.get("minimum").integer() > 0 ? schema.get("minimum").serialize() : "1";
  }
  if (type == "string") {
    auto const format = schema.has("format") ? schema.get("format").text() : std::string_view();
    if (format == "date" || schema.has("pattern")) return "\"2026-12-01\"";
    if (format == "date-time") return "\"2026-12-01T08:00:00.000Z\"";
    auto const number = std::to_string(++number_);
    if (name == "email") return "\"" + text + number + "@kommun.example\"";
    std::string written = text + " " + number;
    if (schema.has("minLength"))
      while (written.size() < static_cast<std::size_t>(schema.get("minLength").integer())) written += " mer";
    return "\"" + written + "\"";
  }
  return "null";
}

}  // namespace rimlig::app

TEST_CASE("an example body is made from the schema alone") {
  rimlig::kernel::Routes routes;
  for (auto const& feature : rimlig::app::features()) feature.routes(routes);
  rimlig::app::ExampleBodies bodies(routes);
  for (auto const& route : routes.all())
    if (route.operation == "createAssignment") CHECK(bodies.body(route, {{"units", 7}}, "x") == R"({"role":"administrator","unit_id":7})");
}
