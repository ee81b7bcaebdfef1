#include "identity/session.hpp"

#include <charconv>

#include "identity/access_log.hpp"
#include "identity/api_token.hpp"
#include "identity/closed_account.hpp"
#include "identity/cookies.hpp"
#include "identity/custom_role.hpp"
#include "identity/permissions.hpp"
#include "kernel/crypto.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Request;
using kernel::Tx;

namespace {

/// How often the time of the last request is written: reads must not all become writes.
constexpr std::chrono::minutes seen_step{5};

std::string ago(std::string const& now, std::chrono::milliseconds by) {
  return kernel::instant_text(kernel::parse_instant(now).value() - by);
}

/// A token that is sent stands alone: a cookie beside it adds nothing.
std::optional<kernel::Caller> authenticate(Tx& tx, Request const& request, kernel::Routes const& routes) {
  if (auto const bearer = bearer_of(request); !bearer.empty()) {
    std::vector<std::string> values;
    auto const* route = routes.match(request.method, request.path, values);
    if (!route || route->permission == kernel::public_route) return std::nullopt;
    return caller_by_token(tx, bearer, *route);
  }
  auto const token = session_token(request);
  if (token.empty()) return std::nullopt;
  auto const now = tx.now().text;
  // One statement, since every request begins with it.
  static std::string const sql = "select s.person_id, p.name, s.csrf, s.seen_at, a.scoped_on, " + org::roles_of("s.person_id", "$4") + ", " +
                                 std::string(custom_role_state) + " from web_session s join person p on p.id = s.person_id join account a on a.person_id = s.person_id "
                                 "where s.token_hash = $1 and s.seen_at > $2 and s.created_at > $3";
  std::optional<kernel::Caller> caller;
  std::string state;
  tx.run(sql, Tx::bind(kernel::sha256_hex(token), oldest_seen(tx.now()), oldest_begun(tx.now()), tx.today()), [&](kernel::Row const& row) {
    caller.emplace();
    caller->actor = {row.integer(0), std::string(row.text(1)), 0, {}};
    caller->csrf = row.text(2);
    caller->stale = row.text(3) < ago(now, seen_step) || row.text(4) != tx.today().text;
    caller->roles = row.integer(5);
    state = row.text(6);
  });
  if (caller) follow_custom_roles(tx, state);
  return caller;
}

void freshen(Tx& tx, kernel::Caller const& caller, Request const& request) {
  if (auto const bearer = bearer_of(request); !bearer.empty()) note_token_use(tx, bearer);
  else tx.execute_derived("update web_session set seen_at = $1 where token_hash = $2", tx.now(), kernel::sha256_hex(session_token(request)));
  org::refresh_scope_daily(tx, caller.actor.id);
}

/// Belongs to the unit where the reader is auditor, so that its controller can see the log.
void log_read(Tx& tx, std::string_view operation, Request const& request) {
  auto const unit = tx.value<std::int64_t>("select a.unit_id from assignment a where a.role = 'auditor' and a.id in (" + org::acted_by("$1", "$2") + ") order by case when a.person_id = $1 then 0 else 1 end, a.id limit 1",
                                           tx.actor().id, tx.today());
  std::int64_t object = 0;
  for (std::size_t at = 0; object == 0 && at != std::string::npos; at = request.path.find('/', at + 1))
    std::from_chars(request.path.data() + at + 1, request.path.data() + request.path.size(), object);
  tx.note({"read", std::string(operation), object, unit.value_or(0), "{}", described(request)});
}

}  // namespace

std::int64_t home_unit(Tx& tx, Id<Person> person) {
  return tx.value<std::int64_t>("select a.unit_id from assignment a where a.person_id = $1 and " + org::in_force("a", "$2") + " order by a.id limit 1", person, tx.today()).value_or(0);
}

std::string oldest_seen(kernel::Instant const& now) { return ago(now.text, idle_limit); }
std::string oldest_begun(kernel::Instant const& now) { return ago(now.text, whole_limit); }

NewSession start_session(Tx& tx, Id<Person> person, std::string_view agent, std::string_view address, SessionOrigin const& origin) {
  require_open_account(tx, person);
  NewSession session{kernel::random_token(), kernel::random_token()};
  tx.execute_derived("delete from web_session where seen_at < $1", ago(tx.now().text, idle_limit));
  tx.execute_derived("insert into web_session(token_hash, person_id, csrf, created_at, seen_at, id, agent, address, provider, provider_subject, provider_session, provider_level) "
                     "values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11)",
                     kernel::sha256_hex(session.token), person, session.csrf, tx.now(), tx.next("id"), agent, address, origin.provider, origin.subject, origin.session, origin.level);
  org::refresh_scope_daily(tx, person.value);
  return session;
}

void end_sessions(Tx& tx, Id<Person> person, std::string_view but_token) {
  tx.execute_derived("delete from web_session where person_id = $1 and token_hash <> $2", person, kernel::sha256_hex(but_token));
  tx.execute_derived("delete from half_session where person_id = $1", person);
}

std::string session_token(Request const& request) { return cookie_of(request, session_cookie); }

kernel::Gatekeeper gatekeeper(kernel::Routes const& routes) {
  return {[&routes](Tx& tx, Request const& request) { return authenticate(tx, request, routes); }, roles_with, freshen, logged_readers, log_read};
}

}  // namespace rimlig::identity
