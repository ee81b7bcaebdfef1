// API tokens: what a person lets another program do in their name, for a time. A token never holds more
// than the person holds at the moment of use, and never reaches sessions, passwords or other tokens.
#pragma once
#include "identity/identity.hpp"
#include "kernel/routes.hpp"

namespace rimlig::identity {

struct ApiToken {
  kernel::Id<ApiToken> id;
  std::string name;
  std::vector<std::string> permissions;  // empty: all that the person may read
  kernel::Instant created_at;
  kernel::Date expires_on;  // the last day
  std::optional<kernel::Instant> used_at;  // to within five minutes
};
BOOST_DESCRIBE_STRUCT(ApiToken, (), (id, name, permissions, created_at, expires_on, used_at))

struct TokenDraft {
  kernel::Text<1, 60> name;
  std::vector<std::string> permissions;
  kernel::Date expires_on;
};
BOOST_DESCRIBE_STRUCT(TokenDraft, (), (name, permissions, expires_on))

struct NewToken {
  std::string token;  // for the other program; only its hash is stored
  ApiToken row;
};

std::vector<ApiToken> tokens_of(kernel::Tx& tx, kernel::Id<Person> person);
/// Problem 422 for a name that is taken, a permission that the person lacks or no token may hold, and a
/// last day that has passed or is more than a year away.
void check_token(kernel::Tx& tx, Person const& person, TokenDraft const& draft);
/// Checks and stores.
NewToken make_token(kernel::Tx& tx, Person const& person, TokenDraft const& draft);
/// Problem 404 when the person has no such token.
void revoke_token(kernel::Tx& tx, kernel::Id<Person> person, kernel::Id<ApiToken> id);

/// Whether a token may ever hold the permission: those over accounts could make it somebody else.
bool is_for_tokens(std::string_view permission);

/// What the Authorization header brings; empty when it brings no token.
std::string_view bearer_of(kernel::Request const& request);
/// Who asks by token. Problem 401 for a token that is unknown, revoked or too old, 403 for what it may not do.
kernel::Caller caller_by_token(kernel::Tx& tx, std::string_view token, kernel::Route const& route);
void note_token_use(kernel::Tx& tx, std::string_view token);

}  // namespace rimlig::identity
