#include "identity/second_factor.hpp"

#include <algorithm>

#include "identity/passkey.hpp"
#include "identity/qr.hpp"
#include "identity/sealing.hpp"
#include "identity/session.hpp"
#include "identity/totp.hpp"
#include "kernel/crypto.hpp"
#include "org/scope.hpp"
#include "org/setting.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::size_t key_bytes = 20;       // as long as the hash inside (RFC 4226)
constexpr std::size_t recovery_bytes = 10;  // 80 bits: a fast hash is enough
constexpr int recovery_count = 10;
constexpr std::string_view setting = "second_factor_roles";

std::string in_groups(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += 4) out.append(at == 0 ? "" : " ").append(text.substr(at, 4));
  return out;
}

/// As it was made, however it was typed.
std::string bare(std::string_view code) {
  std::string out;
  for (char const c : code)
    if (c != ' ' && c != '-') out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string recovery_hash(Id<Person> person, std::string_view code) { return kernel::sha256_hex(std::to_string(person.value) + " " + bare(code)); }

kernel::TimePoint moment(Tx const& tx) { return kernel::parse_instant(tx.now().text).value(); }

std::string open_or_refuse(SealingKey const& sealing, std::string_view sealed, Id<Person> person) {
  auto key = sealing.open(sealed, about_factor(person));
  if (!key)
    throw Problem{503, "no_secret_key", "Nyckeln som skyddar tvåstegsinloggningen är borta eller har bytts ut. Använd en reservkod, eller be en administratör ta bort tvåstegsinloggningen."};
  return std::move(*key);
}

}  // namespace

std::string about_factor(Id<Person> person) { return "second factor of person " + std::to_string(person.value); }

void lock_factors(Tx& tx, Id<Person> person) {
  // SQLite lets one write at a time.
  if (tx.connection().is_postgres()) tx.run("select 1 from person where id = $1 for no key update", Tx::bind(person));
}

bool has_second_factor(Tx& tx, Id<Person> person) { return has_code_app(tx, person) || has_passkey(tx, person); }

bool has_code_app(Tx& tx, Id<Person> person) { return tx.value<std::int64_t>("select 1 from second_factor where person_id = $1 and sealed_key <> ''", person).has_value(); }

std::set<Role> roles_that_need_one(Tx& tx) {
  std::set<Role> roles;
  auto const names = "," + org::setting_text(tx, setting) + ",";
  for (auto const role : org::all_roles)
    if (names.find("," + std::string(kernel::name_of(role)) + ",") != std::string::npos) roles.insert(role);
  return roles;
}

void require_for_roles(Tx& tx, std::set<Role> const& roles) {
  auto const text = [](std::set<Role> const& all) {
    std::string names;
    for (auto const role : all) names.append(names.empty() ? "" : ",").append(kernel::name_of(role));
    return names;
  };
  org::change_setting(tx, setting, text(roles_that_need_one(tx)), text(roles));
}

bool needs_second_factor(Tx& tx, Id<Person> person) {
  std::int64_t bits = 0;
  for (auto const role : roles_that_need_one(tx)) bits |= bit_of(role);
  tx.run("select bit from custom_role where second_factor", {}, [&](kernel::Row const& row) { bits |= row.integer(0); });
  return bits != 0 && (roles_today(tx, person) & bits) != 0;
}

FactorKey offer_factor(Tx& tx, SealingKey const& sealing, Person const& person) {
  auto const key = random_bytes(key_bytes);
  tx.execute_derived("insert into second_factor(person_id, sealed_key, offered_key, last_step, since) values ($1, '', $2, 0, '') on conflict (person_id) do update set offered_key = $2",
                     person.id, sealing.seal(key, about_factor(person.id)));
  auto const address = totp_address(key, person.email);
  return {in_groups(base32(key)), address, qr_rows(address)};
}

RecoveryCodes confirm_factor(Tx& tx, SealingKey const& sealing, Id<Person> person, std::string_view code) {
  lock_factors(tx, person);
  auto const offered = tx.value<std::string>("select offered_key from second_factor where person_id = $1", person).value_or("");
  if (offered.empty()) throw Problem::conflict("nothing_offered", "Ingen ny nyckel väntar på en kod. Börja om.");
  auto const step = totp_step(open_or_refuse(sealing, offered, person), bare(code), moment(tx));
  if (!step) throw Problem::invalid("/code", "wrong_code", "Koden stämmer inte. Vänta på nästa kod i appen, och se efter att telefonens klocka går rätt.");
  bool const had_app = has_code_app(tx, person);
  tx.execute_derived("update second_factor set sealed_key = offered_key, offered_key = '', last_step = $1, since = $2 where person_id = $3", *step, tx.now(), person);
  // Another phone means new codes; an app beside passkeys needs none.
  return !had_app && recovery_codes_left(tx, person) > 0 ? RecoveryCodes{} : renew_recovery_codes(tx, person);
}

RecoveryCodes renew_recovery_codes(Tx& tx, Id<Person> person) {
  tx.execute_derived("delete from recovery_code where person_id = $1", person);
  RecoveryCodes made;
  for (int n = 0; n < recovery_count; ++n) {
    auto code = bare(base32(random_bytes(recovery_bytes)));
    for (std::size_t at = 12; at > 0; at -= 4) code.insert(at, "-");
    tx.execute_derived("insert into recovery_code(code_hash, person_id) values ($1, $2)", recovery_hash(person, code), person);
    made.codes.push_back(std::move(code));
  }
  return made;
}

std::int64_t recovery_codes_left(Tx& tx, Id<Person> person) { return tx.value<std::int64_t>("select count(*) from recovery_code where person_id = $1", person).value_or(0); }

bool remove_app(Tx& tx, Id<Person> person) {
  bool const had = has_code_app(tx, person);
  tx.execute_derived("delete from second_factor where person_id = $1", person);
  drop_unneeded_codes(tx, person);
  return had;
}

void drop_unneeded_codes(Tx& tx, Id<Person> person) {
  if (!has_second_factor(tx, person)) tx.execute_derived("delete from recovery_code where person_id = $1", person);
}

bool remove_factor(Tx& tx, Id<Person> person) {
  lock_factors(tx, person);
  bool const had = has_second_factor(tx, person);
  remove_all_passkeys(tx, person);
  remove_app(tx, person);
  return had;
}

void remove_lost_factor(Tx& tx, Person const& person) {
  if (!remove_factor(tx, person.id)) throw Problem{404, "no_second_factor", std::string(person.name) + " har ingen tvåstegsinloggning."};
  end_sessions(tx, person.id);
  tx.note({"second_factor_removed", std::string(Person::table), person.id.value, home_unit(tx, person.id), "{}", ""});
}

CodeUse use_code(Tx& tx, SealingKey const& sealing, Id<Person> person, std::string_view code) {
  auto const typed = bare(code);
  if (typed.size() > 6) {
    auto const used = tx.execute_derived("delete from recovery_code where code_hash = $1 and person_id = $2", recovery_hash(person, typed), person);
    return used == 1 ? CodeUse::recovery : CodeUse::refused;
  }
  auto const sealed = tx.value<std::string>("select sealed_key from second_factor where person_id = $1", person).value_or("");
  if (sealed.empty()) return CodeUse::refused;
  auto const step = totp_step(open_or_refuse(sealing, sealed, person), typed, moment(tx));
  if (!step) return CodeUse::refused;
  auto const used = tx.execute_derived("update second_factor set last_step = $1 where person_id = $2 and last_step < $1", *step, person);
  return used == 1 ? CodeUse::app : CodeUse::used_before;
}

}  // namespace rimlig::identity
