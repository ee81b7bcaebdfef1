// Makes a request body that a route accepts, from its OpenAPI schema alone, so that a test can call
// routes that did not exist when it was written.
#pragma once
#include <map>

#include "kernel/routes.hpp"

namespace rimlig::app {

/// Which object stands for each kind in a part of the organisation: "units" -> 5, "actions" -> 17.
using Objects = std::map<std::string, std::int64_t, std::less<>>;

class ExampleBodies {
public:
  explicit ExampleBodies(kernel::Routes const& routes) : document_(routes.openapi()) {}

  /// Empty when the route takes no body. Every free text contains `text`, and no two are the same.
  [[nodiscard]] std::string body(kernel::Route const& route, Objects const& objects, std::string const& text);
  /// The body that it makes of these objects is not the one it makes of the others, but for its words.
  [[nodiscard]] bool names_another(kernel::Route const& route, Objects const& objects, Objects const& others);
  [[nodiscard]] bool takes_bytes(kernel::Route const& route) const;
  [[nodiscard]] bool has_query(kernel::Route const& route, std::string_view name) const;
  /// A value of the query parameter "format": csv where it is offered, since its text can be searched.
  [[nodiscard]] std::string format_of(kernel::Route const& route) const;

private:
  std::string value(kernel::JsonNode schema, std::string_view name, Objects const& objects, std::string const& text);
  std::string object(kernel::JsonNode schema, Objects const& objects, std::string const& text);
  [[nodiscard]] kernel::JsonNode operation(kernel::Route const& route) const;
  kernel::JsonDocument document_;
  int number_ = 0;
};

/// "owner_id" -> "persons": the kind of object that a field or a path parameter names.
std::string kind_named(std::string_view field);

}  // namespace rimlig::app
