#include "identity/session_routes.hpp"

#include "identity/password.hpp"
#include "identity/permissions.hpp"
#include "identity/session.hpp"
#include "identity/throttle.hpp"
#include "kernel/log.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Created;
using kernel::Id;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

enum class Language { sv, en };
BOOST_DESCRIBE_ENUM(Language, sv, en)

struct SessionRole {
  Role role;
  Id<org::Unit> unit_id;
  std::string unit_name;
};
BOOST_DESCRIBE_STRUCT(SessionRole, (), (role, unit_id, unit_name))

struct SessionPerson {
  Id<Person> id;
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(SessionPerson, (), (id, name, email))

struct Session {
  SessionPerson person;
  std::vector<SessionRole> roles;
  std::vector<std::string> permissions;
  std::string csrf;
  bool sample_data = false;
  kernel::Date today;
  Language language = Language::sv;
};
BOOST_DESCRIBE_STRUCT(Session, (), (person, roles, permissions, csrf, sample_data, today, language))

struct SignIn {
  kernel::Text<0, 200> email;
  kernel::Text<0, 1000> password;
};
BOOST_DESCRIBE_STRUCT(SignIn, (), (email, password))

struct PasswordChange {
  kernel::Text<0, 1000> current;
  kernel::Text<0, 1000> new_;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (current, new_))

struct LanguageChoice {
  Language language;
};
BOOST_DESCRIBE_STRUCT(LanguageChoice, (), (language))

struct SetupState {
  bool needed;
};
BOOST_DESCRIBE_STRUCT(SetupState, (), (needed))

struct Setup {
  kernel::Text<1, 120> name;
  kernel::Text<3, 200> email;
  kernel::Text<0, 1000> password;
  org::UnitName organisation;
};
BOOST_DESCRIBE_STRUCT(Setup, (), (name, email, password, organisation))

namespace {

Session session_of(Tx& tx, Id<Person> id, std::string csrf) {
  Session session;
  session.csrf = std::move(csrf);
  session.today = tx.today();
  session.sample_data = tx.value<std::string>("select value from setting where name = 'sample_data'") == "true";
  tx.run("select p.name, p.email, a.language from person p join account a on a.person_id = p.id where p.id = $1", Tx::bind(id), [&](kernel::Row const& row) {
    session.person = {id, std::string(row.text(0)), std::string(row.text(1))};
    session.language = kernel::Codec<Language>::from_name(row.text(2)).value_or(Language::sv);
  });
  session.roles = tx.select<SessionRole>(
      "select a.role as role, a.unit_id as unit_id, u.name as unit_name from assignment a join org_unit u on u.id = a.unit_id where a.person_id = $1 and " +
          org::in_force("a", "$2") + " order by u.path, a.role, a.id",
      id, tx.today());
  std::int64_t roles = 0;
  for (auto const& each : session.roles) roles |= bit_of(each.role);
  for (auto const& permission : permissions)
    if (permission.roles & roles) session.permissions.emplace_back(permission.name);
  return session;
}

Id<Person> caller_of(Context const& context) { return {context.tx.actor().id}; }

/// Only a browser on the same machine may do without TLS.
bool needs_secure(kernel::Request const& request) {
  if (request.header("X-Forwarded-Proto") == "https") return true;
  auto host = request.header("Host");
  host = host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return !host.empty() && host != "localhost" && host != "127.0.0.1" && host != "[::1]";
}

void set_cookie(Context& context, std::string const& token) {
  bool const secure = needs_secure(context.request);
  context.answer_headers.emplace_back("Set-Cookie", std::string(secure ? "__Host-" : "") + "rimlig_session=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
                                                        (secure ? "; Secure" : "") + (token.empty() ? "; Max-Age=0" : ""));
}

Session get_session(Context& context) {
  auto const csrf = context.tx.value<std::string>("select csrf from web_session where token_hash = $1", kernel::sha256_hex(session_token(context.request)));
  return session_of(context.tx, caller_of(context), csrf.value_or(""));
}

/// Counts the attempt and gives the lock back before the slow part, so that a sign-in never makes others wait.
void begin_attempt(Context& context, SignInAttempt& attempt) {
  auto const wait = attempt.begin(context.tx);
  context.tx.commit();
  if (wait == 0) return;
  kernel::log(kernel::Message::login_limited, {{kernel::LogKey::address, context.request.remote_address}});
  throw Problem::too_many(wait, "För många försök. Vänta " + std::to_string(wait) + (wait == 1 ? " sekund" : " sekunder") + " och försök igen.");
}

Session sign_in(Context& context, SignIn const& body) {
  auto const person = find_person_by_email(context.tx, body.email);
  std::string hash;
  if (person) hash = context.tx.value<std::string>("select password_hash from account where person_id = $1", person->id).value_or("");
  SignInAttempt attempt(person ? std::string_view(person->email) : std::string_view(body.email), context.request.remote_address);
  begin_attempt(context, attempt);

  if (!password_fits(hash, body.password)) {
    kernel::log(kernel::Message::login_refused, {{kernel::LogKey::address, context.request.remote_address}});
    throw Problem{401, "wrong_sign_in", "E-postadressen eller lösenordet stämmer inte."};
  }
  auto const rehashed = kernel::needs_rehash(hash) ? kernel::hash_password(body.password) : std::string();

  Tx tx(context.tx.connection(), {person->id.value, person->name, -1, context.request.request_id}, context.services.clock, kernel::TxMode::write);
  attempt.succeeded(tx);
  if (!rehashed.empty()) store_password(tx, person->id, rehashed);
  auto const started = start_session(tx, person->id, describe_agent(context.request.header("User-Agent")), context.request.remote_address);
  tx.note({"sign_in", std::string(Person::table), person->id.value, home_unit(tx, person->id), "{}", ""});
  auto session = session_of(tx, person->id, started.csrf);
  tx.commit();
  set_cookie(context, started.token);
  return session;
}

void sign_out(Context& context) {
  context.tx.execute_derived("delete from web_session where token_hash = $1", kernel::sha256_hex(session_token(context.request)));
  context.tx.note({"sign_out", std::string(Person::table), caller_of(context).value, home_unit(context.tx, caller_of(context)), "{}", ""});
  set_cookie(context, "");
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

bool setup_needed(Tx& tx) { return !tx.value<std::int64_t>("select 1 from person limit 1"); }

SetupState get_setup(Context& context) { return {setup_needed(context.tx)}; }

Created<Session> set_up(Context& context, Setup const& body) {
  auto& tx = context.tx;
  // Two who set up at the same moment stand in line here, on every database.
  tx.execute_derived("update audit_head set seq = seq where one = 1");
  if (!setup_needed(tx)) throw Problem::conflict("already_set_up", "Rimlig är redan igång. Logga in i stället.");
  tx.act_as({0, "Systemet", -1, context.request.request_id});
  org::Unit top{{}, {}, {}, org::UnitKind::council, body.organisation, "", {}, {}, {}};
  org::add_unit(tx, top);
  Person person{{}, {}, body.name, body.email};
  add_person(tx, person);
  Assignment assignment{{}, {}, person.id, Role::administrator, top.id, {}, {}};
  assign(tx, assignment);
  set_password(tx, person, body.password, "/password");
  auto const started = start_session(tx, person.id, describe_agent(context.request.header("User-Agent")), context.request.remote_address);
  set_cookie(context, started.token);
  return {session_of(tx, person.id, started.csrf)};
}

}  // namespace

void session_routes(kernel::Routes& routes) {
  using kernel::public_route;
  using kernel::session_route;
  routes.add(Method::get, "/api/session", "getSession", session_route, get_session, "Vem som är inloggad");
  routes.add(Method::post, "/api/session", "signIn", public_route, sign_in, "Logga in");
  routes.add(Method::del, "/api/session", "signOut", session_route, sign_out, "Logga ut");
  routes.add(Method::post, "/api/session/password", "changePassword", session_route, change_password, "Byt eget lösenord");
  routes.add(Method::put, "/api/session/language", "chooseLanguage", session_route, choose_language, "Välj språk");
  routes.add(Method::get, "/api/setup", "getSetup", public_route, get_setup, "Om den första administratören återstår att lägga upp");
  routes.add(Method::post, "/api/setup", "setUp", public_route, set_up, "Lägg upp organisationen och den första administratören");
}

}  // namespace rimlig::identity
