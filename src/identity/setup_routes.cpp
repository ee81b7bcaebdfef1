// The first start of an empty system: the organisation and its first administrator.
#include "identity/cookies.hpp"
#include "identity/password.hpp"
#include "identity/session.hpp"
#include "identity/session_routes.hpp"
#include "identity/session_view.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Created;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

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
  set_cookie(context, session_cookie, started.token);
  return {session_of(tx, person.id, started.csrf)};
}

}  // namespace

void setup_routes(kernel::Routes& routes) {
  using kernel::public_route;
  routes.add(Method::get, "/api/setup", "getSetup", public_route, get_setup, "Om den första administratören återstår att lägga upp");
  routes.add(Method::post, "/api/setup", "setUp", public_route, set_up, "Lägg upp organisationen och den första administratören");
}

}  // namespace rimlig::identity
