// Two at the same moment, on both databases: a key is added once, and the last factor of somebody who must have one stays.
#include <doctest/doctest.h>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <functional>
#include <future>
#include <thread>

#include "identity/passkey.hpp"
#include "identity/passkey_site_test.hpp"
#include "identity/second_factor.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Method;
using kernel::NameValues;
using kernel::TestApp;
using kernel::Tx;

namespace {

using Ask = std::function<TestApp::Answer()>;

/// Their statuses, the lowest first. Neither begins before the other is ready.
std::vector<int> together(std::vector<Ask> const& asks) {
  std::vector<int> statuses(asks.size());
  std::barrier start(static_cast<std::ptrdiff_t>(asks.size()));
  std::vector<std::thread> threads;
  for (std::size_t n = 0; n < asks.size(); ++n)
    threads.emplace_back([&, n] {
      start.arrive_and_wait();
      statuses[n] = asks[n]().status;
    });
  for (auto& thread : threads) thread.join();
  std::sort(statuses.begin(), statuses.end());
  return statuses;
}

std::int64_t keys(TestApp& app) {
  std::int64_t count = 0;
  app.with_tx([&](Tx& tx) { count = tx.value<std::int64_t>("select count(*) from passkey").value(); });
  return count;
}

std::string code_of(Owner const& owner, std::size_t n) { return R"({"current":"sommar regn hav","code":")" + owner.recovery[n] + "\"}"; }

std::string number_of(TestApp& app, std::string const& name) {
  std::int64_t id = 0;
  app.with_tx([&](Tx& tx) { id = tx.value<std::int64_t>("select id from passkey where name = $1", name).value(); });
  return std::to_string(id);
}

}  // namespace

TEST_CASE("S4-20: one key added by two people at the same moment is the first one's, and known to the other") {
  with_account([](TestApp& app, Organisation const& made) {
    app.with_tx([&](Tx& tx) { store_password(tx, {made.unit_manager}, kernel::hash_password(good, kernel::PasswordCost::minimum)); });
    auto const mine = signed_in(app, email_of(app, made.employee));
    auto const theirs = signed_in(app, email_of(app, made.unit_manager));
    for (int n = 0; n < 8; ++n) {
      SoftKey const key("nyckel " + std::to_string(n));
      auto const add = [&](NameValues const& session) -> Ask {
        auto const body = body_of(key.make(text_at(post_as(app, "/api/passkeys/offer", session, password_alone), "challenge")));
        return [&app, session, body] { return post_as(app, "/api/passkeys", session, body); };
      };
      CHECK(together({add(mine), add(theirs)}) == std::vector{200, 409});
      CHECK(keys(app) == 1);
      app.with_tx([](Tx& tx) { tx.connection().script("delete from passkey; delete from recovery_code"); });
    }
  });
}

TEST_CASE("S4-20: one key added twice by its owner at the same moment is there once") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const email = email_of(app, made.employee);
    for (int n = 0; n < 8; ++n) {
      SoftKey const key("nyckel " + std::to_string(n));
      auto const add = [&](std::string const& name) -> Ask {
        auto const session = signed_in(app, email);
        auto const body = body_of(key.make(text_at(post_as(app, "/api/passkeys/offer", session, password_alone), "challenge")), name);
        return [&app, session, body] { return post_as(app, "/api/passkeys", session, body); };
      };
      auto const statuses = together({add("Datorn"), add("Telefonen")});
      CHECK(statuses[0] == 200);
      // Known, or, when the first was quick, its session has ended.
      CHECK_MESSAGE((statuses[1] == 409 || statuses[1] == 401), statuses[1]);
      CHECK(keys(app) == 1);
      app.with_tx([](Tx& tx) {
        CHECK(tx.value<std::int64_t>("select count(*) from recovery_code") == 10);
        tx.connection().script("delete from passkey; delete from recovery_code");
      });
    }
  });
}

TEST_CASE("S4-20: of two questions to a key asked in one session at the same moment the last one holds, and neither fails") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const session = signed_in(app, email_of(app, made.employee));
    auto const offer = [&] { return post_as(app, "/api/passkeys/offer", session, password_alone); };
    for (int n = 0; n < 8; ++n) CHECK(together({offer, offer}) == std::vector{200, 200});
  });
}

TEST_CASE("S4-20: of the last two factors that a role demands one stays, also when both are taken away at the same moment") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const top = make_person(app, "Tove Topp", Role::administrator, made.council);
    REQUIRE(app.call(Method::put, "/api/sign-in-rules", top, R"({"second_factor_roles":["employee"]})").status == 200);
    REQUIRE(app.call(Method::put, "/api/sign-in-rules", top, R"({"second_factor_roles":[]})").status == 200);
    auto const owner = with_key(app, made, SoftKey("första"));
    REQUIRE(add_key(app, owner.session, SoftKey("andra"), code_of(owner, 0), "Mobilen").status == 200);
    REQUIRE(app.call(Method::put, "/api/sign-in-rules", top, R"({"second_factor_roles":["employee"]})").status == 200);
    std::vector<std::string> names{"Jobbdatorn", "Mobilen"};
    for (std::size_t n = 0; n < 4; ++n) {
      auto const remove = [&](std::string const& name, std::string const& proof) -> Ask {
        auto const target = "/api/passkeys/" + number_of(app, name) + "/remove";
        return [&app, &owner, target, proof] { return post_as(app, target, owner.session, proof); };
      };
      CHECK(together({remove(names[0], code_of(owner, 1 + 2 * n)), remove(names[1], code_of(owner, 2 + 2 * n))}) == std::vector{204, 409});
      REQUIRE(keys(app) == 1);
      app.with_tx([&](Tx& tx) { names = {tx.value<std::string>("select name from passkey").value(), "Nyckel " + std::to_string(n)}; });
      app.with_tx([&](Tx& tx) {
        tx.execute_derived("insert into passkey(id, person_id, name, site, credential_id, user_handle, public_key, algorithm, sign_count, created_at, used_at) select $1, person_id, $2, site, $2, "
                           "user_handle, public_key, algorithm, 0, created_at, null from passkey",
                           tx.next("id"), names[1]);
      });
    }
  });
}

TEST_CASE("S4-20: who adds or takes away a factor waits for whoever already does, and sees what was done") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const owner = with_key(app, made, SoftKey("första"));
    REQUIRE(add_key(app, owner.session, SoftKey("andra"), code_of(owner, 0), "Mobilen").status == 200);
    kernel::Id<Person> const person{made.employee};
    auto connection = app.database.lease();
    Tx first(*connection, {}, app.clock, kernel::TxMode::write);
    lock_factors(first, person);
    first.execute_derived("delete from passkey where name = 'Mobilen'");
    auto second = std::async(std::launch::async, [&] {
      std::size_t left = 0;
      app.with_tx([&](Tx& tx) {
        lock_factors(tx, person);
        left = passkeys_of(tx, person).size();
      });
      return left;
    });
    CHECK(second.wait_for(std::chrono::milliseconds(200)) == std::future_status::timeout);
    first.commit();
    CHECK(second.get() == 1);
  });
}
