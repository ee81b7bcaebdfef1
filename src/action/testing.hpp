// For tests of actions: short ways to make what hangs together, through the API as a client would.
#pragma once
#include <functional>

#include "identity/testing.hpp"

namespace rimlig::action {

struct Made {
  std::int64_t id = 0;
  std::string etag;
  [[nodiscard]] std::string target(std::string_view under = {}) const;
};

/// Runs with the whole feature on each database.
void with_actions(std::function<void(kernel::TestApp&, identity::Organisation const&)> const& test);

/// `more` is further members of the JSON: R"(,"due":"2026")".
Made make_action(kernel::TestApp& app, std::int64_t as, kernel::Id<org::Unit> unit, std::string const& text, std::string const& more = {});
Made make_control(kernel::TestApp& app, std::int64_t as, kernel::Id<org::Unit> unit, std::string const& title, std::string const& more = {});
Made make_event(kernel::TestApp& app, std::int64_t as, kernel::Id<org::Unit> unit, std::string const& text, std::int64_t control);

/// The ids of a list's items, in order.
std::vector<std::int64_t> ids(kernel::TestApp& app, std::int64_t as, std::string const& target);
/// The pointers of a 422 answer's errors.
std::vector<std::string> faults(kernel::TestApp::Answer const& answer);

}  // namespace rimlig::action
