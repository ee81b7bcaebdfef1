// For tests of signing in: a person with a password, and what a browser would send and keep.
#pragma once
#include "identity/password.hpp"
#include "identity/testing.hpp"
#include "identity/totp.hpp"

namespace rimlig::identity {

inline constexpr auto good = "sommar regn hav";

inline void with_account(std::function<void(kernel::TestApp&, Organisation const&)> const& test) {
  kernel::on_each_database({org::feature(), identity::feature()}, [&](kernel::TestApp& app) {
    auto const made = make_organisation(app);
    app.with_tx([&](kernel::Tx& tx) { store_password(tx, {made.employee}, kernel::hash_password(good, kernel::PasswordCost::minimum)); });
    test(app, made);
  });
}

inline std::string email_of(kernel::TestApp& app, std::int64_t person) {
  std::string email;
  app.with_tx([&](kernel::Tx& tx) { email = tx.get(kernel::Id<Person>{person}).email; });
  return email;
}

inline kernel::TestApp::Answer try_sign_in(kernel::TestApp& app, std::string const& email, std::string const& password, std::string const& address = "10.0.0.1",
                            kernel::NameValues headers = {}) {
  auto request = kernel::make_request(kernel::Method::post, "/api/session", R"({"email":")" + email + R"(","password":")" + password + "\"}");
  request.remote_address = address;
  request.headers = std::move(headers);
  auto response = app.routes.dispatch(request, app.services);
  return {response.status, response.body, {}, response.content_type, response.headers};
}

inline std::string header_of(kernel::TestApp::Answer const& answer, std::string_view name) {
  for (auto const& [each, value] : answer.headers)
    if (each == name) return value;
  return {};
}

/// The headers that a browser would send after this sign-in.
inline kernel::NameValues held(kernel::TestApp::Answer const& answer) {
  auto const cookie = header_of(answer, "Set-Cookie");
  return {{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", std::string(answer.json().root().get("csrf").text())}};
}

/// A request with what a browser holds, and its answer.
inline kernel::TestApp::Answer post_as(kernel::TestApp& app, std::string target, kernel::NameValues const& held, std::string body = "{}", std::string const& address = "10.0.0.1") {
  auto request = kernel::make_request(kernel::Method::post, std::move(target), std::move(body));
  request.remote_address = address;
  request.headers = held;
  auto response = app.routes.dispatch(request, app.services);
  return {response.status, response.body, {}, response.content_type, response.headers};
}

/// A person's phone: knows the key as it was shown, and the time.
class Phone {
public:
  Phone(kernel::TestApp const& app, kernel::TestApp::Answer const& shown) : app_(app) {
    unsigned bits = 0, value = 0;
    auto const document = shown.json();
    for (char const c : document.root().get("key").text()) {
      if (c == ' ') continue;
      value = (value << 5) | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
      if ((bits += 5) >= 8) key_ += static_cast<char>((value >> (bits -= 8)) & 0xFF);
    }
  }
  std::string code(std::chrono::seconds ahead = std::chrono::seconds{0}) const { return totp_code(key_, app_.clock.now() + ahead); }

private:
  kernel::TestApp const& app_;
  std::string key_;
};

}  // namespace rimlig::identity
