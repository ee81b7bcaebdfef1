// What the SCIM routes share: reading what a directory sends, and answering in its form (RFC 7643, 7644).
#pragma once
#include "directory/directory.hpp"
#include "kernel/json.hpp"

namespace rimlig::kernel {
class Routes;
struct Context;
struct Response;
}  // namespace rimlig::kernel

namespace rimlig::directory {

inline constexpr std::string_view user_schema = "urn:ietf:params:scim:schemas:core:2.0:User";
inline constexpr std::string_view group_schema = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A member whatever its letter case (RFC 7643 § 2.1); null when it is not there.
std::optional<kernel::JsonNode> member(kernel::JsonNode object, std::string_view name);
/// A member that is text; empty when it is null or absent. Problem 400 when it is something else.
std::optional<std::string> text_member(kernel::JsonNode object, std::string_view name);
/// A truth value, also as the text that some directories send ("True").
bool truth_of(kernel::JsonNode node);

/// One step of a PATCH. `path` is empty when the value is an object of attributes.
struct Operation {
  enum class Kind { add, replace, remove } kind;
  std::string path;  // in lower case, without what is in brackets: "members", "name.givenname"
  std::string wanted;  // what the brackets say "value eq" of: "12"
  std::optional<kernel::JsonNode> value;
};
/// The text that a step sets; empty when it removes. Problem 400 for a value that is not text.
std::string text_value(Operation const& operation);
/// Problem 400 (invalidSyntax, invalidPath) for what is not a PATCH of RFC 7644 § 3.5.2.
std::vector<Operation> operations_of(kernel::JsonNode root);

/// `attribute eq "value"`, the one filter that directories ask by. Problem 400 (invalidFilter) for others.
struct Filter {
  std::string attribute;  // in lower case
  std::string value;
};
std::optional<Filter> filter_of(kernel::Context const& context);

/// Where a list begins (from 1) and how many it shows, from startIndex and count.
struct Window {
  std::int64_t start = 1;
  std::int64_t count = 100;
};
Window window_of(kernel::Context const& context);

/// "name":"value" with a comma before it unless it is the first.
void append_member(std::string& out, std::string_view name, std::string_view text);
void append_meta(std::string& out, std::string_view type, std::int64_t id, kernel::Version version, std::string_view changed_at);

kernel::Response scim_answer(int status, std::string body);
kernel::Response scim_list(std::vector<std::string> const& resources, std::int64_t total, Window window);
/// A problem as SCIM has it: status as text, and its own word for what was wrong.
kernel::Response scim_problem(kernel::Problem const& problem);

void user_routes(kernel::Routes& routes);
void group_routes(kernel::Routes& routes);
/// What the service can do: ServiceProviderConfig, ResourceTypes and Schemas.
void service_routes(kernel::Routes& routes);
/// What groups give, for administrators: /api/directory-groups.
void grant_routes(kernel::Routes& routes);
void register_ownership();

}  // namespace rimlig::directory
