#include "kernel/crypto.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace rimlig::kernel;

TEST_CASE("crypto: SHA-256 gives the published values, whole or in pieces") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 pieces;
  pieces.update("a");
  pieces.update("bc");
  CHECK(pieces.hex() == sha256_hex("abc"));
}

TEST_CASE("crypto: tokens differ and are safe in a cookie and in an address") {
  std::set<std::string> seen;
  for (int n = 0; n < 200; ++n) {
    auto const token = random_token();
    CHECK(token.size() == 43);
    CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos);
    seen.insert(token);
  }
  CHECK(seen.size() == 200);
}

TEST_CASE("crypto: a password verifies against its own hash only") {
  auto const stored = hash_password("sju små grisar", PasswordCost::minimum);
  CHECK(stored.rfind("$argon2id$", 0) == 0);
  CHECK(stored != hash_password("sju små grisar", PasswordCost::minimum));
  CHECK(verify_password(stored, "sju små grisar"));
  CHECK_FALSE(verify_password(stored, "sju små grisa"));
  CHECK_FALSE(verify_password("", "x"));
  CHECK_FALSE(verify_password("rubbish", "x"));
  CHECK(needs_rehash(stored));
  auto const today = hash_password("x");
  CHECK_FALSE(needs_rehash(today));
  CHECK(verify_password(today, "x"));
}

TEST_CASE("crypto: comparison in constant time is still a comparison") {
  CHECK(equal_constant_time("abc", "abc"));
  CHECK_FALSE(equal_constant_time("abc", "abd"));
  CHECK_FALSE(equal_constant_time("abc", "ab"));
  CHECK(equal_constant_time("", ""));
}
