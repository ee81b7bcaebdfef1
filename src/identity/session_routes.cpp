// The own session: who is signed in, signing out, the own password and language.
#include "identity/session_routes.hpp"

#include "identity/cookies.hpp"
#include "identity/password.hpp"
#include "identity/session.hpp"
#include "identity/session_view.hpp"
#include "identity/throttle.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Id;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

struct PasswordChange {
  kernel::Text<0, 1000> current;
  kernel::Text<0, 1000> new_;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current, new_))

struct LanguageChoice {
  Language language;
};
BOOST_DESCRIBE_STRUCT(LanguageChoice, (), (language))

namespace {

Id<Person> caller_of(Context const& context) { return {context.tx.actor().id}; }

Session get_session(Context& context) {
  auto const csrf = context.tx.value<std::string>("select csrf from web_session where token_hash = $1", kernel::sha256_hex(session_token(context.request)));
  return session_of(context.tx, caller_of(context), csrf.value_or(""));
}

void sign_out(Context& context) {
  context.tx.execute_derived("delete from web_session where token_hash = $1", kernel::sha256_hex(session_token(context.request)));
  context.tx.note({"sign_out", std::string(Person::table), caller_of(context).value, home_unit(context.tx, caller_of(context)), "{}", ""});
  set_cookie(context, session_cookie, "");
}

void change_password(Context& context, PasswordChange const& body) {
  auto const actor = context.tx.actor();
  auto const person = context.tx.get(caller_of(context));
  auto const hash = context.tx.value<std::string>("select password_hash from account where person_id = $1", person.id).value_or("");
  check_password(body.new_, person, "/new");
  if (body.new_ == body.current) throw Problem::invalid("/new", "unchanged", "Det nya lösenordet är samma som det gamla. Välj ett annat.");
  SignInAttempt attempt(person.email, context.request.remote_address);
  begin_attempt(context, attempt);
  if (!password_fits(hash, body.current)) throw Problem::invalid("/current", "wrong_password", "Det nuvarande lösenordet stämmer inte.");
  auto const fresh = kernel::hash_password(body.new_);

  Tx tx(context.tx.connection(), actor, context.services.clock, kernel::TxMode::write);
  attempt.succeeded(tx);
  store_password(tx, person.id, fresh);
  end_sessions(tx, person.id, session_token(context.request));
  tx.note({"change_password", std::string(Person::table), person.id.value, home_unit(tx, person.id), "{}", ""});
  tx.commit();
}

Session choose_language(Context& context, LanguageChoice const& body) {
  context.tx.execute_derived("update account set language = $1 where person_id = $2", body.language, caller_of(context));
  return get_session(context);
}

}  // namespace

void session_routes(kernel::Routes& routes) {
  using kernel::session_route;
  routes.add(Method::get, "/api/session", "getSession", session_route, get_session, "Vem som är inloggad");
  routes.add(Method::del, "/api/session", "signOut", session_route, sign_out, "Logga ut");
  routes.add(Method::post, "/api/session/password", "changePassword", session_route, change_password, "Byt eget lösenord");
  routes.add(Method::put, "/api/session/language", "chooseLanguage", session_route, choose_language, "Välj språk");
}

}  // namespace rimlig::identity
