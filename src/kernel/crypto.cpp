#include "kernel/crypto.hpp"

#include <sodium.h>

#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

namespace rimlig::kernel {
namespace {

static_assert(sizeof(crypto_hash_sha256_state) <= 128);

/// libsodium must be initialised before anything else; it is harmless to do it twice.
void ready() {
  static int const result = sodium_init();
  if (result < 0) throw std::runtime_error("libsodium could not be initialised");
}

unsigned char const* bytes_of(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }

auto* state_of(std::array<std::byte, 128>& storage) {
  return std::launder(reinterpret_cast<crypto_hash_sha256_state*>(storage.data()));
}

std::string hex_of(std::span<unsigned char const> bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes.data(), bytes.size());
  out.pop_back();
  return out;
}

/// False when the text is not exactly as many bytes in hex.
template <std::size_t N>
bool read_hex(std::string_view text, std::array<unsigned char, N>& out) {
  std::size_t read = 0;
  return text.size() == 2 * N && sodium_hex2bin(out.data(), N, text.data(), text.size(), nullptr, &read, nullptr) == 0 && read == N;
}

struct KeyPair {
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
};

std::optional<KeyPair> key_pair(std::string_view seed) {
  ready();
  std::array<unsigned char, crypto_sign_SEEDBYTES> bytes{};
  KeyPair pair;
  if (!read_hex(seed, bytes) || crypto_sign_seed_keypair(pair.open.data(), pair.secret.data(), bytes.data()) != 0) return std::nullopt;
  return pair;
}

}  // namespace

Sha256::Sha256() {
  ready();
  crypto_hash_sha256_init(new (state_.data()) crypto_hash_sha256_state);
}

void Sha256::update(std::string_view bytes) { crypto_hash_sha256_update(state_of(state_), bytes_of(bytes), bytes.size()); }

std::string Sha256::hex() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(state_of(state_), digest.data());
  return hex_of(digest);
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

std::string random_token(std::size_t bytes) {
  ready();
  std::vector<unsigned char> random(bytes);
  randombytes_buf(random.data(), random.size());
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string out(sodium_base64_encoded_len(bytes, variant), '\0');
  sodium_bin2base64(out.data(), out.size(), random.data(), random.size(), variant);
  out.pop_back();
  return out;
}

std::string hash_password(std::string_view password, PasswordCost cost) {
  ready();
  bool const interactive = cost == PasswordCost::interactive;
  std::string out(crypto_pwhash_STRBYTES, '\0');
  int const failed = crypto_pwhash_str_alg(out.data(), password.data(), password.size(),
                                           interactive ? crypto_pwhash_OPSLIMIT_INTERACTIVE : crypto_pwhash_OPSLIMIT_MIN,
                                           interactive ? crypto_pwhash_MEMLIMIT_INTERACTIVE : crypto_pwhash_MEMLIMIT_MIN,
                                           crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) throw std::bad_alloc();
  out.resize(out.find('\0'));
  return out;
}

bool verify_password(std::string const& stored, std::string_view password) {
  ready();
  if (stored.size() >= crypto_pwhash_STRBYTES) return false;
  return crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string const& stored) {
  ready();
  return crypto_pwhash_str_needs_rehash(stored.c_str(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                        crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
}

std::string random_seed() {
  ready();
  std::array<unsigned char, crypto_sign_SEEDBYTES> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return hex_of(bytes);
}

std::string public_key_of(std::string_view seed) {
  auto const pair = key_pair(seed);
  return pair ? hex_of(pair->open) : std::string{};
}

std::string signature_of(std::string_view seed, std::string_view bytes) {
  auto const pair = key_pair(seed);
  if (!pair) throw std::logic_error("not a signing key");
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(bytes), bytes.size(), pair->secret.data());
  return hex_of(signature);
}

bool is_signature(std::string_view public_key, std::string_view bytes, std::string_view signature) {
  ready();
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> key{};
  std::array<unsigned char, crypto_sign_BYTES> given{};
  return read_hex(public_key, key) && read_hex(signature, given) && crypto_sign_verify_detached(given.data(), bytes_of(bytes), bytes.size(), key.data()) == 0;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace rimlig::kernel
