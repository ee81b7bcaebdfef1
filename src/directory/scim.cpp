#include "directory/scim.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "kernel/http.hpp"
#include "kernel/routes.hpp"

namespace rimlig::directory {

using kernel::JsonNode;
using kernel::Problem;

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

Problem wrong(std::string code, std::string detail) { return {400, std::move(code), std::move(detail)}; }

std::string_view trimmed(std::string_view text) {
  auto const begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// `attribute eq "value"`; quotes within the value are not used by any directory, and are refused.
std::optional<Filter> comparison(std::string_view text) {
  text = trimmed(text);
  auto const space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  auto const rest = trimmed(text.substr(space));
  if (rest.size() < 5 || lower(rest.substr(0, 3)) != "eq ") return std::nullopt;
  auto const value = trimmed(rest.substr(3));
  if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::nullopt;
  auto const inner = value.substr(1, value.size() - 2);
  if (inner.find_first_of("\"\\") != std::string_view::npos) return std::nullopt;
  return Filter{lower(text.substr(0, space)), std::string(inner)};
}

Operation operation_of(JsonNode node) {
  if (node.kind() != JsonNode::Kind::object) throw wrong("invalidSyntax", "Varje del av Operations ska vara ett objekt med op, path och value.");
  auto const op = lower(text_member(node, "op").value_or(""));
  Operation operation{};
  if (op == "add") operation.kind = Operation::Kind::add;
  else if (op == "replace") operation.kind = Operation::Kind::replace;
  else if (op == "remove") operation.kind = Operation::Kind::remove;
  else throw wrong("invalidSyntax", "op ska vara add, replace eller remove, inte \"" + op + "\".");
  auto path = text_member(node, "path").value_or("");
  // A path may name the schema before the attribute.
  if (path.starts_with("urn:"))
    if (auto const colon = path.rfind(':'); colon != std::string::npos && colon + 1 < path.size()) path = path.substr(colon + 1);
  if (auto const open = path.find('['); open != std::string::npos) {
    auto const close = path.find(']', open);
    auto const inner = close == std::string::npos ? std::nullopt : comparison(std::string_view(path).substr(open + 1, close - open - 1));
    if (!inner) throw wrong("invalidPath", "Sökvägen \"" + path + "\" förstås inte. Inom hakar ska det stå attribut eq \"värde\".");
    operation.wanted = inner->value;
    path = path.substr(0, open) + path.substr(close + 1);
  }
  operation.path = lower(path);
  if (auto const value = member(node, "value"); value && !value->is_null()) operation.value = value;
  if (operation.path.empty() && (operation.kind == Operation::Kind::remove || !operation.value || operation.value->kind() != JsonNode::Kind::object))
    throw wrong(operation.kind == Operation::Kind::remove ? "noTarget" : "invalidSyntax", "Utan path ska value vara ett objekt, och remove måste ha en path.");
  return operation;
}

std::int64_t number_of(kernel::Context const& context, std::string_view name, std::int64_t otherwise) {
  auto const text = context.request.query(name);
  if (!text || text->empty()) return otherwise;
  std::int64_t number = 0;
  auto const read = std::from_chars(text->data(), text->data() + text->size(), number);
  if (read.ec != std::errc{} || read.ptr != text->data() + text->size()) throw wrong("invalidValue", std::string(name) + " ska vara ett heltal.");
  return number;
}

}  // namespace

std::optional<JsonNode> member(JsonNode object, std::string_view name) {
  if (object.kind() != JsonNode::Kind::object) return std::nullopt;
  for (std::size_t n = 0; n < object.size(); ++n)
    if (kernel::equal_ignoring_case(object.key(n), name)) return object.value(n);
  return std::nullopt;
}

std::optional<std::string> text_member(JsonNode object, std::string_view name) {
  auto const found = member(object, name);
  if (!found) return std::nullopt;
  if (found->is_null()) return std::string{};
  if (found->kind() != JsonNode::Kind::text) throw wrong("invalidValue", std::string(name) + " ska vara text.");
  return std::string(found->text());
}

bool truth_of(JsonNode node) {
  if (node.kind() == JsonNode::Kind::boolean) return node.boolean();
  if (node.kind() == JsonNode::Kind::text) {
    auto const word = lower(node.text());
    if (word == "true" || word == "false") return word == "true";
  }
  throw wrong("invalidValue", "active ska vara true eller false.");
}

std::string text_value(Operation const& operation) {
  if (operation.kind == Operation::Kind::remove || !operation.value) return {};
  if (operation.value->kind() != JsonNode::Kind::text) throw wrong("invalidValue", operation.path + " ska vara text.");
  return std::string(operation.value->text());
}

std::vector<Operation> operations_of(JsonNode root) {
  auto const list = member(root, "Operations");
  if (!list || list->kind() != JsonNode::Kind::array || list->size() == 0) throw wrong("invalidSyntax", "Ändringen saknar Operations. Skicka minst en.");
  std::vector<Operation> operations;
  for (std::size_t n = 0; n < list->size(); ++n) operations.push_back(operation_of(list->at(n)));
  return operations;
}

std::optional<Filter> filter_of(kernel::Context const& context) {
  auto const text = context.request.query("filter");
  if (!text || text->empty()) return std::nullopt;
  auto filter = comparison(*text);
  if (!filter) throw wrong("invalidFilter", "Filtret förstås inte. Här frågar man med attribut eq \"värde\", till exempel userName eq \"anna@kommun.se\".");
  return filter;
}

Window window_of(kernel::Context const& context) {
  constexpr std::int64_t most = 200;
  return {std::max<std::int64_t>(number_of(context, "startIndex", 1), 1), std::clamp<std::int64_t>(number_of(context, "count", 100), 0, most)};
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (out.back() != '{') out += ',';
  out.append("\"").append(name).append("\":");
  kernel::append_json_string(out, text);
}

void append_meta(std::string& out, std::string_view type, std::int64_t id, kernel::Version version, std::string_view changed_at) {
  std::string meta = "{";
  append_member(meta, "resourceType", type);
  append_member(meta, "location", "/scim/v2/" + std::string(type) + "s/" + std::to_string(id));
  append_member(meta, "version", "W/\"" + std::to_string(version.value) + "\"");
  if (!changed_at.empty()) append_member(meta, "lastModified", changed_at);
  out += ",\"meta\":" + meta + "}";
}

kernel::Response scim_answer(int status, std::string body) {
  kernel::Response response;
  response.status = status;
  response.content_type = "application/scim+json; charset=utf-8";
  response.body = std::move(body);
  return response;
}

kernel::Response scim_list(std::vector<std::string> const& resources, std::int64_t total, Window window) {
  std::string body = R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":)" + std::to_string(total) + ",\"startIndex\":" + std::to_string(window.start) +
                     ",\"itemsPerPage\":" + std::to_string(resources.size()) + ",\"Resources\":[";
  for (auto const& resource : resources) body.append(&resource == &resources.front() ? "" : ",").append(resource);
  return scim_answer(200, body + "]}");
}

kernel::Response scim_problem(Problem const& problem) {
  static constexpr std::array own{"invalidFilter", "invalidPath", "invalidSyntax", "invalidValue", "mutability", "noTarget", "tooMany", "uniqueness"};
  // What is understood but cannot be stored is 400 here, where the rest of the program says 422.
  int const status = problem.status() == 422 ? 400 : problem.status();
  std::string detail = problem.errors().empty() ? problem.detail() : problem.errors().front().detail;
  std::string body = "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"]";
  append_member(body, "status", std::to_string(status));
  if (auto const word = std::ranges::find(own, problem.code()); word != own.end()) append_member(body, "scimType", *word);
  else if (problem.status() == 422) append_member(body, "scimType", "invalidValue");
  else if (problem.status() == 409) append_member(body, "scimType", "uniqueness");
  append_member(body, "detail", detail);
  append_member(body, "code", problem.code());  // our own, the same as outside SCIM
  auto response = scim_answer(status, body + "}");
  if (problem.retry_after() > 0) response.headers.emplace_back("Retry-After", std::to_string(problem.retry_after()));
  return response;
}

}  // namespace rimlig::directory
