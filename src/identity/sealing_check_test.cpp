#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "identity/sealing_check.hpp"
#include "identity/second_factor.hpp"
#include "identity/sign_in_test.hpp"
#include "kernel/problem.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Method;
using kernel::NameValues;
using kernel::TestApp;
using kernel::Tx;

namespace {

namespace fs = std::filesystem;

SealingCheck checked(TestApp& app) {
  SealingCheck found;
  app.with_tx([&](Tx& tx) { found = check_sealing(tx, sealing_key_file(app.services)); });
  return found;
}

NameValues half_way(TestApp& app, std::string const& email) {
  auto const cookie = header_of(try_sign_in(app, email, good), "Set-Cookie");
  return {{"Cookie", cookie.substr(0, cookie.find(';'))}};
}

}  // namespace

TEST_CASE("S4-20: a lost or wrong key for sealed secrets is told before anybody signs in, and nothing takes its place") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const file = sealing_key_file(app.services);
    auto const aside = fs::path(file.string() + ".aside");
    fs::remove(file);
    CHECK(checked(app).state == KeyState::right);
    auto const email = email_of(app, made.employee);
    auto const session = held(try_sign_in(app, email, good));
    Phone const phone(app, post_as(app, "/api/second-factor/key", session, R"({"current":"sommar regn hav"})"));
    auto const confirmed = post_as(app, "/api/second-factor", session, R"({"code":")" + phone.code() + "\"}");
    REQUIRE_MESSAGE(confirmed.status == 200, confirmed.body);
    auto const document = confirmed.json();
    auto const recovery = std::string(document.root().get("codes").at(0).text());
    CHECK(checked(app).state == KeyState::right);
    CHECK(checked(app).sealed == 1);
    CHECK(checked(app).unopened == 0);

    fs::rename(file, aside);
    CHECK(checked(app).state == KeyState::missing);
    CHECK(checked(app).unopened == 1);
    auto const rules = app.get("/api/sign-in-rules", made.administrator);
    CHECK_MESSAGE(rules.body.find(R"("sealing":{"state":"missing","sealed":1,"unopened":1})") != std::string::npos, rules.body);
    app.clock.advance(std::chrono::minutes(1));
    auto const by_code = post_as(app, "/api/session/code", half_way(app, email), R"({"code":")" + phone.code() + "\"}");
    CHECK(by_code.status == 503);
    CHECK(by_code.body.find("no_secret_key") != std::string::npos);
    auto const by_recovery = post_as(app, "/api/session/code", half_way(app, email), R"({"code":")" + recovery + "\"}");
    CHECK_MESSAGE(by_recovery.status == 200, by_recovery.body);
    // Nobody else gets an app either: their key would be sealed with one that the right file then replaces.
    app.with_tx([&](Tx& tx) { store_password(tx, {made.unit_manager}, kernel::hash_password(good, kernel::PasswordCost::minimum)); });
    auto const other = held(try_sign_in(app, email_of(app, made.unit_manager), good));
    CHECK(post_as(app, "/api/second-factor/key", other, R"({"current":"sommar regn hav"})").status == 503);
    CHECK_FALSE(fs::exists(file));

    std::ofstream(file) << "inte en nyckel\n";
    CHECK(checked(app).state == KeyState::unreadable);
    CHECK_THROWS_AS(make_new_key(file), kernel::Problem);
    fs::remove(file);
    make_new_key(file);
    CHECK(checked(app).state == KeyState::other);
    CHECK(post_as(app, "/api/second-factor/key", other, R"({"current":"sommar regn hav"})").status == 200);

    // The right file put back opens what it sealed.
    fs::rename(aside, file);
    CHECK(checked(app).state == KeyState::right);
    app.clock.advance(std::chrono::minutes(1));
    CHECK(post_as(app, "/api/session/code", half_way(app, email), R"({"code":")" + phone.code() + "\"}").status == 200);
    fs::remove(file);
  });
}
