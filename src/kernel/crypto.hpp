// Hashes, random tokens and passwords, all from libsodium, so that no feature chooses an algorithm.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace rimlig::kernel {

/// SHA-256 of something that comes in pieces.
class Sha256 {
public:
  Sha256();
  void update(std::string_view bytes);
  /// Lower-case hex; the object is used up.
  [[nodiscard]] std::string hex();

private:
  alignas(16) std::array<std::byte, 128> state_;
};

[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// `bytes` random bytes as base64url without padding, for session cookies and links.
[[nodiscard]] std::string random_token(std::size_t bytes = 32);

/// interactive: argon2id with 2 passes over 64 MiB, libsodium's choice for a person who waits
/// (about 0.1 s); the memory is returned after each call. minimum: tests only.
enum class PasswordCost { interactive, minimum };

/// The argon2id text with salt and parameters ("$argon2id$v=19$…"), ready to be stored.
[[nodiscard]] std::string hash_password(std::string_view password, PasswordCost cost = PasswordCost::interactive);
[[nodiscard]] bool verify_password(std::string const& stored, std::string_view password);
/// True when the stored hash was made with weaker parameters than today's; hash again at log-in.
[[nodiscard]] bool needs_rehash(std::string const& stored);

/// Ed25519. Seeds, keys and signatures are lower-case hex.
[[nodiscard]] std::string random_seed();
/// Empty when the text is not a seed.
[[nodiscard]] std::string public_key_of(std::string_view seed);
[[nodiscard]] std::string signature_of(std::string_view seed, std::string_view bytes);
[[nodiscard]] bool is_signature(std::string_view public_key, std::string_view bytes, std::string_view signature);

/// Takes as long whether the texts differ early or late; only the length shows.
[[nodiscard]] bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace rimlig::kernel
