// A person's own API tokens, and an administrator's view of somebody else's.
#include "identity/api_token.hpp"
#include "identity/person_reach.hpp"
#include "identity/proof.hpp"
#include "identity/session_routes.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Created;
using kernel::Id;
using kernel::Items;
using kernel::Method;

struct TokenRequest {
  kernel::Text<1, 60> name;
  std::vector<std::string> permissions;  // none: all that I may read
  kernel::Date expires_on;
  kernel::Text<0, 1000> current;
  std::optional<kernel::Text<0, 60>> code;
  std::optional<PasskeyAnswer> passkey;  // instead of the code
};
BOOST_DESCRIBE_STRUCT(TokenRequest, (), (name, permissions, expires_on, current, code, passkey))

struct MadeToken {
  Id<ApiToken> id;
  std::string token;  // shown now and never again
};
BOOST_DESCRIBE_STRUCT(MadeToken, (), (id, token))

namespace {

Id<Person> caller_of(Context const& context) { return {context.tx.actor().id}; }

Items<ApiToken> list_tokens(Context& context) { return {tokens_of(context.tx, caller_of(context))}; }

Created<MadeToken> create_token(Context& context, TokenRequest const& body) {
  MadeToken made;
  TokenDraft const draft{body.name, body.permissions, body.expires_on};
  // First what can be said without the password, so that a misspelt form is no attempt at guessing it.
  check_token(context.tx, context.tx.get(caller_of(context)), draft);
  with_proof(context, {body.current, body.code, body.passkey}, [&](kernel::Tx& tx, Person const& person) {
    auto token = make_token(tx, person, draft);
    made = {token.row.id, std::move(token.token)};
  });
  return {std::move(made)};
}

void revoke_own(Context& context, Id<ApiToken> id) { revoke_token(context.tx, caller_of(context), id); }

Items<ApiToken> list_of_person(Context& context, Id<Person> id) { return {tokens_of(context.tx, find_visible(context.tx, id).id)}; }

void revoke_of_person(Context& context, Id<Person> id, Id<ApiToken> token) { revoke_token(context.tx, find_wholly_in_scope(context.tx, id).id, token); }

}  // namespace

void token_routes(kernel::Routes& routes) {
  using kernel::session_route;
  routes.add(Method::get, "/api/tokens", "listTokens", session_route, list_tokens, "Mina API-nycklar");
  routes.add(Method::post, "/api/tokens", "createToken", session_route, create_token, "Skapa en API-nyckel; den visas en gång");
  routes.add(Method::del, "/api/tokens/{id}", "revokeToken", session_route, revoke_own, "Återkalla en av mina API-nycklar");
  routes.add(Method::get, "/api/persons/{id}/tokens", "listPersonTokens", "account.write", list_of_person, "En persons API-nycklar");
  routes.add(Method::del, "/api/persons/{id}/tokens/{token_id}", "revokePersonToken", "account.write", revoke_of_person, "Återkalla en persons API-nyckel");
}

}  // namespace rimlig::identity
