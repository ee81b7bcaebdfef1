// A person's own passkeys under Mitt konto. With one, signing in: sign_in_routes.cpp.
#include "identity/passkey.hpp"
#include "identity/proof.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/session_routes.hpp"
#include "kernel/crypto.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Id;
using kernel::Items;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

struct PasskeyName {
  kernel::Text<1, 60> name;
};
BOOST_DESCRIBE_STRUCT(PasskeyName, (), (name))

namespace {

Id<Person> caller_of(Context const& context) { return {context.tx.actor().id}; }
std::string asker_of(Context const& context) { return kernel::sha256_hex(session_token(context.request)); }

Items<Passkey> list_passkeys(Context& context) { return {passkeys_of(context.tx, caller_of(context))}; }

PasskeyOffer offer(Context& context, Proof const& proof) {
  PasskeyOffer made;
  with_proof(context, proof, [&](Tx& tx, Person const& person) { made = offer_passkey(tx, site_of(context.request), asker_of(context), person); });
  return made;
}

/// Recovery codes come with the first factor of any kind. As with an app, sessions elsewhere end at each change: what
/// was opened before it may be somebody else's.
RecoveryCodes add(Context& context, PasskeyDraft const& body) {
  auto& tx = context.tx;
  auto const person = caller_of(context);
  lock_factors(tx, person);
  bool const first = !has_second_factor(tx, person);
  add_passkey(tx, site_of(context.request), asker_of(context), person, body);
  end_sessions(tx, person, session_token(context.request));
  return first ? renew_recovery_codes(tx, person) : RecoveryCodes{};
}

void rename(Context& context, Id<Passkey> id, PasskeyName const& body) { rename_passkey(context.tx, caller_of(context), id, body.name); }

void remove(Context& context, Id<Passkey> id, Proof const& proof) {
  with_proof(context, proof, [&](Tx& tx, Person const& person) {
    remove_passkey(tx, person.id, id);
    if (needs_second_factor(tx, person.id) && !has_second_factor(tx, person.id))
      throw Problem::conflict("second_factor_required", "Din roll kräver tvåstegsinloggning. Lägg till en annan nyckel eller en app först.");
    drop_unneeded_codes(tx, person.id);
    end_sessions(tx, person.id, session_token(context.request));
  });
}

PasskeyQuestion ask(Context& context) {
  auto question = ask_for_passkey(context.tx, site_of(context.request), asker_of(context), caller_of(context));
  question.app = has_code_app(context.tx, caller_of(context));
  return question;
}

}  // namespace

void passkey_routes(kernel::Routes& routes) {
  using kernel::session_route;
  routes.add(Method::get, "/api/passkeys", "listPasskeys", session_route, list_passkeys, "Mina nycklar att logga in med");
  routes.add(Method::post, "/api/passkeys/offer", "offerPasskey", session_route, offer, "Börja lägga till en nyckel");
  routes.add(Method::post, "/api/passkeys", "addPasskey", session_route, add, "Lägg till nyckeln som webbläsaren gjorde");
  routes.add(Method::put, "/api/passkeys/{id}", "renamePasskey", session_route, rename, "Byt namn på en nyckel");
  routes.add(Method::post, "/api/passkeys/{id}/remove", "removePasskey", session_route, remove, "Ta bort en nyckel");
  routes.add(Method::post, "/api/passkeys/question", "askPasskey", session_route, ask, "En fråga till nyckeln, i stället för en kod");
}

}  // namespace rimlig::identity
