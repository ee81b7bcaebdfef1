// OpenAPI 3.1 from the route table, so that the document cannot say anything but what is served.
#include <algorithm>

#include "kernel/routes.hpp"

namespace rimlig::kernel {

namespace {

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get: return "get";
    case Method::post: return "post";
    case Method::put: return "put";
    case Method::patch: return "patch";
    case Method::del: return "delete";
    case Method::options: return "options";
    case Method::other: return "trace";
  }
  return "trace";
}

std::vector<std::string> path_parameters(std::string_view path) {
  std::vector<std::string> names;
  for (auto at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1)) names.emplace_back(path.substr(at + 1, path.find('}', at) - at - 1));
  return names;
}

std::string operation(Route const& route, SchemaSet& set) {
  Description description{set, {}, {}, false, false, {}, 200, false};
  route.describe(description);
  std::string out = "{\"operationId\":" + json_quoted(route.operation) + ",\"summary\":" + json_quoted(route.summary) + ",\"x-permission\":" + json_quoted(route.permission);
  std::string parameters;
  auto const add = [&](std::string const& parameter) { parameters += (parameters.empty() ? "" : ",") + parameter; };
  for (auto const& name : path_parameters(route.path)) {
    bool const id = name == "id" || name.ends_with("_id") || name == "seq";
    add("{\"name\":" + json_quoted(name) + R"(,"in":"path","required":true,"schema":)" + (id ? R"({"type":"integer"})" : R"({"type":"string"})") + "}");
  }
  for (auto const& parameter : description.query_parameters) add(parameter);
  if (description.if_match) add(R"({"name":"If-Match","in":"header","required":true,"schema":{"type":"string"}})");
  if (!description.body_schema.empty()) add(R"({"name":"X-Certified","in":"header","required":false,"description":"What looks like a personal identity number is something else","schema":{"type":"string","enum":["not-personal-number"]}})");
  if (!parameters.empty()) out += ",\"parameters\":[" + parameters + "]";
  if (description.raw_body) out += R"(,"requestBody":{"required":true,"content":{"application/octet-stream":{"schema":{"type":"string","format":"binary"}}}})";
  else if (!description.body_schema.empty()) out += R"(,"requestBody":{"required":true,"content":{"application/json":{"schema":)" + description.body_schema + "}}}";
  out += ",\"responses\":{\"" + std::to_string(description.answer_status) + "\":{\"description\":\"Svar\"";
  if (description.raw_answer) out += R"(,"content":{"application/octet-stream":{"schema":{"type":"string","format":"binary"}}})";
  else if (!description.answer_schema.empty()) out += R"(,"content":{"application/json":{"schema":)" + description.answer_schema + "}}";
  out += R"(},"default":{"description":"Problem","content":{"application/problem+json":{"schema":{"$ref":"#/components/schemas/Problem"}}}}}})";
  return out;
}

}  // namespace

std::string Routes::openapi() const {
  SchemaSet set;
  std::map<std::string, std::map<std::string, std::string>> paths;
  for (auto const& route : routes_)
    paths[route.path][std::string(method_name(route.method))] = operation(route, set);
  set.components["Problem"] =
      R"({"type":"object","properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},"code":{"type":"string"},"detail":{"type":"string"},"errors":{"type":"array","items":{"type":"object","properties":{"pointer":{"type":"string"},"code":{"type":"string"},"detail":{"type":"string"}},"required":["pointer","code","detail"]}},"current":{"type":"object","additionalProperties":true},"changed_by":{"type":"string"},"changed_at":{"type":"string"}},"required":["type","title","status","code","detail"]})";
  std::string out = R"({"openapi":"3.1.0","info":{"title":"Rimlig","version":"1","license":{"name":"EUPL-1.2","identifier":"EUPL-1.2"}},"paths":{)";
  bool first_path = true;
  for (auto const& [path, methods] : paths) {
    out += (first_path ? "" : ",") + json_quoted(path) + ":{";
    first_path = false;
    bool first = true;
    for (auto const& [method, text] : methods) {
      out += (first ? "\"" : ",\"") + method + "\":" + text;
      first = false;
    }
    out += '}';
  }
  out += R"(},"components":{"schemas":{)";
  bool first = true;
  for (auto const& [name, schema] : set.components) {
    out += (first ? "" : ",") + json_quoted(name) + ":" + schema;
    first = false;
  }
  return out + "}}}";
}

}  // namespace rimlig::kernel
