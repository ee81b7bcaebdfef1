// What a browser brings from a passkey (WebAuthn), checked with libfido2: that it answers this question, on this
// site, with somebody at the key, and that the signature is the key's. Knows no database.
#pragma once
#include <boost/describe/enum.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace rimlig::kernel {
struct Request;
}

namespace rimlig::identity {

/// The page's own place: a key is bound to the name, and what it signs to the whole address.
struct Site {
  std::string name;    // "rimlig.kommun.example"
  std::string origin;  // "https://rimlig.kommun.example"
};
/// As the browser that sent the request should see it. The server has checked the Host header.
Site site_of(kernel::Request const& request);

enum class PasskeyAlgorithm { es256, eddsa, rs256 };
BOOST_DESCRIBE_ENUM(PasskeyAlgorithm, es256, eddsa, rs256)

enum class PasskeyFault { none, unreadable, wrong_question, wrong_site, nobody_there, unknown_key, wrong_signature, copied };

/// Bytes are base64url everywhere, as the page sends them and as they are stored.
struct KeyParts {
  std::string credential_id;
  std::string public_key;
  PasskeyAlgorithm algorithm = PasskeyAlgorithm::es256;
  std::int64_t sign_count = 0;
};

struct NewKey {
  PasskeyFault fault = PasskeyFault::none;
  KeyParts parts = {};
};
NewKey read_new_key(Site const& site, std::string_view challenge, std::string_view client_data, std::string_view authenticator_data);

struct KeyAnswer {
  PasskeyFault fault = PasskeyFault::none;
  std::int64_t sign_count = 0;
};
/// Checks all but the count, which is the caller's to compare. That somebody was there is enough, and who it was (a code
/// or a finger at the key) is not asked for: the password has been given before it, so the key is something held.
KeyAnswer check_answer(Site const& site, std::string_view challenge, KeyParts const& key, std::string_view client_data, std::string_view authenticator_data, std::string_view signature);

/// Without padding.
std::string base64url(std::string_view bytes);

}  // namespace rimlig::identity
