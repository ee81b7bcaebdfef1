// For tests of passkeys: a key in software, which signs what a real one would, and whatever a test wants wrong.
#pragma once
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "identity/passkey_check.hpp"

namespace rimlig::identity {

inline Site const our_site{"rimlig.kommun.example", "https://rimlig.kommun.example"};

inline std::string sha256_bytes(std::string const& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), out.data(), &size, EVP_sha256(), nullptr);
  return {reinterpret_cast<char const*>(out.data()), size};
}

class SoftKey {
public:
  explicit SoftKey(std::string id, PasskeyAlgorithm algorithm = PasskeyAlgorithm::es256) : id_(std::move(id)), algorithm_(algorithm), key_(nullptr, &EVP_PKEY_free) {
    switch (algorithm) {
      case PasskeyAlgorithm::es256: key_.reset(EVP_EC_gen("P-256")); break;
      case PasskeyAlgorithm::eddsa: key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); break;
      case PasskeyAlgorithm::rs256: key_.reset(EVP_RSA_gen(2048)); break;
    }
  }

  // What a test may set wrong.
  Site site = our_site;
  unsigned char flags = 0x05;  // somebody there, and it was the owner
  std::uint32_t count = 0;
  bool framed = false;
  std::string said_key;  // instead of its own public key

  struct Made {
    std::string client_data, authenticator_data;
  };
  [[nodiscard]] Made make(std::string const& challenge) const {
    return {base64url(client_data("webauthn.create", challenge)),
            base64url(head(flags | 0x40) + std::string(16, '\0') + static_cast<char>(id_.size() >> 8) + static_cast<char>(id_.size() & 0xFF) + id_ + public_key())};
  }

  struct Answer {
    std::string credential_id, client_data, authenticator_data, signature;
  };
  [[nodiscard]] Answer answer(std::string const& challenge, std::string const& kind = "webauthn.get") const {
    auto const client = client_data(kind, challenge);
    auto const data = head(flags);
    return {base64url(id_), base64url(client), base64url(data), base64url(sign(data + sha256_bytes(client)))};
  }

private:
  [[nodiscard]] std::string client_data(std::string const& kind, std::string const& challenge) const {
    return R"({"type":")" + kind + R"(","challenge":")" + challenge + R"(","origin":")" + site.origin + R"(","crossOrigin":)" + (framed ? "true" : "false") + "}";
  }
  [[nodiscard]] std::string head(unsigned said) const {
    auto out = sha256_bytes(site.name) + static_cast<char>(said);
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((count >> shift) & 0xFF);
    return out;
  }
  [[nodiscard]] std::string number(char const* name, std::size_t size) const {
    BIGNUM* made = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &made);
    std::vector<unsigned char> bytes(size);
    BN_bn2binpad(made, bytes.data(), static_cast<int>(size));
    BN_free(made);
    return {bytes.begin(), bytes.end()};
  }
  /// As COSE writes it.
  [[nodiscard]] std::string public_key() const {
    using namespace std::string_literals;
    if (!said_key.empty()) return said_key;
    switch (algorithm_) {
      case PasskeyAlgorithm::es256: return "\xA5\x01\x02\x03\x26\x20\x01\x21\x58\x20"s + number("qx", 32) + "\x22\x58\x20"s + number("qy", 32);
      case PasskeyAlgorithm::eddsa: {
        std::string raw(32, '\0');
        std::size_t size = raw.size();
        EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(raw.data()), &size);
        return "\xA4\x01\x01\x03\x27\x20\x06\x21\x58\x20"s + raw;
      }
      case PasskeyAlgorithm::rs256: return "\xA4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00"s + number("n", 256) + "\x21\x43\x01\x00\x01"s;
    }
    return {};
  }
  [[nodiscard]] std::string sign(std::string const& bytes) const {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const work(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_DigestSignInit(work.get(), nullptr, algorithm_ == PasskeyAlgorithm::eddsa ? nullptr : EVP_sha256(), nullptr, key_.get());
    auto const* from = reinterpret_cast<unsigned char const*>(bytes.data());
    std::size_t size = 0;
    EVP_DigestSign(work.get(), nullptr, &size, from, bytes.size());
    std::string out(size, '\0');
    EVP_DigestSign(work.get(), reinterpret_cast<unsigned char*>(out.data()), &size, from, bytes.size());
    out.resize(size);
    return out;
  }

  std::string id_;
  PasskeyAlgorithm algorithm_;
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
};

}  // namespace rimlig::identity
