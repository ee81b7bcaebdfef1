#include <doctest/doctest.h>

#include "identity/closed_account.hpp"
#include "identity/passkey.hpp"
#include "identity/passkey_key_test.hpp"
#include "identity/passkey_site_test.hpp"
#include "identity/second_factor.hpp"
#include "identity/session.hpp"
#include "identity/sign_in_test.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using namespace std::chrono_literals;
using kernel::Method;
using kernel::NameValues;
using kernel::TestApp;
using kernel::Tx;

TEST_CASE("S4-20: a key is added with the password, gives recovery codes, and is asked for at sign-in") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey key("första");
    auto const email = email_of(app, made.employee);
    auto const elsewhere = signed_in(app, email);
    auto const session = signed_in(app, email);
    CHECK(post_as(app, "/api/passkeys/offer", session, R"({"current":"fel fel fel fel"})").status == 422);
    // Nothing was offered.
    CHECK(post_as(app, "/api/passkeys", session, body_of(key.make(question))).status == 422);
    auto const owner = with_key(app, made, key);
    CHECK(owner.recovery.size() == 10);
    CHECK(app.call(Method::get, "/api/session", 0, {}, elsewhere).status == 401);
    auto const state = app.call(Method::get, "/api/second-factor", 0, {}, owner.session);
    CHECK(state.body.find(R"("on":true,"app":false,"passkeys":1)") != std::string::npos);

    auto const half = half_way(app, email);
    auto const shown = post_as(app, "/api/session/passkey/question", half);
    CHECK(shown.body.find(R"("site":"rimlig.kommun.example","keys":[")" + base64url("första") + R"("],"app":false)") != std::string::npos);
    // The half session opens nothing else.
    CHECK(app.call(Method::get, "/api/passkeys", 0, {}, half).status == 401);
    CHECK(post_as(app, "/api/passkeys/question", half).status == 401);
    CHECK(post_as(app, "/api/session/second-factor/passkey/offer", half).status == 401);
    app.clock.advance(2min);
    auto const answer = key.answer(text_at(shown, "challenge"));
    auto const second = post_as(app, "/api/session/passkey", half, body_of(answer));
    CHECK(text_at(second, "step") == "done");
    auto const in = at_our_site(held(second));
    CHECK(app.call(Method::get, "/api/session", 0, {}, in).status == 200);
    CHECK(app.call(Method::get, "/api/passkeys", 0, {}, in).body.find(R"("name":"Jobbdatorn","created_at":"2026-11-22T08:00:00.000Z","used_at":"2026-11-22T08:02)") != std::string::npos);
    CHECK(noted(app, "passkey_added") == 1);
    app.with_tx([&](Tx& tx) { CHECK(tx.value<std::string>("select note from audit_entry where operation = 'sign_in' order by seq desc limit 1") == "Med nyckeln Jobbdatorn"); });

    // The half session and the question were used up, and the same answer fits no later one.
    CHECK(post_as(app, "/api/session/passkey", half, body_of(answer)).status == 401);
    auto const next = half_way(app, email);
    CHECK(post_as(app, "/api/session/passkey", next, body_of(answer)).status == 422);
    asked(app, next);
    auto const replayed = post_as(app, "/api/session/passkey", next, body_of(answer));
    CHECK(replayed.status == 422);
    CHECK(replayed.body.find("passkey_too_late") != std::string::npos);
    CHECK(post_as(app, "/api/session/code", next, with_code(owner.recovery[0])).status == 200);
  });
}

TEST_CASE("S4-20: an answer to another question, site, session or account, or too late, opens nothing") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey key("första");
    auto const owner = with_key(app, made, key);
    auto const refused = [&](NameValues const& half, SoftKey::Answer const& answer, std::string const& code) {
      auto const said = post_as(app, "/api/session/passkey", half, body_of(answer));
      CHECK(said.status == 422);
      CHECK_MESSAGE(said.body.find("\"" + code + "\"") != std::string::npos, said.body);
    };
    // One half session's question, answered in another's.
    auto const mine = half_way(app, owner.email);
    auto const other = half_way(app, owner.email);
    auto const challenge = asked(app, mine);
    asked(app, other);
    refused(other, key.answer(challenge), "passkey_too_late");
    // A wrong answer uses the question up.
    key.site.origin = "https://rimlig.kommun.example.evil.example";
    refused(mine, key.answer(challenge), "passkey_wrong_site");
    key.site = our_site;
    refused(mine, key.answer(challenge), "passkey_too_late");
    auto const late = asked(app, mine);
    app.clock.advance(5min);
    refused(mine, key.answer(late), "passkey_too_late");
    // The one before is not answered any more.
    auto const earlier = asked(app, mine);
    auto const latest = asked(app, mine);
    CHECK(earlier != latest);
    refused(mine, key.answer(earlier), "passkey_too_late");
    app.clock.advance(2h);
    refused(half_way(app, owner.email), SoftKey("okänd").answer(latest), "passkey_unknown");

    // Another person's key, with that person's own right answer to this question.
    SoftKey theirs("deras");
    auto const manager = email_of(app, made.unit_manager);
    app.with_tx([&](Tx& tx) { store_password(tx, {made.unit_manager}, kernel::hash_password(good, kernel::PasswordCost::minimum)); });
    REQUIRE(add_key(app, signed_in(app, manager), theirs).status == 200);
    auto const half = half_way(app, owner.email);
    refused(half, theirs.answer(asked(app, half)), "passkey_unknown");
    // Made for another name of ours: it is not even asked for.
    auto elsewhere = half;
    elsewhere.back().second = "rimlig2.kommun.example";
    CHECK(count_at(post_as(app, "/api/session/passkey/question", elsewhere), "keys") == 0);
    // And the right one still opens, to its owner alone.
    CHECK(post_as(app, "/api/session/passkey", half, body_of(key.answer(asked(app, half)))).status == 200);
  });
}

TEST_CASE("S4-20: a key is added by the session that was offered it, once, in time, and to one account alone") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey const key("första");
    auto const email = email_of(app, made.employee);
    auto const mine = signed_in(app, email);
    auto const other = signed_in(app, email);
    auto const offered = [&](NameValues const& session, std::string const& proof = password_alone) { return text_at(post_as(app, "/api/passkeys/offer", session, proof), "challenge"); };
    auto const too_late = [&](NameValues const& session, std::string const& challenge) {
      auto const said = post_as(app, "/api/passkeys", session, body_of(key.make(challenge), "Annan"));
      CHECK(said.status == 422);
      CHECK_MESSAGE(said.body.find("passkey_too_late") != std::string::npos, said.body);
    };
    auto const challenge = offered(mine);
    too_late(other, challenge);
    app.clock.advance(5min);
    too_late(mine, challenge);
    // Each offer takes the place of the one before.
    auto const earlier = offered(mine);
    auto const latest = offered(mine);
    too_late(mine, earlier);
    REQUIRE(post_as(app, "/api/passkeys", mine, body_of(key.make(latest))).status == 200);
    too_late(mine, latest);
    // A question to sign in with is no offer, and the other way about.
    too_late(mine, text_at(post_as(app, "/api/passkeys/question", mine), "challenge"));

    // Whoever finds out the name of somebody's key cannot have it for an account of their own.
    app.with_tx([&](Tx& tx) { store_password(tx, {made.unit_manager}, kernel::hash_password(good, kernel::PasswordCost::minimum)); });
    auto const theirs = add_key(app, signed_in(app, email_of(app, made.unit_manager)), SoftKey("första"));
    CHECK(theirs.status == 409);
    CHECK(theirs.body.find("passkey_known") != std::string::npos);
    app.with_tx([&](Tx& tx) { CHECK(tx.value<std::int64_t>("select count(*) from passkey where person_id = $1", made.unit_manager) == 0); });
  });
}

TEST_CASE("S4-20: wrong answers are counted with the codes, and send back to the password") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey const key("första");
    auto const owner = with_key(app, made, key);
    auto const half = half_way(app, owner.email);
    for (int n = 0; n < 5; ++n) CHECK(post_as(app, "/api/session/passkey", half, body_of(key.answer(question))).status == 422);
    CHECK(post_as(app, "/api/session/passkey/question", half).status == 401);
    auto const next = half_way(app, owner.email);
    CHECK(post_as(app, "/api/session/passkey", next, body_of(key.answer(asked(app, next)))).status == 429);
  });
}

TEST_CASE("S4-20: a key that counts backwards has been copied: refused, and said in the trail") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey key("räknare");
    key.count = 10;
    auto const owner = with_key(app, made, key);
    auto const try_at = [&](std::uint32_t count) {
      app.clock.advance(1h);
      auto const half = half_way(app, owner.email);
      key.count = count;
      return post_as(app, "/api/session/passkey", half, body_of(key.answer(asked(app, half))));
    };
    CHECK(try_at(11).status == 200);
    auto const same = try_at(11);
    CHECK(same.status == 422);
    CHECK(same.body.find("passkey_copied") != std::string::npos);
    CHECK(try_at(3).status == 422);
    CHECK(try_at(0).status == 422);
    CHECK(noted(app, "passkey_copied") == 3);
    CHECK(try_at(12).status == 200);
  });
}

TEST_CASE("S4-20: what weakens the account takes the password and the key, or a recovery code") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey const key("första");
    auto const owner = with_key(app, made, key);
    auto const ask = [&] { return text_at(post_as(app, "/api/passkeys/question", owner.session), "challenge"); };
    CHECK(post_as(app, "/api/passkeys/offer", owner.session, password_alone).status == 422);
    CHECK(post_as(app, "/api/second-factor/key", owner.session, password_alone).status == 422);
    CHECK(post_as(app, "/api/second-factor/recovery-codes", owner.session, password_alone).status == 422);
    CHECK(post_as(app, "/api/second-factor/recovery-codes", owner.session, proof_with(key.answer(question))).status == 422);
    auto const used = key.answer(ask());
    CHECK(count_at(post_as(app, "/api/second-factor/recovery-codes", owner.session, proof_with(used)), "codes") == 10);
    CHECK(post_as(app, "/api/second-factor/recovery-codes", owner.session, proof_with(used)).status == 422);
    // A second key, named by its owner; the first is told to the browser, so that it is not made twice.
    SoftKey const phone("andra");
    auto const offered = post_as(app, "/api/passkeys/offer", owner.session, proof_with(key.answer(ask())));
    CHECK(offered.body.find(R"("known":[")" + base64url("första") + "\"]") != std::string::npos);
    auto const same_name = post_as(app, "/api/passkeys", owner.session, body_of(phone.make(text_at(offered, "challenge"))));
    CHECK(same_name.status == 422);
    CHECK(same_name.body.find("/name") != std::string::npos);
    auto const added = post_as(app, "/api/passkeys", owner.session, body_of(phone.make(text_at(offered, "challenge")), "Mobilen"));
    CHECK(count_at(added, "codes") == 0);
    CHECK(add_key(app, owner.session, phone, proof_with(key.answer(ask())), "Mobilen igen").status == 409);

    auto const listed = app.call(Method::get, "/api/passkeys", 0, {}, owner.session);
    auto const document = listed.json();
    auto const first = std::to_string(document.root().get("items").at(0).get("id").integer());
    auto const last = std::to_string(document.root().get("items").at(1).get("id").integer());
    CHECK(app.call(Method::put, "/api/passkeys/" + last, 0, R"({"name":"Jobbdatorn"})", owner.session).status == 422);
    CHECK(app.call(Method::put, "/api/passkeys/" + last, 0, R"({"name":"Telefonen"})", owner.session).status == 204);
    CHECK(app.call(Method::put, "/api/passkeys/" + last, made.unit_manager, R"({"name":"Min"})").status == 404);
    CHECK(post_as(app, "/api/passkeys/" + first + "/remove", owner.session, password_alone).status == 422);
    // With the other key, and then itself: with the last one the recovery codes go too.
    CHECK(post_as(app, "/api/passkeys/" + first + "/remove", owner.session, proof_with(phone.answer(ask()))).status == 204);
    CHECK(post_as(app, "/api/passkeys/" + first + "/remove", owner.session, proof_with(phone.answer(ask()))).status == 404);
    CHECK(post_as(app, "/api/passkeys/" + last + "/remove", owner.session, proof_with(phone.answer(ask()))).status == 204);
    CHECK(text_at(try_sign_in(app, owner.email, good), "step") == "done");
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from recovery_code") == 0);
      CHECK(tx.value<std::string>("select note from audit_entry where operation = 'passkey_renamed'") == "Mobilen → Telefonen");
    });
    CHECK(noted(app, "passkey_removed") == 2);
  });
}

TEST_CASE("S4-20: sessions elsewhere end when a key is added or removed, and half ones with them") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey const key("första");
    auto const email = email_of(app, made.employee);
    auto const owner = with_key(app, made, key);
    auto const inside = [&](NameValues const& session) { return app.call(Method::get, "/api/session", 0, {}, session).status == 200; };
    auto const come_in = [&](std::size_t code) { return at_our_site(held(post_as(app, "/api/session/code", half_way(app, email), with_code(owner.recovery[code])))); };
    auto const proof = [&] { return proof_with(key.answer(text_at(post_as(app, "/api/passkeys/question", owner.session), "challenge"))); };
    auto elsewhere = come_in(0);
    auto const half = half_way(app, email);
    REQUIRE(inside(elsewhere));
    REQUIRE(add_key(app, owner.session, SoftKey("andra"), proof(), "Mobilen").status == 200);
    CHECK(!inside(elsewhere));
    CHECK(post_as(app, "/api/session/passkey/question", half).status == 401);
    elsewhere = come_in(1);
    std::int64_t mobile = 0;
    app.with_tx([&](Tx& tx) { mobile = tx.value<std::int64_t>("select id from passkey where name = 'Mobilen'").value(); });
    REQUIRE(post_as(app, "/api/passkeys/" + std::to_string(mobile) + "/remove", owner.session, proof()).status == 204);
    CHECK(!inside(elsewhere));
    CHECK(inside(owner.session));
    // What came with the first key stays while there is one.
    CHECK(inside(come_in(2)));
  });
}

TEST_CASE("S4-20: an app beside a key: either opens, and the recovery codes stay until the last of them goes") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey const key("första");
    auto const owner = with_key(app, made, key);
    auto const proof = [&] { return proof_with(key.answer(text_at(post_as(app, "/api/passkeys/question", owner.session), "challenge"))); };
    auto const codes_left = [&] {
      auto const state = app.call(Method::get, "/api/second-factor", 0, {}, owner.session);
      auto const document = state.json();
      return document.root().get("recovery_codes").integer();
    };
    Phone const phone(app, post_as(app, "/api/second-factor/key", owner.session, proof()));
    CHECK(count_at(post_as(app, "/api/second-factor", owner.session, with_code(phone.code())), "codes") == 0);
    CHECK(codes_left() == 10);
    app.clock.advance(1min);
    auto const half = half_way(app, owner.email);
    CHECK(post_as(app, "/api/session/passkey/question", half).body.find(R"("app":true)") != std::string::npos);
    CHECK(post_as(app, "/api/session/code", half, with_code(phone.code())).status == 200);
    REQUIRE(post_as(app, "/api/second-factor/off", owner.session, proof()).status == 204);
    CHECK(codes_left() == 10);
    app.clock.advance(1min);
    auto const next = half_way(app, owner.email);
    CHECK(post_as(app, "/api/session/code", next, with_code(phone.code())).status == 422);
    CHECK(post_as(app, "/api/session/passkey", next, body_of(key.answer(asked(app, next)))).status == 200);
  });
}

TEST_CASE("S4-20: a closed account opens for no key, neither one half way in nor later, and opened again it does") {
  with_account([](TestApp& app, Organisation const& made) {
    SoftKey const key("första");
    auto const owner = with_key(app, made, key);
    auto const close = [&](void (*change)(Tx&, Person const&)) { app.with_tx([&](Tx& tx) { change(tx, tx.get(kernel::Id<Person>{made.employee})); }); };
    auto const try_key = [&](NameValues const& half, std::string const& challenge) { return post_as(app, "/api/session/passkey", half, body_of(key.answer(challenge))).status; };
    auto const before = half_way(app, owner.email);
    auto const challenge = asked(app, before);
    close(close_account);
    CHECK(app.call(Method::get, "/api/session", 0, {}, owner.session).status == 401);
    CHECK(try_key(before, challenge) == 401);
    auto const after = half_way(app, owner.email);
    CHECK(try_key(after, asked(app, after)) == 403);
    close(open_account);
    auto const again = half_way(app, owner.email);
    CHECK(try_key(again, asked(app, again)) == 200);
  });
}

TEST_CASE("S4-20: at most ten keys each") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const owner = with_key(app, made, SoftKey("nyckel 0"));
    app.with_tx([&](Tx& tx) {
      for (int n = 1; n < 10; ++n)
        tx.execute_derived("insert into passkey(id, person_id, name, site, credential_id, user_handle, public_key, algorithm, sign_count, created_at, used_at) select $1, person_id, $2, site, $2, "
                           "user_handle, public_key, algorithm, 0, created_at, null from passkey where name = 'Jobbdatorn'",
                           tx.next("id"), "nyckel " + std::to_string(n));
    });
    auto const full = post_as(app, "/api/passkeys/offer", owner.session, R"({"current":"sommar regn hav","code":")" + owner.recovery[0] + "\"}");
    CHECK(full.status == 409);
    CHECK(full.body.find("too_many_passkeys") != std::string::npos);
  });
}

TEST_CASE("S4-20: a role that needs a second factor is content with a key, which is made at sign-in and kept") {
  with_account([](TestApp& app, Organisation const& made) {
    auto const top = make_person(app, "Tove Topp", Role::administrator, made.council);
    REQUIRE(app.call(Method::put, "/api/sign-in-rules", top, R"({"second_factor_roles":["employee"]})").status == 200);
    auto const email = email_of(app, made.employee);
    auto const half = half_way(app, email, "set_up");
    CHECK(post_as(app, "/api/session/passkey/question", half).status == 401);
    SoftKey const key("första");
    auto const challenge = text_at(post_as(app, "/api/session/second-factor/passkey/offer", half), "challenge");
    CHECK(post_as(app, "/api/session/second-factor/passkey", half, body_of(key.make(question))).status == 422);
    auto const added = post_as(app, "/api/session/second-factor/passkey", half, body_of(key.make(challenge)));
    CHECK(count_at(added, "codes") == 10);
    auto const read = app.call(Method::get, "/api/session", 0, {}, cookie_of_answer(added));
    auto session = cookie_of_answer(added);
    session.emplace_back("X-CSRF-Token", text_at(read, "csrf"));
    CHECK(post_as(app, "/api/session/second-factor/passkey/offer", half).status == 401);
    auto const listed = app.call(Method::get, "/api/passkeys", 0, {}, session);
    auto const document = listed.json();
    auto const id = std::to_string(document.root().get("items").at(0).get("id").integer());
    auto const ask = [&] { return text_at(post_as(app, "/api/passkeys/question", session), "challenge"); };
    auto const shown = proof_with(key.answer(ask()));
    auto const kept = post_as(app, "/api/passkeys/" + id + "/remove", session, shown);
    CHECK(kept.status == 409);
    CHECK(kept.body.find("Din roll kräver") != std::string::npos);
    CHECK(noted(app, "passkey_removed") == 0);
    // What was refused has used the question up all the same.
    CHECK(post_as(app, "/api/second-factor/recovery-codes", session, shown).body.find("passkey_too_late") != std::string::npos);
    // The reserve is not a factor by itself, and taking away an app that there is not takes away nothing else.
    CHECK(post_as(app, "/api/second-factor/off", session, proof_with(key.answer(ask()))).status == 204);
    CHECK(count_at(app.call(Method::get, "/api/passkeys", 0, {}, session), "items") == 1);
    // An administrator takes all of it away, for who has lost it.
    CHECK(app.call(Method::del, "/api/persons/" + std::to_string(made.employee) + "/second-factor", made.administrator).status == 204);
    CHECK(app.call(Method::get, "/api/session", 0, {}, session).status == 401);
    app.with_tx([&](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select (select count(*) from passkey) + (select count(*) from recovery_code)") == 0);
      CHECK(tx.value<std::int64_t>("select count(*) from audit_entry where operation = 'second_factor_removed' and object_id = $1 and actor_id = $2", made.employee, made.administrator) == 1);
    });
    auto const anew = half_way(app, email, "set_up");
    CHECK(post_as(app, "/api/session/passkey", anew, body_of(key.answer(question))).status == 401);
  });
}
