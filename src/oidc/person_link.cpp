#include "oidc/person_link.hpp"

#include "identity/session.hpp"
#include "oidc/token.hpp"

namespace rimlig::oidc {

using identity::Person;
using kernel::JsonNode;
using kernel::Problem;
using kernel::Tx;

namespace {

std::optional<Person> linked(Tx& tx, std::string const& issuer, std::string const& subject) {
  return tx.select_one<Person>("select p.id as id, p.version as version, p.name as name, p.email as email from provider_identity i join person p on p.id = i.person_id where i.issuer = $1 and i.subject = $2",
                               issuer, subject);
}

bool is_verified(ProviderSettings const& provider, JsonNode const& claims) {
  if (provider.emails_are_verified) return true;
  if (!claims.has("email_verified")) return false;
  auto const value = claims.get("email_verified");
  // Some providers write every claim as text.
  return value.kind() == JsonNode::Kind::boolean ? value.boolean() : text_claim(claims, "email_verified") == "true";
}

}  // namespace

Person person_of(Tx& tx, ProviderSettings const& provider, JsonNode const& claims) {
  auto const subject = text_claim(claims, "sub");
  if (auto person = linked(tx, provider.issuer, subject)) return std::move(*person);

  auto const email = text_claim(claims, *provider.email_claim);
  auto const ask = " Be en administratör i Rimlig om hjälp.";
  if (email.empty()) throw Problem{403, "provider_no_email", provider.label + " lämnade ingen e-postadress, så vi vet inte vem du är." + ask};
  if (!is_verified(provider, claims)) throw Problem{403, "provider_unverified_email", provider.label + " har inte bekräftat att adressen " + email + " är din." + ask};
  auto person = identity::find_person_by_email(tx, email);
  if (!person) throw Problem{403, "provider_unknown_person", "Adressen " + email + " finns inte i Rimlig. Be en administratör lägga upp dig."};
  if (tx.value<std::int64_t>("select 1 from provider_identity where person_id = $1 and issuer = $2", person->id, provider.issuer))
    throw Problem{403, "provider_other_account", "Adressen " + email + " hör redan ihop med ett annat konto hos " + provider.label + ". Be en administratör i Rimlig ta bort kopplingen om du har fått ett nytt."};

  tx.execute("insert into provider_identity(issuer, subject, person_id, linked_at) values ($1, $2, $3, $4)",
             {"provider_linked", std::string(Person::table), person->id.value, identity::home_unit(tx, person->id), "{}", provider.label}, provider.issuer, subject, person->id, tx.now());
  return std::move(*person);
}

bool unlink(Tx& tx, Person const& person) {
  if (tx.execute_derived("delete from provider_identity where person_id = $1", person.id) == 0) return false;
  tx.execute_derived("delete from web_session where person_id = $1 and provider <> ''", person.id);
  tx.execute_derived("delete from half_session where person_id = $1 and provider <> ''", person.id);
  tx.note({"provider_unlinked", std::string(Person::table), person.id.value, identity::home_unit(tx, person.id), "{}", ""});
  return true;
}

}  // namespace rimlig::oidc
