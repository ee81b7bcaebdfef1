// A person's passkeys (WebAuthn): the other kind of second factor, beside codes from an app. A key answers a
// question that is good once, for minutes, and for the session that asked.
#pragma once
#include "identity/identity.hpp"
#include "identity/passkey_check.hpp"

namespace rimlig::identity {

struct Passkey {
  kernel::Id<Passkey> id;
  std::string name;
  kernel::Instant created_at;
  std::optional<kernel::Instant> used_at;
};
BOOST_DESCRIBE_STRUCT(Passkey, (), (id, name, created_at, used_at))

/// What a browser needs to make a key. `known` are the person's own, so that none is made twice.
struct PasskeyOffer {
  std::string challenge;
  std::string site;
  std::string user_handle;
  std::string user_name;
  std::string display_name;
  std::vector<std::string> known;
};
BOOST_DESCRIBE_STRUCT(PasskeyOffer, (), (challenge, site, user_handle, user_name, display_name, known))

/// What a browser needs to use one. Without keys here there is no challenge either.
struct PasskeyQuestion {
  std::string challenge;
  std::string site;
  std::vector<std::string> keys;
  bool app = false;  // whether codes from an app would do as well
};
BOOST_DESCRIBE_STRUCT(PasskeyQuestion, (), (challenge, site, keys, app))

struct PasskeyDraft {
  kernel::Text<1, 60> name;
  kernel::Text<1, 4000> client_data;
  kernel::Text<1, 8000> authenticator_data;
};
BOOST_DESCRIBE_STRUCT(PasskeyDraft, (), (name, client_data, authenticator_data))

struct PasskeyAnswer {
  kernel::Text<1, 1400> credential_id;
  kernel::Text<1, 4000> client_data;
  kernel::Text<1, 4000> authenticator_data;
  kernel::Text<1, 2000> signature;
};
BOOST_DESCRIBE_STRUCT(PasskeyAnswer, (), (credential_id, client_data, authenticator_data, signature))

std::vector<Passkey> passkeys_of(kernel::Tx& tx, kernel::Id<Person> person);
bool has_passkey(kernel::Tx& tx, kernel::Id<Person> person);

/// `asker` is the hash of the token of the session, or half session, that the answer must come from.
PasskeyOffer offer_passkey(kernel::Tx& tx, Site const& site, std::string const& asker, Person const& person);
/// Problem 422 when it does not answer the offer, 409 when the key is known or there are too many.
void add_passkey(kernel::Tx& tx, Site const& site, std::string const& asker, kernel::Id<Person> person, PasskeyDraft const& draft);
void rename_passkey(kernel::Tx& tx, kernel::Id<Person> person, kernel::Id<Passkey> id, std::string const& name);
/// Problem 404 when the person has no such key.
void remove_passkey(kernel::Tx& tx, kernel::Id<Person> person, kernel::Id<Passkey> id);
void remove_all_passkeys(kernel::Tx& tx, kernel::Id<Person> person);

PasskeyQuestion ask_for_passkey(kernel::Tx& tx, Site const& site, std::string const& asker, kernel::Id<Person> person);

struct PasskeyUse {
  PasskeyFault fault = PasskeyFault::none;
  std::string name;  // of the key, when there is one
};
/// Uses the question up. What it writes is to be kept also when the answer was wrong.
PasskeyUse use_passkey(kernel::Tx& tx, Site const& site, std::string const& asker, kernel::Id<Person> person, PasskeyAnswer const& answer);

/// What is said of a fault: what, and what to do.
kernel::Problem passkey_problem(PasskeyFault fault);

}  // namespace rimlig::identity
