#include "identity/passkey.hpp"

#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "kernel/crypto.hpp"
#include "kernel/log.hpp"
#include "kernel/problem.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::size_t most = 10;
constexpr std::chrono::minutes longest{5};
constexpr std::string_view adding = "add";
constexpr std::string_view answering = "answer";

void note(Tx& tx, std::string operation, Id<Person> person, std::string text) {
  tx.note({std::move(operation), std::string(Person::table), person.value, home_unit(tx, person), "{}", std::move(text)});
}

std::string oldest(Tx const& tx) { return kernel::instant_text(kernel::parse_instant(tx.now().text).value() - longest); }

struct Challenge {
  std::string challenge;
  std::string user_handle;
};

/// In place of the one before, so that the last question asked is the one that is answered.
std::string keep_challenge(Tx& tx, std::string const& asker, std::string_view purpose, std::string const& user_handle) {
  auto challenge = kernel::random_token(32);
  tx.execute_derived("delete from passkey_challenge where created_at <= $1", oldest(tx));
  tx.execute_derived("insert into passkey_challenge(asker, purpose, challenge, user_handle, created_at) values ($1, $2, $3, $4, $5) "
                     "on conflict (asker, purpose) do update set challenge = $3, user_handle = $4, created_at = $5",
                     asker, purpose, challenge, user_handle, tx.now());
  return challenge;
}

/// Empty when none waits. Whoever takes it away first has it.
Challenge take_challenge(Tx& tx, std::string const& asker, std::string_view purpose) {
  Challenge taken;
  tx.run("select challenge, user_handle from passkey_challenge where asker = $1 and purpose = $2 and created_at > $3", Tx::bind(asker, purpose, oldest(tx)),
         [&](kernel::Row const& row) { taken = {std::string(row.text(0)), std::string(row.text(1))}; });
  if (tx.execute_derived("delete from passkey_challenge where asker = $1 and purpose = $2 and challenge = $3", asker, purpose, taken.challenge) != 1) return {};
  return taken;
}

std::vector<std::string> credentials(Tx& tx, Id<Person> person, Site const& site) {
  std::vector<std::string> ids;
  tx.run("select credential_id from passkey where person_id = $1 and site = $2 order by id", Tx::bind(person, site.name), [&](kernel::Row const& row) { ids.emplace_back(row.text(0)); });
  return ids;
}

std::string name_of_key(Tx& tx, Id<Person> person, Id<Passkey> id) {
  auto name = tx.value<std::string>("select name from passkey where id = $1 and person_id = $2", id, person);
  if (!name) throw Problem::not_found("nyckeln");
  return std::move(*name);
}

void check_name(Tx& tx, Id<Person> person, Id<Passkey> but, std::string const& name) {
  if (tx.value<std::int64_t>("select 1 from passkey where person_id = $1 and name = $2 and id <> $3", person, name, but))
    throw Problem::invalid("/name", "taken", "Du har redan en nyckel som heter så. Välj ett annat namn.");
}

void check_room(Tx& tx, Id<Person> person) {
  if (passkeys_of(tx, person).size() >= most) throw Problem::conflict("too_many_passkeys", "Du har redan 10 nycklar. Ta bort någon först.");
}

}  // namespace

std::vector<Passkey> passkeys_of(Tx& tx, Id<Person> person) {
  return tx.select<Passkey>("select id, name, created_at, used_at from passkey where person_id = $1 order by created_at, id", person);
}

bool has_passkey(Tx& tx, Id<Person> person) { return tx.value<std::int64_t>("select 1 from passkey where person_id = $1 limit 1", person).has_value(); }

PasskeyOffer offer_passkey(Tx& tx, Site const& site, std::string const& asker, Person const& person) {
  check_room(tx, person.id);
  // The same for all of a person's keys, so that a place for keys holds one of each person and replaces the old.
  auto const handle = tx.value<std::string>("select user_handle from passkey where person_id = $1 order by id limit 1", person.id).value_or(kernel::random_token(32));
  return {keep_challenge(tx, asker, adding, handle), site.name, handle, person.email, person.name, credentials(tx, person.id, site)};
}

void add_passkey(Tx& tx, Site const& site, std::string const& asker, Id<Person> person, PasskeyDraft const& draft) {
  lock_factors(tx, person);
  check_name(tx, person, {}, draft.name);
  check_room(tx, person);
  auto const waiting = take_challenge(tx, asker, adding);
  auto const made = read_new_key(site, waiting.challenge, draft.client_data, draft.authenticator_data);
  if (made.fault != PasskeyFault::none) throw passkey_problem(made.fault);
  // Somebody else may be adding the same one at this moment; the row that comes second is not there.
  auto const added = tx.execute_derived(
      "insert into passkey(id, person_id, name, site, credential_id, user_handle, public_key, algorithm, sign_count, created_at, used_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, null) "
      "on conflict (credential_id) do nothing",
      tx.next("id"), person, draft.name, site.name, made.parts.credential_id, waiting.user_handle, made.parts.public_key, made.parts.algorithm, made.parts.sign_count, tx.now());
  if (added == 0) throw Problem::conflict("passkey_known", "Nyckeln är redan tillagd.");
  note(tx, "passkey_added", person, draft.name);
}

void rename_passkey(Tx& tx, Id<Person> person, Id<Passkey> id, std::string const& name) {
  lock_factors(tx, person);
  auto const before = name_of_key(tx, person, id);
  if (before == name) return;
  check_name(tx, person, id, name);
  tx.execute_derived("update passkey set name = $1 where id = $2", name, id);
  note(tx, "passkey_renamed", person, before + " → " + name);
}

void remove_passkey(Tx& tx, Id<Person> person, Id<Passkey> id) {
  auto const name = name_of_key(tx, person, id);
  tx.execute_derived("delete from passkey where id = $1", id);
  note(tx, "passkey_removed", person, name);
}

void remove_all_passkeys(Tx& tx, Id<Person> person) { tx.execute_derived("delete from passkey where person_id = $1", person); }

PasskeyQuestion ask_for_passkey(Tx& tx, Site const& site, std::string const& asker, Id<Person> person) {
  PasskeyQuestion question;
  question.site = site.name;
  question.keys = credentials(tx, person, site);
  if (!question.keys.empty()) question.challenge = keep_challenge(tx, asker, answering, "");
  return question;
}

PasskeyUse use_passkey(Tx& tx, Site const& site, std::string const& asker, Id<Person> person, PasskeyAnswer const& answer) {
  auto const waiting = take_challenge(tx, asker, answering);
  PasskeyUse use{PasskeyFault::unknown_key, {}};
  std::int64_t id = 0;
  KeyParts key;
  tx.run("select id, name, credential_id, public_key, algorithm, sign_count from passkey where credential_id = $1 and person_id = $2 and site = $3", Tx::bind(answer.credential_id, person, site.name),
         [&](kernel::Row const& row) {
           id = row.integer(0);
           use.name = row.text(1);
           key = {std::string(row.text(2)), std::string(row.text(3)), kernel::Codec<PasskeyAlgorithm>::from_name(row.text(4)).value(), row.integer(5)};
         });
  if (id == 0) return use;
  auto const checked = check_answer(site, waiting.challenge, key, answer.client_data, answer.authenticator_data, answer.signature);
  use.fault = checked.fault;
  if (use.fault != PasskeyFault::none) return use;
  // A key that counts says a higher number each time; one that does not says 0 for ever. Two tries at once cannot both win.
  auto const taken = tx.execute_derived("update passkey set sign_count = $1, used_at = $2 where id = $3 and (sign_count < $1 or (sign_count = 0 and $1 = 0))", checked.sign_count, tx.now(), id);
  if (taken == 1) return use;
  use.fault = PasskeyFault::copied;
  note(tx, "passkey_copied", person, use.name);
  kernel::log(kernel::Message::login_refused, {{kernel::LogKey::kind, "passkey_copied"}, {kernel::LogKey::id, person.value}});
  return use;
}

Problem passkey_problem(PasskeyFault fault) {
  switch (fault) {
    case PasskeyFault::none:
    case PasskeyFault::unreadable: return {422, "passkey_unreadable", "Svaret från nyckeln går inte att läsa. Försök igen, eller använd en annan nyckel."};
    case PasskeyFault::wrong_question: return {422, "passkey_too_late", "Frågan till nyckeln är besvarad eller för gammal. Försök igen."};
    case PasskeyFault::wrong_site: return {422, "passkey_wrong_site", "Nyckeln användes på en annan adress än den här. Kontrollera adressen i webbläsaren."};
    case PasskeyFault::nobody_there: return {422, "passkey_not_touched", "Nyckeln visade inte att någon rörde vid den. Försök igen."};
    case PasskeyFault::unknown_key: return {422, "passkey_unknown", "Nyckeln hör inte till ditt konto. Välj en annan nyckel, eller använd en kod."};
    case PasskeyFault::wrong_signature: return {422, "passkey_wrong", "Svaret stämmer inte med nyckeln. Försök igen, eller använd en kod."};
    case PasskeyFault::copied: return {422, "passkey_copied", "Nyckeln stoppades: den räknar bakåt, och kan ha kopierats. Logga in på ett annat sätt, ta bort nyckeln och säg till en administratör."};
  }
  return {422, "passkey_unreadable", "Svaret från nyckeln går inte att läsa."};
}

}  // namespace rimlig::identity
