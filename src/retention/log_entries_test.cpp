#include <doctest/doctest.h>

#include <fstream>

#include "retention/log_testing.hpp"

using namespace rimlig;
using namespace rimlig::retention;
using kernel::TestApp;
using kernel::Tx;

namespace {

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::vector<kernel::Feature> features() { return {org::feature(), identity::feature(), access_review::feature(), retention::feature()}; }

constexpr char const* decision = "Dokumenthanteringsplan 2026-03-01 § 14";

}  // namespace

TEST_CASE("S4-20: an old read is emptied under a decision, and the log goes on holding") {
  kernel::on_each_database(features(), [](TestApp& app) {
    LogWorld world(app);
    auto const first = world.entry("read", "2021-01-10T08:00:00.000Z");
    auto const change = world.entry("update", "2021-01-11T08:00:00.000Z", "en ändring");
    auto const second = world.entry("read", "2021-01-12T08:00:00.000Z");
    auto const taken = world.entry("export", "2021-01-12T09:00:00.000Z");
    auto const young = world.entry("read", "2026-02-01T08:00:00.000Z");
    auto const before = world.stored(first);
    app.clock.set("2026-11-22T08:00:00.000Z");
    CHECK(has(world.decide("log_read", 1826, "").body, "Skriv vilket gallringsbeslut som gäller"));
    CHECK(has(world.decide("log_read", 729, decision).body, "Minst 730 dagar"));
    REQUIRE(world.decide("log_read", 1826, decision).status == 200);
    auto const preview = app.get("/api/retention-preview?kind=log_read&days=1826", world.org.administrator);
    CHECK(preview.body == R"({"removable":2,"oldest":"2021-01-10","waiting":0})");
    world.dispose("2026-11-23T08:00:00.000Z");

    auto const after = world.stored(first);
    CHECK(after.hash == before.hash);
    CHECK((after.at + after.actor_name + after.operation + after.object_kind + after.note + after.request_id).empty());
    CHECK(after.changes == "{}");
    CHECK(after.actor_id + after.object_id + after.scope_id == 0);
    CHECK(world.stored(second).note.empty());
    CHECK(world.stored(change).note == "en ändring");
    CHECK(world.stored(taken).operation == "export");
    CHECK(world.stored(young).operation == "read");
    CHECK(world.counted("select count(*) from audit_entry where operation = 'dispose' and object_kind = 'audit_entry' and note = 'Gallrade uppgifterna i 2 loggposter (läsningar, januari 2021), 1826 dagar, beslut: " +
                        std::string(decision) + "'") == 1);
    auto const verdict = world.verify();
    CHECK_MESSAGE(verdict.broken_at == 0, verdict.reason);
    REQUIRE(verdict.emptied.size() == 1);
    CHECK(verdict.emptied[0].kind == "log_read");
    CHECK(verdict.emptied[0].decision == decision);
    CHECK(verdict.emptied_entries() == 2);
    CHECK(verdict.unproven_keys.empty());

    // Whoever reads the log is told, and its filters go on working.
    CHECK(app.get("/api/log-disposals", world.org.controller).body ==
          R"({"items":[{"kind":"log_read","first_month":"2021-01","last_month":"2021-01","entries":2,"decision":")" + std::string(decision) + "\"}]}");
    CHECK(app.get("/api/log-disposals", world.org.administrator).status == 403);
    for (auto const* filter : {"", "&operation=read", "&from=2021-01-01&to=2021-01-31", "&object_kind=action", "&person=0"}) {
      auto const answer = app.get(std::string("/api/audit?limit=100") + filter, world.org.controller);
      REQUIRE(answer.status == 200);
      CHECK_FALSE(has(answer.body, "\"id\":" + std::to_string(first) + ","));
    }
    app.with_tx([&](Tx& tx) {
      auto const told = kernel::history(tx, "action", 12);
      REQUIRE(told.size() == 2);
      CHECK(told[1].audit_id == change);
    });
    // Another day there is nothing more to remove, and nothing more is said.
    auto const head = world.head();
    world.dispose("2026-11-24T08:00:00.000Z");
    CHECK(world.head() == head);
  });
}

TEST_CASE("S4-20: what a review has drawn is never emptied, and its month not before all reviews of it are signed and three months old") {
  kernel::on_each_database(features(), [](TestApp& app) {
    LogWorld world(app);
    auto const drawn = world.entry("read", "2021-02-10T08:00:00.000Z");
    auto const other = world.entry("read", "2021-02-11T08:00:00.000Z");
    auto const look = world.entry("read", "2021-02-11T09:00:00.000Z", "GET /api/access-reviews/9", "access_review");
    auto const later = world.entry("read", "2021-03-11T08:00:00.000Z");
    app.with_tx([](Tx& tx) { tx.execute_derived("delete from access_review"); });
    app.clock.set("2026-11-20T08:00:00.000Z");
    REQUIRE(world.decide("log_read", 1826, decision).status == 200);
    auto const waiting = [&] {
      auto const document = app.get("/api/retention-rules", world.org.administrator).json();
      auto const rule = document.root().get("items").at(6);
      REQUIRE(rule.get("kind").text() == "log_read");
      return rule.get("removable").integer() * 100 + rule.get("waiting").integer();
    };
    // Nothing has been drawn at all.
    CHECK(waiting() == 4);
    world.dispose("2026-11-21T08:00:00.000Z");
    CHECK(world.stored(other).operation == "read");
    // February is open, March has not been drawn.
    world.review("2021-02", "open", "2021-03-01T08:00:00.000Z");
    CHECK(waiting() == 4);
    world.review("2021-03", "done", "2021-04-10T08:00:00.000Z");
    CHECK(waiting() == 103);
    app.with_tx([&](Tx& tx) {
      auto const review = tx.value<std::int64_t>("select id from access_review where month = '2021-02'").value_or(0);
      tx.execute_derived("insert into access_review_entry(id, version, unit_id, review_id, place, audit_seq, comment) values ($1, 1, $2, $3, 1, $4, '')", tx.next("id"), world.org.committee, review, drawn);
      tx.execute_derived("update access_review set state = 'done', signed_at = '2026-09-01T08:00:00.000Z' where month = '2021-02'");
    });
    world.dispose("2026-11-22T08:00:00.000Z");
    CHECK(world.stored(later).operation.empty());
    CHECK(world.stored(other).operation == "read");
    // Three months after the signature.
    world.dispose("2026-12-02T08:00:00.000Z");
    CHECK(world.stored(other).operation.empty());
    CHECK(world.stored(drawn).operation == "read");
    CHECK(world.stored(look).operation == "read");
    auto const verdict = world.verify();
    CHECK_MESSAGE(verdict.broken_at == 0, verdict.reason);
    CHECK(verdict.emptied_entries() == 2);
  });
}

TEST_CASE("S4-20: without the key, under no decision, or out of a log that somebody has changed, nothing is emptied") {
  kernel::on_each_database(features(), [](TestApp& app) {
    LogWorld world(app, false);
    auto const first = world.entry("sign_in", "2021-01-10T08:00:00.000Z", "från 10.1.2.3", "person");
    auto const second = world.entry("sign_out", "2021-01-11T08:00:00.000Z", "", "person");
    app.clock.set("2026-11-20T08:00:00.000Z");
    REQUIRE(world.decide("log_sign_in", 400, decision).status == 200);
    auto const rule = [&](std::string_view member) {
      auto const document = app.get("/api/retention-rules", world.org.administrator).json();
      auto const node = document.root().get("items").at(8).get(member);
      return node.kind() == kernel::JsonNode::Kind::boolean ? static_cast<std::int64_t>(node.boolean()) : node.integer();
    };
    CHECK(rule("lacks_key") == 1);
    world.dispose("2026-11-21T08:00:00.000Z");
    CHECK(world.stored(first).operation == "sign_in");
    CHECK_FALSE(std::filesystem::exists(world.key_file()));
    // A key that cannot be read is none.
    std::ofstream(world.key_file()) << "ingen nyckel\n";
    CHECK(rule("lacks_key") == 1);
    world.dispose("2026-11-22T08:00:00.000Z");
    CHECK(world.stored(first).operation == "sign_in");
    std::filesystem::remove(world.key_file());
    world.key();
    CHECK(rule("lacks_key") == 0);

    // Somebody made a rule of their own in the database.
    app.with_tx([](Tx& tx) { tx.execute_derived("update retention_rule set days = 10"); });
    world.dispose("2026-11-23T08:00:00.000Z");
    app.with_tx([](Tx& tx) { tx.execute_derived("update retention_rule set days = 400, decision = ''"); });
    world.dispose("2026-11-24T08:00:00.000Z");
    CHECK(world.stored(first).operation == "sign_in");
    // Somebody has the server wash away what they changed.
    app.with_tx([&](Tx& tx) {
      tx.execute_derived("update retention_rule set decision = $1", decision);
      tx.execute_derived("update audit_entry set note = 'från 10.9.9.9' where seq = $1", second);
    });
    world.dispose("2026-11-25T08:00:00.000Z");
    CHECK(world.stored(first).operation == "sign_in");
    CHECK(rule("broken_at") == second);
    CHECK(world.verify().broken_at == second);
    app.with_tx([&](Tx& tx) { tx.execute_derived("update audit_entry set note = '' where seq = $1", second); });
    world.dispose("2026-11-26T08:00:00.000Z");
    CHECK(rule("broken_at") == 0);
    CHECK(world.stored(first).operation.empty());
    CHECK(world.stored(second).operation.empty());
    CHECK(world.verify().broken_at == 0);
  });
}

TEST_CASE("S4-20: many entries go a month at a time, in batches that are each signed for, and a checkpoint from before still holds") {
  kernel::on_each_database(features(), [](TestApp& app) {
    LogWorld world(app);
    auto const fill = [&](std::string const& at, int count) {
      app.clock.set(at);
      app.with_tx([&](Tx& tx) {
        for (int n = 0; n < count; ++n) tx.note({n % 4 == 3 ? "update" : "export", "action", n, world.org.unit.value, "{}", "12 åtgärder"});
      });
    };
    fill("2021-01-10T08:00:00.000Z", 900);
    auto const middle = kernel::make_checkpoint(*app.database.lease(), world.key(), app.clock);
    fill("2021-02-10T08:00:00.000Z", 40);
    app.clock.set("2026-11-20T08:00:00.000Z");
    auto const late = kernel::make_checkpoint(*app.database.lease(), world.key(), app.clock);
    REQUIRE(world.decide("log_export", 1826, decision).status == 200);
    world.dispose("2026-11-21T08:00:00.000Z");
    CHECK(world.counted("select count(*) from log_disposal where month = '2021-01'") == 2);
    CHECK(world.counted("select sum(entries) from log_disposal where month = '2021-01'") == 675);
    CHECK(world.counted("select sum(entries) from log_disposal where month = '2021-02'") == 30);
    CHECK(world.counted("select count(*) from audit_entry where operation = 'export'") == 0);
    std::vector<kernel::Checkpoint> const both{late, middle};
    kernel::AuditKeys const keys{{world.key().public_key()}};
    auto connection = app.database.lease();
    auto const verdict = kernel::verify_audit(*connection, both, keys);
    CHECK_MESSAGE(verdict.broken_at == 0, verdict.reason);
    CHECK(verdict.emptied_entries() == 705);
    // Nobody's word for the key: it is said, and another's is refused.
    CHECK(kernel::verify_audit(*connection).unproven_keys == keys.trusted);
    auto const others = kernel::verify_audit(*connection, kernel::AuditKeys{{std::string(64, 'a')}});
    CHECK(others.broken_at != 0);
    CHECK(has(others.reason, "en annan nyckel"));
  });
}

TEST_CASE("S4-20: an entry is emptied and signed for, or neither") {
  kernel::on_each_database(features(), [](TestApp& app) {
    LogWorld world(app);
    auto const first = world.entry("export", "2021-01-10T08:00:00.000Z");
    auto const second = world.entry("export", "2021-01-11T08:00:00.000Z");
    app.clock.set("2026-11-20T08:00:00.000Z");
    REQUIRE(world.decide("log_export", 1826, decision).status == 200);
    auto const head = world.head();
    app.with_tx([&](Tx& tx) { tx.execute_derived("insert into log_disposal(record_seq, kind, month, entries, decision, at) values ($1, 'log_export', '2021-01', 1, '', '')", head + 1); });
    app.clock.set("2026-11-21T08:00:00.000Z");
    CHECK_THROWS(retention::dispose_due(app.services));
    CHECK(world.head() == head);
    CHECK(world.stored(first).operation == "export");
    CHECK(world.verify().broken_at == 0);
    app.with_tx([](Tx& tx) { tx.execute_derived("delete from log_disposal"); });
    retention::dispose_due(app.services);
    CHECK(world.stored(second).operation.empty());
    CHECK(world.verify().emptied_entries() == 2);
  });
}
