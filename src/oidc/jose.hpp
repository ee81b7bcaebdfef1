// Signed tokens (JWS) and the keys that they are checked with, by libcjose. Only signatures made with a private
// key are taken: a token that is unsigned, or signed with something that we too know, proves nothing.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::oidc {

/// The keys that a provider has published.
class KeySet {
public:
  /// Keys of kinds that we do not use are left out. Throws Problem when the text is no key set.
  explicit KeySet(std::string_view json);

  struct Key;
  [[nodiscard]] std::vector<std::shared_ptr<Key const>> const& keys() const { return keys_; }

private:
  std::vector<std::shared_ptr<Key const>> keys_;
};

enum class Signature {
  good,
  malformed,           // not three parts, or a header that asks for what we do not know
  algorithm_refused,   // none, a shared secret, or unknown
  unknown_key,         // the set may be older than the key
  wrong,
};

struct SignedText {
  Signature signature = Signature::malformed;
  std::string payload;  // only when good
};

SignedText check_signature(std::string_view token, KeySet const& keys);

/// base64url(SHA-256(verifier)): what is sent first of a secret that is shown later (RFC 7636).
std::string challenge_of(std::string_view verifier);

}  // namespace rimlig::oidc
