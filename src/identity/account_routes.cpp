// How others sign in, for who administers them: a first or lost password, a lost second factor, and which
// roles must have one. No API token reaches these routes: whoever held it could become somebody else.
#include "identity/closed_account.hpp"
#include "identity/password.hpp"
#include "identity/person_reach.hpp"
#include "identity/sealing_check.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/session_routes.hpp"
#include "identity/sign_in_level.hpp"
#include "kernel/crypto.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Id;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

struct NewPassword {
  kernel::Text<0, 1000> password;
};
BOOST_DESCRIBE_STRUCT(NewPassword, (), (password))

struct PersonAccount {
  bool second_factor = false;
  bool closed = false;  // by the directory: nobody signs in as this person
  std::int64_t roles_in_force = 0;  // today or later
};
BOOST_DESCRIBE_STRUCT(PersonAccount, (), (second_factor, closed, roles_in_force))

struct SignInRules {
  std::vector<Role> second_factor_roles;
  std::vector<RoleLevel> levels;
};
BOOST_DESCRIBE_STRUCT(SignInRules, (), (second_factor_roles, levels))

struct SignInRulesView {
  std::vector<Role> second_factor_roles;
  std::vector<RoleLevel> levels;
  SealingCheck sealing;
};
BOOST_DESCRIBE_STRUCT(SignInRulesView, (), (second_factor_roles, levels, sealing))

namespace {

void give_password(Context& context, Id<Person> id, NewPassword const& body) {
  set_password(context.tx, find_wholly_in_scope(context.tx, id), body.password, "/password");
}

PersonAccount get_account(Context& context, Id<Person> id) {
  auto const person = find_visible(context.tx, id);
  return {has_second_factor(context.tx, person.id), is_closed(context.tx, person.id),
          context.tx.value<std::int64_t>("select count(*) from assignment where person_id = $1 and (valid_to is null or valid_to >= $2)", person.id, context.tx.today()).value_or(0)};
}

void remove_second_factor(Context& context, Id<Person> id) {
  remove_lost_factor(context.tx, find_wholly_in_scope(context.tx, id));
}

SignInRulesView get_rules(Context& context) {
  auto const roles = roles_that_need_one(context.tx);
  return {{roles.begin(), roles.end()}, role_levels(context.tx), check_sealing(context.tx, sealing_key_file(context.services))};
}

/// The rules hold for everyone, so whoever changes them administers everyone.
SignInRulesView put_rules(Context& context, SignInRules const& rules) {
  auto& tx = context.tx;
  auto const beyond = tx.value<std::int64_t>("select count(*) from org_unit u where u.parent_id is null and not (" + tx.in_scope("u.id") + ")");
  if (beyond != 0) throw Problem{403, "beyond_scope", "Reglerna gäller hela organisationen. Be den som administrerar den."};
  require_for_roles(tx, {rules.second_factor_roles.begin(), rules.second_factor_roles.end()});
  auto const own = tx.value<std::int64_t>("select provider_level from web_session where token_hash = $1", kernel::sha256_hex(session_token(context.request)));
  set_role_levels(tx, rules.levels, own.value_or(0));
  return get_rules(context);
}

}  // namespace

void account_routes(kernel::Routes& routes) {
  routes.add(Method::post, "/api/persons/{id}/password", "givePassword", "account.write", give_password, "Ge en person ett nytt lösenord");
  routes.add(Method::get, "/api/persons/{id}/account", "getAccount", "account.write", get_account, "Hur en person loggar in");
  routes.add(Method::del, "/api/persons/{id}/second-factor", "removeSecondFactor", "account.write", remove_second_factor, "Ta bort en persons förlorade tvåstegsinloggning");
  routes.add(Method::get, "/api/sign-in-rules", "getSignInRules", "account.write", get_rules, "Vad som krävs för att logga in");
  routes.add(Method::put, "/api/sign-in-rules", "putSignInRules", "account.write", put_rules, "Ändra vad som krävs för att logga in");
}

}  // namespace rimlig::identity
