#include "identity/sealing.hpp"

#include <sodium.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "kernel/crypto.hpp"
#include "kernel/problem.hpp"
#include "kernel/routes.hpp"

namespace rimlig::identity {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_size = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;

unsigned char const* bytes_of(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes_of(bytes), bytes.size());
  out.pop_back();
  return out;
}

/// Empty when the text is not hex.
std::string from_hex(std::string_view text) {
  std::string out(text.size() / 2, '\0');
  std::size_t read = 0;
  if (sodium_hex2bin(bytes_of(out), out.size(), text.data(), text.size(), nullptr, &read, nullptr) != 0 || read * 2 != text.size()) return {};
  return out;
}

/// Whoever is first gives the name; another program that starts at the same moment reads that one's.
void make_key(fs::path const& file) {
  auto const own = fs::path(file.string() + "." + kernel::random_token(8));
  { std::ofstream const made(own, std::ios::trunc); }
  fs::permissions(own, fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream out(own);
  out << to_hex(random_bytes(key_size)) << "\n";
  out.close();
  if (!out) throw std::runtime_error("cannot write " + own.string());
  std::error_code taken;
  fs::create_hard_link(own, file, taken);
  fs::remove(own);
}

}  // namespace

std::string random_bytes(std::size_t count) {
  // Harmless to do again: whoever is first in the process prepares the library.
  if (sodium_init() < 0) throw std::runtime_error("libsodium could not be initialised");
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

SealingKey::SealingKey(fs::path const& file) {
  if (!fs::exists(file)) make_key(file);
  read(file);
}

SealingKey SealingKey::existing(fs::path const& file) {
  SealingKey key;
  if (fs::exists(file)) key.read(file);
  return key;
}

void SealingKey::read(fs::path const& file) {
  std::string line;
  std::ifstream in(file);
  std::getline(in, line);
  key_ = from_hex(line);
  if (key_.size() != key_size) throw kernel::Problem{503, "no_secret_key", "Filen " + file.filename().string() + " innehåller ingen nyckel. Återställ den från en säkerhetskopia."};
}

std::string SealingKey::seal(std::string_view secret, std::string_view about) const {
  auto sealed = random_bytes(nonce_size);
  std::string boxed(secret.size() + tag_size, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(boxed), nullptr, bytes_of(secret), secret.size(), bytes_of(about), about.size(), nullptr, bytes_of(std::as_const(sealed)),
                                             bytes_of(std::as_const(key_)));
  return to_hex(sealed + boxed);
}

std::optional<std::string> SealingKey::open(std::string_view sealed, std::string_view about) const {
  auto const bytes = from_hex(sealed);
  if (key_.empty() || bytes.size() < nonce_size + tag_size) return std::nullopt;
  auto const boxed = std::string_view(bytes).substr(nonce_size);
  std::string secret(boxed.size() - tag_size, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(secret), nullptr, nullptr, bytes_of(boxed), boxed.size(), bytes_of(about), about.size(), bytes_of(bytes),
                                                 bytes_of(std::as_const(key_))) != 0)
    return std::nullopt;
  return secret;
}

fs::path sealing_key_file(kernel::Services const& services) {
  if (auto const* named = std::getenv("RIMLIG_SECRET_KEY_FILE"); named && *named) return named;
  return services.files.root().parent_path() / "secret.key";
}

}  // namespace rimlig::identity
