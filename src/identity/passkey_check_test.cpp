#include <doctest/doctest.h>

#include "identity/passkey_check.hpp"
#include "identity/passkey_key_test.hpp"
#include "kernel/http.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Method;
using kernel::NameValues;

namespace {

std::string const question = "Zr0hq2b1yq3k3v8nT0P8m1Xg4k9sJ7fQ2wE5rT6yU8i";

}  // namespace

TEST_CASE("S4-20: a key's answer holds for its question, its site and its own signature, with each algorithm") {
  for (auto const algorithm : {PasskeyAlgorithm::es256, PasskeyAlgorithm::eddsa, PasskeyAlgorithm::rs256}) {
    SoftKey key("mätare", algorithm);
    key.count = 7;
    auto const read = [&](SoftKey::Made const& made, std::string const& challenge = question) { return read_new_key(our_site, challenge, made.client_data, made.authenticator_data); };
    auto const made = read(key.make(question));
    REQUIRE(made.fault == PasskeyFault::none);
    CHECK(made.parts.algorithm == algorithm);
    CHECK(made.parts.sign_count == 7);
    CHECK(made.parts.credential_id == base64url("mätare"));
    CHECK(read(key.make("en annan fråga")).fault == PasskeyFault::wrong_question);
    CHECK(read(key.make(""), "").fault == PasskeyFault::wrong_question);
    CHECK(read({key.make(question).client_data, base64url("kort")}).fault == PasskeyFault::unreadable);
    CHECK(read({base64url("{"), key.make(question).authenticator_data}).fault == PasskeyFault::unreadable);
    CHECK(read({"inte base64!", key.make(question).authenticator_data}).fault == PasskeyFault::unreadable);
    CHECK(read({key.answer(question).client_data, key.make(question).authenticator_data}).fault == PasskeyFault::unreadable);
    // The key's own data without a key in it.
    CHECK(read({key.make(question).client_data, key.answer(question).authenticator_data}).fault == PasskeyFault::unreadable);

    auto const check = [&](SoftKey::Answer const& answer) {
      return check_answer(our_site, question, made.parts, answer.client_data, answer.authenticator_data, answer.signature).fault;
    };
    CHECK(check(key.answer(question)) == PasskeyFault::none);
    CHECK(check(key.answer("en annan fråga")) == PasskeyFault::wrong_question);
    CHECK(check(key.answer(question, "webauthn.create")) == PasskeyFault::unreadable);
    auto tampered = key.answer(question);
    tampered.authenticator_data = key.answer(question).authenticator_data;
    tampered.signature[5] = tampered.signature[5] == 'A' ? 'B' : 'A';
    CHECK(check(tampered) == PasskeyFault::wrong_signature);
    auto counted_up = key.answer(question);
    key.count = 8;
    counted_up.authenticator_data = key.answer(question).authenticator_data;
    CHECK(check(counted_up) == PasskeyFault::wrong_signature);
    CHECK(check(SoftKey("mätare", algorithm).answer(question)) == PasskeyFault::wrong_signature);

    // The password came first: somebody at the key is enough, but somebody there must be.
    key.flags = 0x01;
    CHECK(check(key.answer(question)) == PasskeyFault::none);
    key.flags = 0x04;
    CHECK(read(key.make(question)).fault == PasskeyFault::nobody_there);
    CHECK(check(key.answer(question)) == PasskeyFault::nobody_there);
    key.flags = 0x05;
    key.framed = true;
    CHECK(check(key.answer(question)) == PasskeyFault::wrong_site);
    key.framed = false;
    // A page of somebody else's that looks like ours, one on another port, and one without TLS.
    for (auto const* origin : {"https://rimlig.kommun.example.evil.example", "https://rimlig.kommun.example:8443", "http://rimlig.kommun.example"}) {
      key.site.origin = origin;
      CHECK(check(key.answer(question)) == PasskeyFault::wrong_site);
      CHECK(read(key.make(question)).fault == PasskeyFault::wrong_site);
    }
    key.site = {"kommun.example", our_site.origin};
    CHECK(check(key.answer(question)) == PasskeyFault::wrong_site);
    CHECK(read(key.make(question)).fault == PasskeyFault::wrong_site);
  }
}

TEST_CASE("S4-20: a key of another algorithm than the three, or that is none, is not taken") {
  using namespace std::string_literals;
  auto const point = std::string(32, '\7') + "\x22\x58\x20"s + std::string(32, '\7');
  auto const off_the_curve = "\xA5\x01\x02\x03\x26\x20\x01\x21\x58\x20"s + point;
  auto const es384 = "\xA5\x01\x02\x03\x38\x22\x20\x01\x21\x58\x20"s + point;
  auto const es256_of_another_kind = "\xA4\x01\x01\x03\x26\x20\x06\x21\x58\x20"s + std::string(32, '\7');
  for (auto const& said : {off_the_curve, es384, es256_of_another_kind, "\xA0"s, "\xFF"s, "\xA5\x01\x02\x03\x26"s}) {
    SoftKey key("främmande");
    key.said_key = said;
    auto const made = key.make(question);
    CHECK(read_new_key(our_site, question, made.client_data, made.authenticator_data).fault == PasskeyFault::unreadable);
  }
}

TEST_CASE("S4-20: a key that says it is longer than it is sets no memory aside") {
  using namespace std::string_literals;
  for (auto const& said : {"\xBA\x0B\xAD\xF0\x0D"s, "\x9A\x40\0\0\0"s, "\xBB\0\0\0\1\0\0\0\0"s, "\x5B\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, "\xBF"s, "\x82\x82\x82\0"s, "\xA1\x01\xBA\x0B"s}) {
    SoftKey key("lång");
    key.said_key = said;
    auto const made = key.make(question);
    CHECK(read_new_key(our_site, question, made.client_data, made.authenticator_data).fault == PasskeyFault::unreadable);
    // What an answer says after its count is the same kind of thing.
    auto const answer = SoftKey("lång").answer(question);
    KeyParts const parts{base64url("lång"), base64url(std::string(64, '\7')), PasskeyAlgorithm::es256, 0};
    auto const data = base64url(sha256_bytes(our_site.name) + "\x81\0\0\0\7"s + said);
    CHECK(check_answer(our_site, question, parts, answer.client_data, data, answer.signature).fault == PasskeyFault::unreadable);
  }
}

TEST_CASE("S4-20: the site is what the browser shows: https beyond this machine, and letter case is nothing") {
  auto request = kernel::make_request(Method::post, "/api/session");
  auto const at = [&](NameValues headers) {
    request.headers = std::move(headers);
    return site_of(request).origin + " " + site_of(request).name;
  };
  CHECK(at({{"Host", "Rimlig.Kommun.example"}}) == "https://rimlig.kommun.example rimlig.kommun.example");
  CHECK(at({{"Host", "rimlig.kommun.example:8443"}}) == "https://rimlig.kommun.example:8443 rimlig.kommun.example");
  CHECK(at({{"Host", "localhost:8080"}}) == "http://localhost:8080 localhost");
  CHECK(at({{"Host", "localhost:8080"}, {"X-Forwarded-Proto", "https"}}) == "https://localhost:8080 localhost");
}
