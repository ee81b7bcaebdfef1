#include "identity/passkey_check.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <optional>

#include "identity/cookies.hpp"
#include "kernel/crypto.hpp"
#include "kernel/http.hpp"
#include "kernel/json.hpp"

namespace rimlig::identity {

namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr std::size_t hash_bytes = 32;
constexpr std::size_t smallest = hash_bytes + 1 + 4;  // hash of the site's name, flags, count
constexpr unsigned char present_flag = 0x01;

/// Frees what the library made with the library's own function.
template <class T, void (*release)(T**)>
struct Release {
  void operator()(T* held) const { release(&held); }
};
template <class T, void (*release)(T**)>
using Held = std::unique_ptr<T, Release<T, release>>;

template <class T, void (*release)(T**)>
Held<T, release> hold(T* made) {
  if (!made) throw std::bad_alloc();
  return Held<T, release>(made);
}

unsigned char const* bytes_of(std::string const& text) { return reinterpret_cast<unsigned char const*>(text.data()); }

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  char const* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(), nullptr, &size, &end, variant) != 0) return std::nullopt;
  if (end != text.data() + text.size()) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string hex_of(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
  out.pop_back();
  return out;
}

bool says(kernel::JsonNode const& object, std::string_view key, std::string_view value) {
  return object.has(key) && object.get(key).kind() == kernel::JsonNode::Kind::text && kernel::equal_constant_time(object.get(key).text(), value);
}

/// What the browser says that it did: asked for this, by this question, on this page.
PasskeyFault check_client_data(std::string const& text, std::string_view kind, std::string_view challenge, Site const& site) {
  try {
    kernel::JsonDocument const document(text);
    auto const said = document.root();
    if (said.kind() != kernel::JsonNode::Kind::object || !says(said, "type", kind)) return PasskeyFault::unreadable;
    if (challenge.empty() || !says(said, "challenge", challenge)) return PasskeyFault::wrong_question;
    bool const framed = said.has("crossOrigin") && !(said.get("crossOrigin").kind() == kernel::JsonNode::Kind::boolean && !said.get("crossOrigin").boolean());
    return framed || !says(said, "origin", site.origin) ? PasskeyFault::wrong_site : PasskeyFault::none;
  } catch (kernel::Problem const&) {
    return PasskeyFault::unreadable;
  }
}

/// Whether the CBOR says no more of itself than there are bytes for: the library sets memory aside for what it says.
bool lengths_hold(std::string_view bytes) {
  std::size_t items = bytes.size();
  while (!bytes.empty()) {
    auto const head = static_cast<unsigned char>(bytes.front());
    auto const kind = head >> 5;
    unsigned const length = head & 0x1F;
    // Lengths that are not said beforehand are no part of what a key may write.
    if (length > 27) return false;
    std::size_t const more = length < 24 ? 0 : std::size_t{1} << (length - 24);
    if (bytes.size() <= more) return false;
    std::uint64_t said = length < 24 ? length : 0;
    for (auto const c : bytes.substr(1, more)) said = said << 8 | static_cast<unsigned char>(c);
    bytes.remove_prefix(1 + more);
    if (kind == 2 || kind == 3) {
      if (said > bytes.size()) return false;
      bytes.remove_prefix(said);
    } else if (kind == 4 || kind == 5) {
      auto const room = kind == 4 ? items : items / 2;
      if (said > room) return false;
      items -= kind == 4 ? said : 2 * said;
    }
  }
  return true;
}

/// Where a new key's CBOR begins: after the key's maker (16 bytes) and its name with the length before it.
std::size_t begin_of_new_key(std::string const& data) {
  constexpr std::size_t maker = 16;
  constexpr auto name = smallest + maker + 2;
  if (data.size() < name) return data.size();
  return std::min(data.size(), name + (static_cast<std::size_t>(static_cast<unsigned char>(data[name - 2])) << 8 | static_cast<unsigned char>(data[name - 1])));
}

/// What the key says of itself, before the signature has shown that it is the key that says it.
PasskeyFault check_key_data(std::string const& data, Site const& site) {
  if (data.size() < smallest) return PasskeyFault::unreadable;
  if (hex_of(std::string_view(data).substr(0, hash_bytes)) != kernel::sha256_hex(site.name)) return PasskeyFault::wrong_site;
  auto const flags = static_cast<unsigned char>(data[hash_bytes]);
  return flags & present_flag ? PasskeyFault::none : PasskeyFault::nobody_there;
}

int cose_of(PasskeyAlgorithm algorithm) {
  switch (algorithm) {
    case PasskeyAlgorithm::es256: return COSE_ES256;
    case PasskeyAlgorithm::eddsa: return COSE_EDDSA;
    case PasskeyAlgorithm::rs256: return COSE_RS256;
  }
  return 0;
}

/// Runs `use` with the public key as the library holds it; false when the bytes are no such key.
template <class Use>
bool with_public_key(PasskeyAlgorithm algorithm, std::string const& bytes, Use const& use) {
  switch (algorithm) {
    case PasskeyAlgorithm::es256: {
      auto const key = hold<es256_pk_t, es256_pk_free>(es256_pk_new());
      return es256_pk_from_ptr(key.get(), bytes.data(), bytes.size()) == FIDO_OK && use(key.get());
    }
    case PasskeyAlgorithm::eddsa: {
      auto const key = hold<eddsa_pk_t, eddsa_pk_free>(eddsa_pk_new());
      return eddsa_pk_from_ptr(key.get(), bytes.data(), bytes.size()) == FIDO_OK && use(key.get());
    }
    case PasskeyAlgorithm::rs256: {
      auto const key = hold<rs256_pk_t, rs256_pk_free>(rs256_pk_new());
      return rs256_pk_from_ptr(key.get(), bytes.data(), bytes.size()) == FIDO_OK && use(key.get());
    }
  }
  return false;
}

std::string text_of(unsigned char const* bytes, std::size_t size) { return bytes ? std::string(reinterpret_cast<char const*>(bytes), size) : std::string(); }

}  // namespace

Site site_of(kernel::Request const& request) {
  std::string host(request.header("Host"));
  for (auto& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  auto const name = host.starts_with('[') ? host.substr(0, host.find(']') + 1) : host.substr(0, host.find(':'));
  return {name, (needs_secure(request) ? "https://" : "http://") + host};
}

std::string base64url(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(), variant);
  out.pop_back();
  return out;
}

NewKey read_new_key(Site const& site, std::string_view challenge, std::string_view client_data, std::string_view authenticator_data) {
  auto const client = from_base64url(client_data);
  auto const data = from_base64url(authenticator_data);
  if (!client || !data) return {PasskeyFault::unreadable};
  if (auto const fault = check_client_data(*client, "webauthn.create", challenge, site); fault != PasskeyFault::none) return {fault};
  if (auto const fault = check_key_data(*data, site); fault != PasskeyFault::none) return {fault};
  if (!lengths_hold(std::string_view(*data).substr(begin_of_new_key(*data)))) return {PasskeyFault::unreadable};
  fido_init(0);
  for (auto const algorithm : {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256}) {
    auto const credential = hold<fido_cred_t, fido_cred_free>(fido_cred_new());
    // Takes the data only when its key is of the algorithm said before.
    if (fido_cred_set_type(credential.get(), cose_of(algorithm)) != FIDO_OK || fido_cred_set_authdata_raw(credential.get(), bytes_of(*data), data->size()) != FIDO_OK) continue;
    auto const id = text_of(fido_cred_id_ptr(credential.get()), fido_cred_id_len(credential.get()));
    auto const key = text_of(fido_cred_pubkey_ptr(credential.get()), fido_cred_pubkey_len(credential.get()));
    if (id.empty() || !with_public_key(algorithm, key, [](auto const*) { return true; })) return {PasskeyFault::unreadable};
    return {PasskeyFault::none, {base64url(id), base64url(key), algorithm, fido_cred_sigcount(credential.get())}};
  }
  return {PasskeyFault::unreadable};
}

KeyAnswer check_answer(Site const& site, std::string_view challenge, KeyParts const& key, std::string_view client_data, std::string_view authenticator_data, std::string_view signature) {
  auto const client = from_base64url(client_data);
  auto const data = from_base64url(authenticator_data);
  auto const signed_with = from_base64url(signature);
  auto const public_key = from_base64url(key.public_key);
  if (!client || !data || !signed_with || !public_key) return {PasskeyFault::unreadable};
  if (auto const fault = check_client_data(*client, "webauthn.get", challenge, site); fault != PasskeyFault::none) return {fault};
  if (auto const fault = check_key_data(*data, site); fault != PasskeyFault::none) return {fault};
  if (!lengths_hold(std::string_view(*data).substr(smallest))) return {PasskeyFault::unreadable};
  fido_init(0);
  auto const answer = hold<fido_assert_t, fido_assert_free>(fido_assert_new());
  bool const taken = fido_assert_set_clientdata(answer.get(), bytes_of(*client), client->size()) == FIDO_OK && fido_assert_set_rp(answer.get(), site.name.c_str()) == FIDO_OK &&
                     fido_assert_set_up(answer.get(), FIDO_OPT_TRUE) == FIDO_OK &&
                     fido_assert_set_uv(answer.get(), FIDO_OPT_OMIT) == FIDO_OK && fido_assert_set_count(answer.get(), 1) == FIDO_OK &&
                     fido_assert_set_authdata_raw(answer.get(), 0, bytes_of(*data), data->size()) == FIDO_OK &&
                     fido_assert_set_sig(answer.get(), 0, bytes_of(*signed_with), signed_with->size()) == FIDO_OK;
  if (!taken) return {PasskeyFault::unreadable};
  bool const fits = with_public_key(key.algorithm, *public_key, [&](auto const* held) { return fido_assert_verify(answer.get(), 0, cose_of(key.algorithm), held) == FIDO_OK; });
  return {fits ? PasskeyFault::none : PasskeyFault::wrong_signature, fido_assert_sigcount(answer.get(), 0)};
}

}  // namespace rimlig::identity
