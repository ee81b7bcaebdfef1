#include "oidc/jose.hpp"

#include <cjose/cjose.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "kernel/crypto.hpp"
#include "kernel/json.hpp"

namespace rimlig::oidc {

using kernel::JsonNode;

struct KeySet::Key {
  std::string id;         // empty when it has none
  std::string algorithm;  // the only one it may be used with; empty: any of its kind
  std::string kind;       // "RSA", or the curve: "P-256"
  std::unique_ptr<cjose_jwk_t, decltype(&cjose_jwk_release)> jwk{nullptr, cjose_jwk_release};
};

namespace {

constexpr std::size_t longest_token = 64 * 1024;
constexpr std::size_t fewest_rsa_bits = 2048;
constexpr std::size_t most_keys = 50;

struct Algorithm {
  std::string_view name;
  std::string_view kind;
};
/// All that is accepted. What is not here is refused before any key is looked at.
constexpr Algorithm algorithms[] = {{"RS256", "RSA"}, {"RS384", "RSA"},   {"RS512", "RSA"},   {"PS256", "RSA"},  {"PS384", "RSA"},
                                    {"PS512", "RSA"}, {"ES256", "P-256"}, {"ES384", "P-384"}, {"ES512", "P-521"}};

std::string text_in(JsonNode const& node, std::string_view name) {
  if (!node.has(name) || node.get(name).kind() != JsonNode::Kind::text) return {};
  return std::string(node.get(name).text());
}

std::shared_ptr<KeySet::Key const> read_key(JsonNode const& node) {
  auto const type = text_in(node, "kty");
  if ((type != "RSA" && type != "EC") || text_in(node, "use") == "enc") return nullptr;
  auto key = std::make_shared<KeySet::Key>();
  key->id = text_in(node, "kid");
  key->algorithm = text_in(node, "alg");
  key->kind = type == "RSA" ? type : text_in(node, "crv");
  auto const text = node.serialize();
  cjose_err error{};
  key->jwk.reset(cjose_jwk_import(text.c_str(), text.size(), &error));
  if (!key->jwk || (type == "RSA" && cjose_jwk_get_keysize(key->jwk.get(), &error) < fewest_rsa_bits)) return nullptr;
  return key;
}

using Jws = std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)>;

Jws import_token(std::string_view token) {
  cjose_err error{};
  return {token.size() <= longest_token ? cjose_jws_import(token.data(), token.size(), &error) : nullptr, cjose_jws_release};
}

std::string header_text(Jws const& token, char const* name) {
  cjose_err error{};
  auto const* text = cjose_header_get(cjose_jws_get_protected(token.get()), name, &error);
  return text ? text : "";
}

bool header_has(Jws const& token, char const* name) {
  cjose_err error{};
  auto* text = cjose_header_get_raw(cjose_jws_get_protected(token.get()), name, &error);
  bool const has = text != nullptr;
  std::free(text);
  return has;
}

}  // namespace

KeySet::KeySet(std::string_view json) {
  kernel::JsonDocument const document(json);
  auto const root = document.root();
  if (root.kind() != JsonNode::Kind::object || !root.has("keys") || root.get("keys").kind() != JsonNode::Kind::array)
    throw kernel::Problem::bad_request("Inloggningstjänstens nycklar gick inte att läsa.");
  auto const list = root.get("keys");
  for (std::size_t n = 0; n < std::min(list.size(), most_keys); ++n)
    if (list.at(n).kind() == JsonNode::Kind::object)
      if (auto key = read_key(list.at(n))) keys_.push_back(std::move(key));
}

SignedText check_signature(std::string_view token, KeySet const& keys) {
  auto const jws = import_token(token);
  // "crit" names what must be understood to read the token; we understand nothing beyond the standard.
  if (!jws || header_has(jws, "crit")) return {Signature::malformed, {}};
  auto const name = header_text(jws, CJOSE_HDR_ALG);
  auto const* const algorithm = std::ranges::find(algorithms, std::string_view(name), &Algorithm::name);
  if (algorithm == std::end(algorithms)) return {Signature::algorithm_refused, {}};

  auto const id = header_text(jws, CJOSE_HDR_KID);
  auto outcome = Signature::unknown_key;
  for (auto const& key : keys.keys()) {
    bool const fits = key->kind == algorithm->kind && (key->algorithm.empty() || key->algorithm == name) && (id.empty() || key->id == id);
    if (!fits) continue;
    // An attempt uses the token up.
    auto const attempt = import_token(token);
    cjose_err error{};
    if (!attempt || !cjose_jws_verify(attempt.get(), key->jwk.get(), &error)) {
      outcome = Signature::wrong;
      continue;
    }
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(attempt.get(), &bytes, &size, &error)) return {Signature::malformed, {}};
    return {Signature::good, std::string(reinterpret_cast<char const*>(bytes), size)};
  }
  return {outcome, {}};
}

std::string challenge_of(std::string_view verifier) {
  auto const hex = kernel::sha256_hex(verifier);
  std::string bytes;
  auto const digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t at = 0; at < hex.size(); at += 2) bytes += static_cast<char>(digit(hex[at]) * 16 + digit(hex[at + 1]));
  char* text = nullptr;
  std::size_t size = 0;
  cjose_err error{};
  if (!cjose_base64url_encode(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size(), &text, &size, &error)) throw std::bad_alloc();
  std::string out(text, size);
  std::free(text);
  return out;
}

}  // namespace rimlig::oidc
