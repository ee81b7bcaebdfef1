#include "oidc/pending.hpp"

#include "kernel/crypto.hpp"

namespace rimlig::oidc {

using kernel::sha256_hex;
using kernel::Tx;

std::string nonce_of(std::string_view browser) { return sha256_hex("nonce " + std::string(browser)); }

// Sixty-four of the characters that RFC 7636 allows.
std::string verifier_of(std::string_view browser) { return sha256_hex("code verifier " + std::string(browser)); }

Departure depart(Tx& tx, std::string_view provider, std::string_view return_path) {
  Departure departure{kernel::random_token(), {}};
  departure.request.state = kernel::random_token();
  departure.request.nonce = nonce_of(departure.browser);
  departure.request.verifier = verifier_of(departure.browser);
  tx.execute_derived("delete from provider_sign_in where created_at < $1", kernel::instant_text(kernel::parse_instant(tx.now().text).value() - longest_away));
  tx.execute_derived("insert into provider_sign_in(state_hash, browser_hash, provider, return_path, created_at) values ($1, $2, $3, $4, $5)", sha256_hex(departure.request.state),
                     sha256_hex(departure.browser), provider, return_path, tx.now());
  return departure;
}

std::optional<Pending> take_pending(Tx& tx, std::string_view state, std::string_view browser) {
  if (state.empty() || browser.empty()) return std::nullopt;
  std::optional<Pending> pending;
  tx.run("delete from provider_sign_in where state_hash = $1 and browser_hash = $2 and created_at > $3 returning provider, return_path",
         Tx::bind(sha256_hex(state), sha256_hex(browser), kernel::instant_text(kernel::parse_instant(tx.now().text).value() - longest_away)),
         [&](kernel::Row const& row) { pending = {std::string(row.text(0)), std::string(row.text(1))}; });
  return pending;
}

}  // namespace rimlig::oidc
