#include <doctest/doctest.h>

#include "identity/password.hpp"
#include "identity/qr.hpp"
#include "identity/sealing.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/sign_in_test.hpp"
#include "identity/totp.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using namespace std::chrono_literals;
using kernel::Method;
using kernel::NameValues;
using kernel::TestApp;
using kernel::Tx;

namespace {

kernel::TimePoint at(std::int64_t seconds) { return kernel::TimePoint{std::chrono::seconds(seconds)}; }

std::string with_code(std::string const& code) { return R"({"code":")" + code + "\"}"; }
std::string proof(std::string const& password, std::string const& code = "") {
  return R"({"current":")" + password + "\"" + (code.empty() ? "" : R"(,"code":")" + code + "\"") + "}";
}

std::string step_of(TestApp::Answer const& answer) { return std::string(answer.json().root().get("step").text()); }
NameValues cookie_of_answer(TestApp::Answer const& answer) {
  auto const cookie = header_of(answer, "Set-Cookie");
  return {{"Cookie", cookie.substr(0, cookie.find(';'))}};
}

std::vector<std::string> codes_of(TestApp::Answer const& answer) {
  std::vector<std::string> codes;
  auto const document = answer.json();
  auto const items = document.root().get("codes");
  for (std::size_t n = 0; n < items.size(); ++n) codes.emplace_back(items.at(n).text());
  return codes;
}

/// An employee who has turned it on: their phone, their recovery codes, and the session that did it.
struct Enrolled {
  NameValues session;
  Phone phone;
  std::vector<std::string> recovery;
  std::string email;
};

Enrolled enrol(TestApp& app, Organisation const& made) {
  auto const email = email_of(app, made.employee);
  auto const session = held(try_sign_in(app, email, good));
  auto const shown = post_as(app, "/api/second-factor/key", session, proof(good));
  REQUIRE_MESSAGE(shown.status == 200, shown.body);
  Phone const phone(app, shown);
  auto const confirmed = post_as(app, "/api/second-factor", session, with_code(phone.code()));
  REQUIRE_MESSAGE(confirmed.status == 200, confirmed.body);
  app.clock.advance(1min);
  return {session, phone, codes_of(confirmed), email};
}

/// The answer to the code, after the right password.
TestApp::Answer sign_in_with(TestApp& app, Enrolled const& who, std::string const& code, std::string const& address = "10.0.0.1") {
  auto const first = try_sign_in(app, who.email, good, address);
  REQUIRE_MESSAGE(first.status == 200, first.body);
  REQUIRE(step_of(first) == "code");
  return post_as(app, "/api/session/code", cookie_of_answer(first), with_code(code), address);
}

}  // namespace

TEST_CASE("S4-20: codes are those of RFC 6238, from one half minute back to one ahead") {
  std::string const key = "12345678901234567890";
  // Appendix B, the last six of its eight digits.
  CHECK(totp_code(key, at(59)) == "287082");
  CHECK(totp_code(key, at(1111111109)) == "081804");
  CHECK(totp_code(key, at(1111111111)) == "050471");
  CHECK(totp_code(key, at(1234567890)) == "005924");
  CHECK(totp_code(key, at(2000000000)) == "279037");
  CHECK(totp_code(key, at(20000000000)) == "353130");
  CHECK(totp_step(key, "287082", at(59)) == 1);
  CHECK(totp_step(key, "287082", at(0)) == 1);
  CHECK(totp_step(key, "287082", at(89)) == 1);
  CHECK(totp_step(key, "287082", at(90)) == std::nullopt);
  CHECK(totp_step(key, "28708", at(59)) == std::nullopt);
  CHECK(totp_step(key, "", at(59)) == std::nullopt);
  // RFC 4648, section 10.
  CHECK(base32("foobar") == "MZXW6YTBOI");
  auto const picture = qr_rows(totp_address(key, "ada@kommun.example"));
  CHECK(picture.size() >= 29);
  CHECK(picture.front().starts_with("1111111"));
  CHECK(totp_address(key, "ada@kommun.example") == "otpauth://totp/Rimlig:ada%40kommun.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Rimlig");
}

TEST_CASE("S4-20: a secret is sealed with a key beside the database, and for one person alone") {
  auto const folder = std::filesystem::temp_directory_path() / ("rimlig-seal-" + kernel::random_token(8));
  std::filesystem::create_directories(folder);
  SealingKey const key(folder / "secret.key");
  auto const sealed = key.seal("hemligt", "person 1");
  CHECK(sealed.find("hemligt") == std::string::npos);
  CHECK(sealed != key.seal("hemligt", "person 1"));
  CHECK(SealingKey(folder / "secret.key").open(sealed, "person 1") == "hemligt");
  CHECK(key.open(sealed, "person 2") == std::nullopt);
  CHECK(key.open(sealed.substr(2), "person 1") == std::nullopt);
  CHECK(key.open("inte hex", "person 1") == std::nullopt);
  CHECK(SealingKey(folder / "other.key").open(sealed, "person 1") == std::nullopt);
  CHECK((std::filesystem::status(folder / "secret.key").permissions() & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) == std::filesystem::perms::none);
  CHECK(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator{}) == 2);
  std::filesystem::remove_all(folder);
}

TEST_CASE("S4-20: with a second factor, the password alone opens nothing") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const who = enrol(app, made);
    auto const first = try_sign_in(app, who.email, good);
    REQUIRE(first.status == 200);
    CHECK(step_of(first) == "code");
    CHECK(first.body.find("Moa") == std::string::npos);
    auto const half = cookie_of_answer(first);
    CHECK(half[0].second.starts_with("rimlig_sign_in="));
    // Neither as it is nor under the session's own name.
    auto as_session = half;
    as_session[0].second.replace(0, std::string("rimlig_sign_in").size(), "rimlig_session");
    for (auto const& headers : {half, as_session}) {
      CHECK(app.call(Method::get, "/api/session", 0, {}, headers).status == 401);
      CHECK(app.call(Method::get, "/api/actions", 0, {}, headers).status >= 401);
      CHECK(post_as(app, "/api/second-factor/off", headers, proof(good)).status == 401);
      CHECK(post_as(app, "/api/session/second-factor/key", headers).status == 401);
    }
    CHECK(post_as(app, "/api/session/code", {}, with_code(who.phone.code())).status == 401);
    CHECK(post_as(app, "/api/session/code", half, with_code("000000")).status == 422);
    auto const second = post_as(app, "/api/session/code", half, with_code(who.phone.code()));
    REQUIRE_MESSAGE(second.status == 200, second.body);
    CHECK(step_of(second) == "done");
    CHECK(app.call(Method::get, "/api/session", 0, {}, held(second)).status == 200);
    // The half session was used up.
    CHECK(post_as(app, "/api/session/code", half, with_code(who.phone.code(30s))).status == 401);
    // A new password asks for itself.
    auto const before = cookie_of_answer(try_sign_in(app, who.email, good));
    CHECK(app.call(Method::post, "/api/session/password", 0, R"({"current":"sommar regn hav","new":"vinter snö is"})", held(second)).status == 204);
    CHECK(post_as(app, "/api/session/code", before, with_code(who.phone.code(30s))).status == 401);
    CHECK(app.call(Method::post, "/api/session/password", 0, R"({"current":"vinter snö is","new":"sommar regn hav"})", held(second)).status == 204);
    auto const late = cookie_of_answer(try_sign_in(app, who.email, good));
    app.clock.advance(15min);
    CHECK(post_as(app, "/api/session/code", late, with_code(who.phone.code())).status == 401);
  });
}

TEST_CASE("S4-20: a code is good once, and one from a clock that is half a minute wrong is good too") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const who = enrol(app, made);
    auto const code = who.phone.code();
    CHECK(sign_in_with(app, who, code).status == 200);
    auto const again = sign_in_with(app, who, code);
    CHECK(again.status == 422);
    CHECK(again.body.find("redan använd") != std::string::npos);
    CHECK(sign_in_with(app, who, who.phone.code(-30s)).status == 422);
    CHECK(sign_in_with(app, who, who.phone.code(30s)).status == 200);
    app.clock.advance(5min);
    CHECK(sign_in_with(app, who, who.phone.code(-60s)).status == 422);
    CHECK(sign_in_with(app, who, who.phone.code(60s)).status == 422);
    CHECK(sign_in_with(app, who, who.phone.code(-30s)).status == 200);
    CHECK(sign_in_with(app, who, who.phone.code().insert(3, " ")).status == 200);
  });
}

TEST_CASE("S4-20: ten recovery codes, each good once, kept as hashes and renewed whole") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const who = enrol(app, made);
    REQUIRE(who.recovery.size() == 10);
    auto upper = who.recovery[1];
    for (auto& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    CHECK(sign_in_with(app, who, who.recovery[0]).status == 200);
    CHECK(sign_in_with(app, who, who.recovery[0]).status == 422);
    auto const session = held(sign_in_with(app, who, upper));
    CHECK(app.call(Method::get, "/api/second-factor", 0, {}, session).json().root().get("recovery_codes").integer() == 8);
    CHECK(post_as(app, "/api/second-factor/recovery-codes", session, proof(good)).status == 422);
    auto const renewed = post_as(app, "/api/second-factor/recovery-codes", session, proof(good, who.phone.code()));
    REQUIRE_MESSAGE(renewed.status == 200, renewed.body);
    CHECK(codes_of(renewed).size() == 10);
    CHECK(sign_in_with(app, who, who.recovery[2]).status == 422);
    CHECK(sign_in_with(app, who, codes_of(renewed)[2]).status == 200);
    app.with_tx([&](Tx& tx) {
      for (auto const& code : codes_of(renewed)) CHECK(tx.value<std::int64_t>("select count(*) from recovery_code where code_hash = $1", code) == 0);
      CHECK(tx.value<std::int64_t>("select count(*) from recovery_code") == 9);
    });
  });
}

TEST_CASE("S4-20: wrong codes are slowed down, and only for who knows the password") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const who = enrol(app, made);
    REQUIRE(sign_in_with(app, who, who.phone.code()).status == 200);
    app.clock.advance(1min);
    auto const half = cookie_of_answer(try_sign_in(app, who.email, good, "10.0.0.66"));
    // After five wrong ones the password is asked for again, and then the wait begins.
    for (int n = 0; n < 5; ++n) CHECK(post_as(app, "/api/session/code", half, with_code("000000"), "10.0.0.66").status == 422);
    CHECK(post_as(app, "/api/session/code", half, with_code(who.phone.code()), "10.0.0.66").status == 401);
    CHECK(sign_in_with(app, who, who.phone.code(), "10.0.0.66").status == 429);
    // The owner's own desk does not wait.
    CHECK(sign_in_with(app, who, who.phone.code()).status == 200);
  });
}

TEST_CASE("S4-20: turning off or changing the phone takes the password and a code") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const session = held(try_sign_in(app, email, good));
    auto const elsewhere = held(try_sign_in(app, email, good));
    CHECK(post_as(app, "/api/second-factor/key", session, proof("fel fel fel fel")).status == 422);
    CHECK(post_as(app, "/api/second-factor", session, with_code("123456")).status == 409);
    Phone const old_phone(app, post_as(app, "/api/second-factor/key", session, proof(good)));
    CHECK(app.call(Method::get, "/api/second-factor", 0, {}, session).json().root().get("on").boolean() == false);
    CHECK(post_as(app, "/api/second-factor", session, with_code("000000")).status == 422);
    CHECK(post_as(app, "/api/second-factor", session, with_code(old_phone.code())).status == 200);
    CHECK(app.call(Method::get, "/api/session", 0, {}, session).status == 200);
    CHECK(app.call(Method::get, "/api/session", 0, {}, elsewhere).status == 401);
    app.clock.advance(1min);
    // Another phone: the old one works until the new one has shown a code.
    CHECK(post_as(app, "/api/second-factor/key", session, proof(good)).status == 422);
    auto const shown = post_as(app, "/api/second-factor/key", session, proof(good, old_phone.code()));
    REQUIRE(shown.status == 200);
    Phone const new_phone(app, shown);
    Enrolled const with_old{session, old_phone, {}, email};
    app.clock.advance(1min);
    CHECK(sign_in_with(app, with_old, old_phone.code()).status == 200);
    CHECK(post_as(app, "/api/second-factor", session, with_code(new_phone.code())).status == 200);
    app.clock.advance(1min);
    CHECK(sign_in_with(app, with_old, old_phone.code()).status == 422);
    CHECK(post_as(app, "/api/second-factor/off", session, proof(good)).status == 422);
    CHECK(post_as(app, "/api/second-factor/off", session, proof("fel fel fel fel", new_phone.code())).status == 422);
    CHECK(post_as(app, "/api/second-factor/off", session, proof(good, new_phone.code())).status == 204);
    CHECK(step_of(try_sign_in(app, email, good)) == "done");
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from recovery_code") == 0);
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'second_factor_off' and object_id = $1", made.employee) == 1);
    });
  });
}

TEST_CASE("S4-20: an administrator takes away a lost second factor, which ends the person's sessions") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const who = enrol(app, made);
    auto const target = "/api/persons/" + std::to_string(made.employee);
    CHECK(app.get(target + "/account", made.administrator).json().root().get("second_factor").boolean());
    CHECK(app.call(Method::del, target + "/second-factor", made.controller).status == 403);
    CHECK(app.call(Method::del, target + "/second-factor", made.administrator).status == 204);
    CHECK(app.call(Method::del, target + "/second-factor", made.administrator).status == 404);
    CHECK(app.call(Method::get, "/api/session", 0, {}, who.session).status == 401);
    CHECK(step_of(try_sign_in(app, who.email, good)) == "done");
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'second_factor_removed' and object_id = $1 and actor_id = $2", made.employee, made.administrator) == 1);
    });
  });
}

TEST_CASE("S4-20: a role that needs a second factor has it set up at the next sign-in, and keeps it") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const rules = R"({"second_factor_roles":["employee","administrator"]})";
    auto const earlier = held(try_sign_in(app, email_of(app, made.employee), good));
    CHECK(app.call(Method::put, "/api/sign-in-rules", made.administrator, rules).status == 403);
    auto const top = make_person(app, "Tove Topp", Role::administrator, made.council);
    auto const put = app.call(Method::put, "/api/sign-in-rules", top, rules);
    REQUIRE_MESSAGE(put.status == 200, put.body);
    CHECK_MESSAGE(put.body.starts_with(R"({"second_factor_roles":["administrator","employee"],"levels":[],)"), put.body);
    CHECK(app.get("/api/sign-in-rules", made.administrator).body == put.body);

    auto const email = email_of(app, made.employee);
    auto const first = try_sign_in(app, email, good);
    CHECK(step_of(first) == "set_up");
    auto const half = cookie_of_answer(first);
    CHECK(app.call(Method::get, "/api/session", 0, {}, half).status == 401);
    CHECK(post_as(app, "/api/session/code", half, with_code("123456")).status == 401);
    auto const shown = post_as(app, "/api/session/second-factor/key", half);
    REQUIRE_MESSAGE(shown.status == 200, shown.body);
    Phone const phone(app, shown);
    CHECK(post_as(app, "/api/session/second-factor", half, with_code("000000")).status == 422);
    auto const confirmed = post_as(app, "/api/session/second-factor", half, with_code(phone.code()));
    REQUIRE_MESSAGE(confirmed.status == 200, confirmed.body);
    CHECK(codes_of(confirmed).size() == 10);
    CHECK(app.call(Method::get, "/api/session", 0, {}, earlier).status == 401);
    auto const read = app.call(Method::get, "/api/session", 0, {}, cookie_of_answer(confirmed));
    REQUIRE(read.status == 200);
    NameValues const session{cookie_of_answer(confirmed)[0], {"X-CSRF-Token", std::string(read.json().root().get("csrf").text())}};
    app.clock.advance(1min);
    auto const off = post_as(app, "/api/second-factor/off", session, proof(good, phone.code()));
    CHECK(off.status == 409);
    CHECK(off.body.find("Din roll kräver") != std::string::npos);
    // The code of what was refused is not used up, and the factor stands.
    CHECK(step_of(try_sign_in(app, email, good)) == "code");
  });
}

TEST_CASE("S4-20: no key, code or hash reaches the audit trail, and the key is not in the database") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    auto const session = held(try_sign_in(app, email, good));
    auto const shown = post_as(app, "/api/second-factor/key", session, proof(good));
    auto text = std::string(shown.json().root().get("key").text());
    std::erase(text, ' ');
    Phone const phone(app, shown);
    auto const recovery = codes_of(post_as(app, "/api/second-factor", session, with_code(phone.code())));
    app.with_tx([&](Tx& tx) {
      auto const sealed = tx.value<std::string>("select sealed_key from second_factor").value();
      CHECK(sealed.find(text) == std::string::npos);
      tx.run("select changes || note from audit_entry", {}, [&](kernel::Row const& row) {
        for (auto const& secret : {text, sealed, phone.code(), recovery.front()}) CHECK(row.text(0).find(secret) == std::string::npos);
      });
    });
    // Another installation's key does not open it: said as it is, and a recovery code still works.
    std::filesystem::remove(sealing_key_file(app.services));
    app.clock.advance(1min);
    Enrolled const who{session, phone, recovery, email};
    auto const lost = sign_in_with(app, who, phone.code());
    CHECK(lost.status == 503);
    CHECK(lost.body.find("reservkod") != std::string::npos);
    CHECK(sign_in_with(app, who, recovery[3]).status == 200);
  });
}
