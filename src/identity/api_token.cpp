#include "identity/api_token.hpp"

#include <algorithm>

#include "identity/custom_role.hpp"
#include "identity/permissions.hpp"
#include "identity/session.hpp"
#include "identity/session_view.hpp"
#include "kernel/crypto.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::size_t most = 20;
constexpr std::chrono::minutes used_step{5};

std::string a_year_after(kernel::Date const& day) { return std::to_string(std::stoi(day.text.substr(0, 4)) + 1) + day.text.substr(4); }

void note(Tx& tx, std::string operation, Id<Person> person, std::string const& name) {
  tx.note({std::move(operation), std::string(Person::table), person.value, home_unit(tx, person), "{}", name});
}

/// What a program needs to follow work that it has begun; it sees its own person's alone.
bool follows_work(kernel::Route const& route) { return route.path.starts_with("/api/jobs") && route.method == kernel::Method::get; }

bool allows(std::vector<std::string> const& permissions, kernel::Route const& route) {
  if (follows_work(route)) return true;
  if (permissions.empty()) return route.method == kernel::Method::get;
  return std::ranges::find(permissions, route.permission) != permissions.end();
}

}  // namespace

bool is_for_tokens(std::string_view permission) { return !permission.starts_with("account."); }

std::vector<ApiToken> tokens_of(Tx& tx, Id<Person> person) {
  return tx.select<ApiToken>("select id, name, permissions, created_at, expires_on, used_at from api_token where person_id = $1 order by created_at desc, id desc", person);
}

void check_token(Tx& tx, Person const& person, TokenDraft const& draft) {
  if (tx.value<std::int64_t>("select 1 from api_token where person_id = $1 and name = $2", person.id, draft.name))
    throw Problem::invalid("/name", "taken", "Du har redan en nyckel som heter så. Välj ett annat namn, så att loggen går att läsa.");
  if (draft.expires_on.text < tx.today().text) throw Problem::invalid("/expires_on", "in_the_past", "Dagen har passerat. Välj en senare dag.");
  if (draft.expires_on.text > a_year_after(tx.today())) throw Problem::invalid("/expires_on", "too_late", "En nyckel gäller högst ett år. Välj en tidigare dag.");
  auto const roles = roles_today(tx, person.id);
  for (auto const& permission : draft.permissions)
    if ((roles_with(permission) & roles) == 0 || !is_for_tokens(permission))
      throw Problem::invalid("/permissions", "not_held", "Du kan inte ge en nyckel behörigheten \"" + permission + "\".");
  if (tokens_of(tx, person.id).size() >= most) throw Problem::conflict("too_many_tokens", "Du har redan 20 nycklar. Återkalla någon först.");
}

NewToken make_token(Tx& tx, Person const& person, TokenDraft const& draft) {
  check_token(tx, person, draft);
  NewToken made{"rimlig_" + kernel::random_token(), {{tx.next("id")}, draft.name, draft.permissions, tx.now(), draft.expires_on, std::nullopt}};
  tx.execute_derived("insert into api_token(id, person_id, token_hash, name, permissions, created_at, expires_on, used_at) values ($1, $2, $3, $4, $5, $6, $7, null)", made.row.id, person.id,
                     kernel::sha256_hex(made.token), made.row.name, made.row.permissions, made.row.created_at, made.row.expires_on);
  note(tx, "make_token", person.id, made.row.name);
  return made;
}

void revoke_token(Tx& tx, Id<Person> person, Id<ApiToken> id) {
  auto const name = tx.value<std::string>("select name from api_token where id = $1 and person_id = $2", id, person);
  if (!name) throw Problem::not_found("nyckeln");
  tx.execute_derived("delete from api_token where id = $1", id);
  note(tx, "revoke_token", person, *name);
}

std::string_view bearer_of(kernel::Request const& request) {
  auto header = request.header("Authorization");
  constexpr std::string_view scheme = "Bearer ";
  if (header.size() < scheme.size() || !kernel::equal_ignoring_case(header.substr(0, scheme.size()), scheme)) return {};
  header.remove_prefix(scheme.size());
  while (header.starts_with(' ')) header.remove_prefix(1);
  return header;
}

kernel::Caller caller_by_token(Tx& tx, std::string_view token, kernel::Route const& route) {
  static std::string const sql = "select t.person_id, p.name, t.name, t.permissions, coalesce(t.used_at, ''), a.scoped_on, " + org::roles_of("t.person_id", "$2") +
                                 ", " + std::string(custom_role_state) + " from api_token t join person p on p.id = t.person_id join account a on a.person_id = t.person_id where t.token_hash = $1 and t.expires_on >= $2";
  std::optional<kernel::Caller> caller;
  std::vector<std::string> permissions;
  std::string state;
  auto const used_before = kernel::instant_text(kernel::parse_instant(tx.now().text).value() - used_step);
  tx.run(sql, Tx::bind(kernel::sha256_hex(token), tx.today()), [&](kernel::Row const& row) {
    caller.emplace();
    // In the name, so that it stands wherever a name does: the audit trail, a comment, the work of a job.
    caller->actor = {row.integer(0), std::string(row.text(1)) + " (via API-nyckeln " + std::string(row.text(2)) + ")", 0, {}};
    kernel::Codec<std::vector<std::string>>::load(row, 3, permissions);
    caller->stale = row.text(4) < used_before || row.text(5) != tx.today().text;
    caller->roles = row.integer(6);
    state = row.text(7);
  });
  if (caller) follow_custom_roles(tx, state);
  if (!caller) throw Problem{401, "token_invalid", "API-nyckeln gäller inte: den är felskriven, återkallad eller har gått ut."};
  if ((route.permission == kernel::session_route && !follows_work(route)) || !is_for_tokens(route.permission))
    throw Problem{403, "not_by_token", "Den här adressen går inte att använda med en API-nyckel. Logga in i stället."};
  if (!allows(permissions, route)) throw Problem{403, "token_scope", "API-nyckeln ger inte rätt att göra det här."};
  return std::move(*caller);
}

void note_token_use(Tx& tx, std::string_view token) { tx.execute_derived("update api_token set used_at = $1 where token_hash = $2", tx.now(), kernel::sha256_hex(token)); }

}  // namespace rimlig::identity
