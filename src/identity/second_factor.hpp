// The second factor of a local account: codes from an app or passkeys (passkey.hpp), and recovery codes for the
// day when they are gone. Which roles must have one is a setting.
#pragma once
#include <set>

#include "identity/identity.hpp"

namespace rimlig::identity {

class SealingKey;

/// What an app needs, shown once. The picture is drawn by the page.
struct FactorKey {
  std::string key;
  std::string address;
  std::vector<std::string> qr;
};
BOOST_DESCRIBE_STRUCT(FactorKey, (), (key, address, qr))

/// Shown once, kept as hashes.
struct RecoveryCodes {
  std::vector<std::string> codes;
};
BOOST_DESCRIBE_STRUCT(RecoveryCodes, (), (codes))

/// Until the transaction ends, nobody else adds or takes away a factor of this person's: what is read after it still
/// holds when it is acted on. Before anything else is read or written.
void lock_factors(kernel::Tx& tx, kernel::Id<Person> person);

/// Of any kind.
bool has_second_factor(kernel::Tx& tx, kernel::Id<Person> person);
bool has_code_app(kernel::Tx& tx, kernel::Id<Person> person);
std::set<Role> roles_that_need_one(kernel::Tx& tx);
void require_for_roles(kernel::Tx& tx, std::set<Role> const& roles);
/// Whether any role that the person holds today needs a second factor.
bool needs_second_factor(kernel::Tx& tx, kernel::Id<Person> person);

/// What a person's app key is sealed as.
std::string about_factor(kernel::Id<Person> person);

/// A new key, which holds only when a code has shown that it arrived. An older one works until then.
FactorKey offer_factor(kernel::Tx& tx, SealingKey const& sealing, Person const& person);
/// Problem 422 at /code when the code is not of the offered key. No codes when those of a passkey are kept.
RecoveryCodes confirm_factor(kernel::Tx& tx, SealingKey const& sealing, kernel::Id<Person> person, std::string_view code);
RecoveryCodes renew_recovery_codes(kernel::Tx& tx, kernel::Id<Person> person);
std::int64_t recovery_codes_left(kernel::Tx& tx, kernel::Id<Person> person);
/// False when there was none. Recovery codes stay while there is a factor of the other kind.
bool remove_app(kernel::Tx& tx, kernel::Id<Person> person);
/// When the last factor has gone, what replaced it goes too.
void drop_unneeded_codes(kernel::Tx& tx, kernel::Id<Person> person);
/// Every kind of it. False when there was none.
bool remove_factor(kernel::Tx& tx, kernel::Id<Person> person);

/// For who has lost theirs: ends the person's sessions and says so in the audit trail. Problem 404 without one.
void remove_lost_factor(kernel::Tx& tx, Person const& person);

enum class CodeUse { refused, used_before, app, recovery };
/// Uses the code up: the same is refused the next time, also when two try it at once.
CodeUse use_code(kernel::Tx& tx, SealingKey const& sealing, kernel::Id<Person> person, std::string_view code);

}  // namespace rimlig::identity
