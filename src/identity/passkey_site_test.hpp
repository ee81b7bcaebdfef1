// For tests of passkeys against the routes: a browser at our site, and somebody who has a key.
#pragma once
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "identity/passkey_key_test.hpp"
#include "identity/sign_in_test.hpp"

namespace rimlig::identity {

inline std::string const question = "Zr0hq2b1yq3k3v8nT0P8m1Xg4k9sJ7fQ2wE5rT6yU8i";
inline std::string const password_alone = R"({"current":"sommar regn hav"})";

inline kernel::NameValues at_our_site(kernel::NameValues held) {
  held.emplace_back("Host", our_site.name);
  return held;
}
inline kernel::NameValues cookie_of_answer(kernel::TestApp::Answer const& answer) {
  auto const cookie = header_of(answer, "Set-Cookie");
  return at_our_site({{"Cookie", cookie.substr(0, cookie.find(';'))}});
}
inline std::string text_at(kernel::TestApp::Answer const& answer, std::string_view key) {
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  auto const document = answer.json();
  return std::string(document.root().get(key).text());
}
inline std::size_t count_at(kernel::TestApp::Answer const& answer, std::string_view key) {
  REQUIRE_MESSAGE(answer.status == 200, answer.body);
  auto const document = answer.json();
  return document.root().get(key).size();
}

inline std::string body_of(SoftKey::Made const& made, std::string const& name = "Jobbdatorn") {
  return R"({"name":")" + name + R"(","client_data":")" + made.client_data + R"(","authenticator_data":")" + made.authenticator_data + "\"}";
}
inline std::string body_of(SoftKey::Answer const& answer) {
  return R"({"credential_id":")" + answer.credential_id + R"(","client_data":")" + answer.client_data + R"(","authenticator_data":")" + answer.authenticator_data + R"(","signature":")" +
         answer.signature + "\"}";
}
inline std::string proof_with(SoftKey::Answer const& answer) { return R"({"current":"sommar regn hav","passkey":)" + body_of(answer) + "}"; }
inline std::string with_code(std::string const& code) { return R"({"code":")" + code + "\"}"; }

inline kernel::NameValues signed_in(kernel::TestApp& app, std::string const& email) { return at_our_site(held(try_sign_in(app, email, good, "10.0.0.1", {{"Host", our_site.name}}))); }
inline kernel::NameValues half_way(kernel::TestApp& app, std::string const& email, std::string const& step = "code") {
  auto const first = try_sign_in(app, email, good, "10.0.0.1", {{"Host", our_site.name}});
  REQUIRE(text_at(first, "step") == step);
  return cookie_of_answer(first);
}
/// A question, asked where the person stands.
inline std::string asked(kernel::TestApp& app, kernel::NameValues const& half) { return text_at(post_as(app, "/api/session/passkey/question", half), "challenge"); }

inline kernel::TestApp::Answer add_key(kernel::TestApp& app, kernel::NameValues const& session, SoftKey const& key, std::string const& proof = password_alone, std::string const& name = "Jobbdatorn") {
  auto const challenge = text_at(post_as(app, "/api/passkeys/offer", session, proof), "challenge");
  return post_as(app, "/api/passkeys", session, body_of(key.make(challenge), name));
}

/// An employee with a key.
struct Owner {
  std::string email;
  kernel::NameValues session;
  std::vector<std::string> recovery;
};
inline Owner with_key(kernel::TestApp& app, Organisation const& made, SoftKey const& key) {
  Owner owner{email_of(app, made.employee), {}, {}};
  owner.session = signed_in(app, owner.email);
  auto const added = add_key(app, owner.session, key);
  REQUIRE_MESSAGE(added.status == 200, added.body);
  auto const document = added.json();
  auto const codes = document.root().get("codes");
  for (std::size_t n = 0; n < codes.size(); ++n) owner.recovery.emplace_back(codes.at(n).text());
  return owner;
}

inline std::int64_t noted(kernel::TestApp& app, std::string_view operation) {
  std::int64_t count = 0;
  app.with_tx([&](kernel::Tx& tx) { count = tx.value<std::int64_t>("select count(*) from audit_entry where operation = $1", operation).value(); });
  return count;
}

}  // namespace rimlig::identity
