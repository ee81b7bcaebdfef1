// Sessions: an opaque cookie whose hash is a row, so that a session can be ended at any moment and
// a copy of the database signs nobody in.
#pragma once
#include "identity/session_origin.hpp"
#include "kernel/routes.hpp"

namespace rimlig::identity {

/// A session ends after this long without a request, and after this long in any case.
inline constexpr std::chrono::hours idle_limit{8};
inline constexpr std::chrono::hours whole_limit{24 * 7};

struct NewSession {
  std::string token;  // for the cookie; only its hash is stored
  std::string csrf;
};
/// `agent` and `address` are for the person's own list of sessions.
NewSession start_session(kernel::Tx& tx, kernel::Id<Person> person, std::string_view agent = {}, std::string_view address = {}, SessionOrigin const& origin = {});
/// "Firefox, Windows" from a User-Agent header; empty when it names neither.
std::string describe_agent(std::string_view user_agent);
/// A session that was seen, or begun, before this has ended.
std::string oldest_seen(kernel::Instant const& now);
std::string oldest_begun(kernel::Instant const& now);
/// Ends all of a person's sessions but the one with this token.
void end_sessions(kernel::Tx& tx, kernel::Id<Person> person, std::string_view but_token = {});

/// Where a person's own doings are logged, so that the unit's controller can see them: the unit of
/// the first assignment in force; 0 without any.
std::int64_t home_unit(kernel::Tx& tx, kernel::Id<Person> person);

/// The token of the request's cookie; empty when it has none.
std::string session_token(kernel::Request const& request);

/// Who is asking, from cookie or API token, and assignments; for Routes::guard. What a token may do depends
/// on the route, so the table must outlive the gatekeeper.
kernel::Gatekeeper gatekeeper(kernel::Routes const& routes);

}  // namespace rimlig::identity
