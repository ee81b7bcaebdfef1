// A person's own open sessions: where each began and was last used, and how to end it.
#include "identity/session.hpp"
#include "identity/session_routes.hpp"
#include "kernel/crypto.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Id;
using kernel::Method;
using kernel::Tx;

struct OpenSession {
  std::int64_t id;
  std::string agent;    // "Firefox, Windows"; empty when the browser did not say
  std::string address;  // where the sign-in came from
  kernel::Instant created_at;
  kernel::Instant seen_at;  // to within five minutes
  std::string provider;     // whom the person signed in with; empty for a password of ours
  bool current = false;     // the one that asks
};
BOOST_DESCRIBE_STRUCT(OpenSession, (), (id, agent, address, created_at, seen_at, provider, current))

struct EndedSessions {
  std::int64_t ended;
};
BOOST_DESCRIBE_STRUCT(EndedSessions, (), (ended))

namespace {

std::string own_token_hash(Context const& context) { return kernel::sha256_hex(session_token(context.request)); }

kernel::Items<OpenSession> list_sessions(Context& context) {
  auto& tx = context.tx;
  kernel::Items<OpenSession> list;
  tx.run("select s.id, s.agent, s.address, s.created_at, s.seen_at, s.provider, s.token_hash from web_session s where s.person_id = $1 and s.seen_at > $2 and s.created_at > $3 "
         "order by s.seen_at desc, s.id desc",
         Tx::bind(tx.actor().id, oldest_seen(tx.now()), oldest_begun(tx.now())), [&](kernel::Row const& row) {
           list.items.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2)), {std::string(row.text(3))}, {std::string(row.text(4))},
                                 std::string(row.text(5)), row.text(6) == own_token_hash(context)});
         });
  return list;
}

void note_end(Tx& tx, std::string note) {
  Id<Person> const person{tx.actor().id};
  tx.note({"end_session", std::string(Person::table), person.value, home_unit(tx, person), "{}", std::move(note)});
}

void end_session(Context& context, Id<OpenSession> id) {
  auto& tx = context.tx;
  auto const ended = tx.execute_derived("delete from web_session where id = $1 and person_id = $2", id.value, tx.actor().id);
  if (ended == 0) throw kernel::Problem::not_found("sessionen");
  note_end(tx, "");
}

EndedSessions end_other_sessions(Context& context) {
  auto& tx = context.tx;
  auto const ended = tx.execute_derived("delete from web_session where person_id = $1 and token_hash <> $2", tx.actor().id, own_token_hash(context));
  if (ended > 0) note_end(tx, "Alla andra");
  return {ended};
}

struct Part {
  std::string_view mark;
  std::string_view name;
};

/// The first whose mark stands in the text; browsers also name those that they resemble, so order counts.
template <std::size_t N>
std::string_view first_named(std::string_view text, Part const (&parts)[N]) {
  for (auto const& part : parts)
    if (text.find(part.mark) != std::string_view::npos) return part.name;
  return {};
}

}  // namespace

std::string describe_agent(std::string_view user_agent) {
  static constexpr Part browsers[] = {{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}};
  static constexpr Part systems[] = {{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"}};
  std::string out(first_named(user_agent, browsers));
  auto const system = first_named(user_agent, systems);
  if (!system.empty()) out.append(out.empty() ? "" : ", ").append(system);
  return out;
}

void session_list_routes(kernel::Routes& routes) {
  routes.add(Method::get, "/api/sessions", "listSessions", kernel::session_route, list_sessions, "Mina öppna sessioner");
  routes.add(Method::del, "/api/sessions/{id}", "endSession", kernel::session_route, end_session, "Avsluta en av mina sessioner");
  routes.add(Method::post, "/api/sessions/end-others", "endOtherSessions", kernel::session_route, end_other_sessions, "Avsluta alla mina sessioner utom den här");
}

}  // namespace rimlig::identity
