#include "identity/password.hpp"

#include <algorithm>

#include "identity/session.hpp"

namespace rimlig::identity {

using kernel::Problem;

namespace {

constexpr std::size_t shortest = 12;
constexpr std::size_t longest = 200;

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_letters(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, ascii_lower, ascii_lower);
}

}  // namespace

void check_password(std::string_view password, Person const& person, std::string pointer) {
  auto const refuse = [&](std::string code, std::string detail) { throw Problem::invalid(std::move(pointer), std::move(code), std::move(detail)); };
  auto const length = characters(password);
  if (length < shortest) refuse("too_short", "Lösenordet behöver minst 12 tecken. Några ord efter varandra är lätta att minnas.");
  if (length > longest) refuse("too_long", "Lösenordet får ha högst 200 tecken.");
  std::string_view const email = person.email;
  if (same_letters(password, email) || same_letters(password, email.substr(0, email.find('@'))) || same_letters(password, person.name))
    refuse("is_email", "Lösenordet får inte vara ditt namn eller din e-postadress. Välj något annat.");
  if (std::ranges::all_of(password, [&](char c) { return c == password.front(); }))
    refuse("too_simple", "Lösenordet får inte vara samma tecken upprepat. Välj något annat.");
}

void store_password(kernel::Tx& tx, kernel::Id<Person> person, std::string const& hash) {
  tx.execute_derived("update account set password_hash = $1 where person_id = $2", hash, person);
}

void set_password(kernel::Tx& tx, Person const& person, std::string_view password, std::string pointer, kernel::PasswordCost cost) {
  check_password(password, person, std::move(pointer));
  store_password(tx, person.id, kernel::hash_password(password, cost));
  end_sessions(tx, person.id);
  tx.note({"set_password", std::string(Person::table), person.id.value, home_unit(tx, person.id), "{}", ""});
}

bool password_fits(std::string const& stored_hash, std::string_view password) {
  static std::string const nobody = kernel::hash_password(kernel::random_token());
  bool const fits = kernel::verify_password(stored_hash.empty() ? nobody : stored_hash, password);
  return fits && !stored_hash.empty();
}

}  // namespace rimlig::identity
