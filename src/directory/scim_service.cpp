// What a directory asks first: what this service can do, and which attributes it keeps (RFC 7643 § 5–7).
#include "directory/scim.hpp"
#include "kernel/routes.hpp"

namespace rimlig::directory {

using kernel::Context;
using kernel::Response;

namespace {

constexpr std::string_view service_config = R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
"patch":{"supported":true},"bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"filter":{"supported":true,"maxResults":200},
"changePassword":{"supported":false},"sort":{"supported":false},"etag":{"supported":false},
"authenticationSchemes":[{"type":"oauthbearertoken","name":"API-nyckel","description":"En API-nyckel med behörigheten person.write, i huvudet Authorization.","primary":true}],
"meta":{"resourceType":"ServiceProviderConfig","location":"/scim/v2/ServiceProviderConfig"}})";

constexpr std::string_view user_type = R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"User","name":"User","endpoint":"/Users",
"schema":"urn:ietf:params:scim:schemas:core:2.0:User","meta":{"resourceType":"ResourceType","location":"/scim/v2/ResourceTypes/User"}})";
constexpr std::string_view group_type = R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"Group","name":"Group","endpoint":"/Groups",
"schema":"urn:ietf:params:scim:schemas:core:2.0:Group","meta":{"resourceType":"ResourceType","location":"/scim/v2/ResourceTypes/Group"}})";

struct Attribute {
  std::string_view name, type;
  bool many = false, required = false, read_only = false, unique = false;
  std::string_view parts = {};  // of a complex attribute, names with blanks between; each is text
};
constexpr Attribute user_attributes[] = {{"userName", "string", false, true, false, true},
                                         {"externalId", "string"},
                                         {"displayName", "string"},
                                         {"name", "complex", false, false, false, false, "formatted givenName familyName"},
                                         {"active", "boolean"},
                                         {"emails", "complex", true, false, false, false, "value type"},
                                         {"groups", "complex", true, false, true, false, "value display"}};
constexpr Attribute group_attributes[] = {{"displayName", "string", false, true, false, true}, {"externalId", "string"}, {"members", "complex", true, false, false, false, "value display type"}};

std::string described(Attribute const& attribute) {
  auto const truth = [](bool value) { return value ? "true" : "false"; };
  std::string out = "{";
  append_member(out, "name", attribute.name);
  append_member(out, "type", attribute.type);
  out.append(",\"multiValued\":").append(truth(attribute.many)).append(",\"required\":").append(truth(attribute.required)).append(",\"caseExact\":false");
  append_member(out, "mutability", attribute.read_only ? "readOnly" : "readWrite");
  append_member(out, "returned", "default");
  append_member(out, "uniqueness", attribute.unique ? "server" : "none");
  if (!attribute.parts.empty()) {
    out += ",\"subAttributes\":[";
    std::string_view left = attribute.parts;
    for (bool first = true; !left.empty(); first = false) {
      auto const name = left.substr(0, left.find(' '));
      left.remove_prefix(std::min(left.size(), name.size() + 1));
      out += (first ? "" : ",") + described({name, "string", false, false, attribute.read_only});
    }
    out += ']';
  }
  return out + "}";
}

template <std::size_t size>
std::string schema(std::string_view id, std::string_view name, Attribute const (&attributes)[size]) {
  std::string out = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Schema\"]";
  append_member(out, "id", id);
  append_member(out, "name", name);
  out += ",\"attributes\":[";
  for (auto const& attribute : attributes) out.append(&attribute == attributes ? "" : ",").append(described(attribute));
  out += "],\"meta\":{";
  append_member(out, "resourceType", "Schema");
  append_member(out, "location", "/scim/v2/Schemas/" + std::string(id));
  return out + "}}";
}

Response config(Context&) { return scim_answer(200, std::string(service_config)); }
Response resource_types(Context&) { return scim_list({std::string(user_type), std::string(group_type)}, 2, {}); }
Response schemas(Context&) { return scim_list({schema(user_schema, "User", user_attributes), schema(group_schema, "Group", group_attributes)}, 2, {}); }

}  // namespace

void service_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/scim/v2/ServiceProviderConfig", "getScimConfig", "person.write", config, "Vad SCIM-tjänsten kan");
  routes.add(Method::get, "/scim/v2/ResourceTypes", "listScimResourceTypes", "person.write", resource_types, "Vad SCIM-tjänsten håller");
  routes.add(Method::get, "/scim/v2/Schemas", "listScimSchemas", "person.write", schemas, "Vilka attribut SCIM-tjänsten håller");
}

}  // namespace rimlig::directory
