#include "identity/entering.hpp"

#include "identity/cookies.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Tx;

namespace {

SignInStep step_for(Tx& tx, kernel::Id<Person> person, Factors factors) {
  if (factors == Factors::vouched) return SignInStep::done;
  if (has_second_factor(tx, person)) return SignInStep::code;
  return needs_second_factor(tx, person) ? SignInStep::set_up : SignInStep::done;
}

}  // namespace

Tx write_as(Context& context, Person const& person) {
  return Tx(context.tx.connection(), {person.id.value, person.name, -1, context.request.request_id}, context.services.clock, kernel::TxMode::write);
}

Session enter(Context& context, Tx& tx, Person const& person, SessionOrigin const& origin, std::string note) {
  auto const started = start_session(tx, person.id, describe_agent(context.request.header("User-Agent")), context.request.remote_address, origin);
  if (!origin.provider.empty()) note = "Via " + origin.provider + (note.empty() ? "" : ". " + note);
  tx.note({"sign_in", std::string(Person::table), person.id.value, home_unit(tx, person.id), "{}", std::move(note)});
  set_cookie(context, session_cookie, started.token);
  return session_of(tx, person.id, started.csrf);
}

Session enter_or_ask(Context& context, Tx& tx, Person const& person, SessionOrigin const& origin, std::string note, Factors factors) {
  auto const step = step_for(tx, person.id, factors);
  if (step == SignInStep::done) return enter(context, tx, person, origin, std::move(note));
  set_cookie(context, half_session_cookie, begin_half_session(tx, person.id, step, origin));
  Session session;
  session.step = step;
  session.today = tx.today();
  return session;
}

}  // namespace rimlig::identity
