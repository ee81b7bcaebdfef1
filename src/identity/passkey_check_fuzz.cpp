// What a browser sends from a passkey, which anybody can write by hand: the client's data, the key's own, a public key
// and a signature. The first byte says which of them the rest is.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "identity/passkey_check.hpp"

namespace {

using namespace rimlig::identity;

Site const site{"rimlig.kommun.example", "https://rimlig.kommun.example"};
constexpr std::string_view challenge = "Zr0hq2b1yq3k3v8nT0P8m1Xg4k9sJ7fQ2wE5rT6yU8i";

// SHA-256 of the site's name, without which nothing is read any further.
constexpr std::string_view name_hash{
    "\x8e\x84\x9e\xa6\x9b\x89\x05\x81\xb8\x86\xb8\x13\x58\xa9\x24\x72\xe9\xb4\xdd\x38\x4c\xdf\x12\x8b\xc0\xf2\xa5\x10\x12\xf2\x95\x75", 32};
// The generator of P-256: a right public key, for which the fuzzer knows no signature.
constexpr std::string_view point{
    "\x6b\x17\xd1\xf2\xe1\x2c\x42\x47\xf8\xbc\xe6\xe5\x63\xa4\x40\xf2\x77\x03\x7d\x81\x2d\xeb\x33\xa0\xf4\xa1\x39\x45\xd8\x98\xc2\x96"
    "\x4f\xe3\x42\xe2\xfe\x1a\x7f\x9b\x8e\xe7\xeb\x4a\x7c\x0f\x9e\x16\x2b\xce\x33\x57\x6b\x31\x5e\xce\xcb\xb6\x40\x68\x37\xbf\x51\xf5", 64};

std::string client_data(std::string_view kind) {
  return R"({"type":")" + std::string(kind) + R"(","challenge":")" + std::string(challenge) + R"(","origin":")" + site.origin + R"(","crossOrigin":false})";
}

std::string key_data(std::string_view said) { return base64url(std::string(name_hash) + std::string(said)); }

void check_new(NewKey const& made) {
  if (made.fault == PasskeyFault::none && (made.parts.credential_id.empty() || made.parts.public_key.empty() || made.parts.sign_count < 0)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  std::string_view const rest(reinterpret_cast<char const*>(data) + 1, size - 1);
  auto const half = rest.substr(0, rest.size() / 2);
  auto const other = rest.substr(half.size());
  KeyParts key{base64url("key"), base64url(point), static_cast<PasskeyAlgorithm>(data[0] / 8 % 3), 0};
  auto const get = base64url(client_data("webauthn.get"));
  // Flags (somebody there) and count.
  auto const there = key_data(std::string_view("\x01\0\0\0\x07", 5));
  switch (data[0] % 8) {
    case 0: check_new(read_new_key(site, challenge, base64url(client_data("webauthn.create")), key_data(rest))); break;
    case 1: check_new(read_new_key(site, challenge, base64url(rest), key_data(std::string_view("\x41", 1)))); break;
    case 2: check_new(read_new_key(site, challenge, half, other)); break;
    case 3: check_answer(site, challenge, key, get, key_data(rest), base64url("none")); break;
    case 4:
      key.public_key = base64url(half);
      check_answer(site, challenge, key, get, there, base64url(other));
      break;
    case 5:
      key.algorithm = PasskeyAlgorithm::es256;
      if (check_answer(site, challenge, key, get, there, base64url(rest)).fault == PasskeyFault::none) __builtin_trap();
      break;
    case 6: check_answer(site, challenge, key, base64url(half), key_data(other), base64url("none")); break;
    default: check_answer(site, challenge, key, half, other, rest); break;
  }
  return 0;
}
