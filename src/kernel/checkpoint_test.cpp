#include <doctest/doctest.h>

#include <filesystem>
#include <random>

#include "kernel/checkpoint.hpp"
#include "kernel/testing.hpp"

using namespace rimlig::kernel;

namespace {

struct KeyFile {
  std::filesystem::path folder;
  KeyFile() {
    auto name = (std::filesystem::temp_directory_path() / "rimlig-key-XXXXXX").string();
    folder = mkdtemp(name.data());
  }
  ~KeyFile() { std::filesystem::remove_all(folder); }
  [[nodiscard]] std::filesystem::path file() const { return folder / "signing.key"; }
};

constexpr std::int64_t length = 60;

void fill(TestApp& app) {
  for (std::int64_t n = 1; n <= length; ++n)
    app.with_tx([&](Tx& tx) {
      tx.note({"read", n % 2 == 0 ? "thing" : "place", n, 1, "{\"n\":[null," + std::to_string(n) + "]}", "anteckning " + std::to_string(n)});
    });
}

/// Writes the hashes anew from an entry on, and the head: what someone with the program's source and
/// write access to the database can do.
void reseal(Connection& connection, std::int64_t from) {
  struct Entry {
    std::string at, who, request;
    std::int64_t actor;
    Audit audit;
  };
  std::vector<Entry> entries;
  connection.run("select at, actor_name, request_id, actor_id, operation, object_kind, object_id, scope_id, changes, note from audit_entry where seq >= $1 order by seq",
                 Tx::bind(from), [&](Row const& row) {
                   entries.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), row.integer(3),
                                      {std::string(row.text(4)), std::string(row.text(5)), row.integer(6), row.integer(7), std::string(row.text(8)), std::string(row.text(9))}});
                 });
  connection.run("delete from audit_entry where seq >= $1", Tx::bind(from));
  std::string hash;
  connection.run("select hash from audit_entry where seq = $1", Tx::bind(from - 1), [&](Row const& row) { hash = row.text(0); });
  connection.run("update audit_head set seq = $1, hash = $2 where one = 1", Tx::bind(from - 1, hash));
  for (auto const& entry : entries) append_audit(connection, Actor{entry.actor, entry.who, -1, entry.request}, entry.at, {entry.audit});
}

/// One random edit of the stored trail; returns the first entry that it touched and what it was.
struct Edit {
  std::int64_t first;
  std::string what;
};
Edit damage(Connection& connection, std::mt19937& random) {
  auto const pick = [&](std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random); };
  auto const seq = pick(1, length);
  switch (pick(0, 4)) {
    case 0: {
      constexpr char const* texts[] = {"at", "actor_name", "operation", "object_kind", "changes", "note", "request_id", "hash"};
      constexpr char const* numbers[] = {"actor_id", "object_id", "scope_id"};
      auto const at = pick(0, 10);
      std::string const column = at < 8 ? texts[at] : numbers[at - 8];
      connection.run("update audit_entry set " + column + " = " + column + (at < 8 ? " || 'x'" : " + 1") + " where seq = $1", Tx::bind(seq));
      return {seq, "change of " + column};
    }
    case 1: connection.run("delete from audit_entry where seq = $1", Tx::bind(seq)); return {seq, "removal"};
    case 2: {
      auto const other = seq == length ? seq - 1 : pick(seq + 1, length);
      for (auto const& [from, to] : {std::pair{seq, std::int64_t{-1}}, {other, seq}, {std::int64_t{-1}, other}})
        connection.run("update audit_entry set seq = $1 where seq = $2", Tx::bind(to, from));
      return {std::min(seq, other), "swap"};
    }
    case 3: {
      connection.run("update audit_entry set seq = -seq - 1 where seq >= $1", Tx::bind(seq));
      connection.run("update audit_entry set seq = -seq where seq < 0", {});
      connection.run(
          "insert into audit_entry(seq, at, actor_id, actor_name, operation, object_kind, object_id, scope_id, changes, note, request_id, hash) "
          "select $1, at, actor_id, actor_name, operation, object_kind, object_id, scope_id, changes, 'instucken', request_id, hash from audit_entry where seq = $2",
          Tx::bind(seq, seq + 1));
      return {seq, "insertion"};
    }
    default: connection.run("delete from audit_entry where seq >= $1", Tx::bind(seq)); return {seq, "truncation"};
  }
}

}  // namespace

TEST_CASE("S4-20: a thousand random edits of the trail are all found, at the first entry that was touched") {
  on_each_database({}, [](TestApp& app) {
    fill(app);
    auto connection = app.database.lease();
    REQUIRE(verify_audit(*connection).entries == length);
    std::mt19937 random(20261122);
    for (int n = 0; n < 1000; ++n) {
      connection->begin(true);
      auto const edit = damage(*connection, random);
      auto const verdict = verify_audit(*connection);
      connection->rollback();
      INFO(edit.what, " at ", edit.first);
      REQUIRE(verdict.broken_at == edit.first);
      REQUIRE_FALSE(verdict.reason.empty());
    }
    CHECK(verify_audit(*connection).broken_at == 0);
  });
}

TEST_CASE("S4-20: a checkpoint shows an end that was cut off and a trail that was written anew") {
  on_each_database({}, [](TestApp& app) {
    KeyFile const kept;
    SigningKey const key(kept.file());
    fill(app);
    auto connection = app.database.lease();
    auto const early = make_checkpoint(*connection, key, app.clock);
    fill(app);
    auto const late = make_checkpoint(*connection, key, app.clock);
    std::vector<Checkpoint> const both{late, early};
    CHECK(verify_audit(*connection, both).broken_at == 0);

    auto const after = [&](auto const& change) {
      connection->begin(true);
      change();
      CHECK_MESSAGE(verify_audit(*connection).broken_at == 0, "the chain alone sees nothing");
      auto const verdict = verify_audit(*connection, both);
      connection->rollback();
      return verdict;
    };
    // The end cut off, and the head moved with it.
    auto verdict = after([&] {
      connection->script("delete from audit_entry where seq > 100");
      connection->script("update audit_head set seq = 100, hash = (select hash from audit_entry where seq = 100)");
    });
    CHECK(verdict.broken_at == 101);
    CHECK(verdict.reason.find("120 poster") != std::string::npos);
    // One entry changed and every later hash computed again.
    verdict = after([&] {
      connection->script("update audit_entry set note = 'ändrad' where seq = 70");
      reseal(*connection, 70);
    });
    CHECK(verdict.broken_at == length + 1);
    CHECK(verdict.reason.find("från 61 till 120") != std::string::npos);
    verdict = after([&] {
      connection->script("update audit_entry set note = 'ändrad' where seq = 3");
      reseal(*connection, 3);
    });
    CHECK(verdict.broken_at == 1);
  });
}

TEST_CASE("S4-20: a checkpoint that was written by another hand is not believed") {
  on_each_database({}, [](TestApp& app) {
    KeyFile const kept;
    KeyFile const other;
    fill(app);
    auto connection = app.database.lease();
    auto const made = make_checkpoint(*connection, SigningKey(kept.file()), app.clock);
    auto const json = to_json(made);
    CHECK(read_checkpoint(json).hash == made.hash);
    CHECK(SigningKey(kept.file()).public_key() == made.public_key);
    CHECK(SigningKey(other.file()).public_key() != made.public_key);
    auto const mode = std::filesystem::status(kept.file()).permissions();
    CHECK(mode == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    for (auto change : {+[](Checkpoint& one) { one.entries = 1; }, +[](Checkpoint& one) { one.hash[0] = one.hash[0] == 'a' ? 'b' : 'a'; },
                        +[](Checkpoint& one) { one.at.text = "2020-01-01T00:00:00.000Z"; }, +[](Checkpoint& one) { one.signature.pop_back(); },
                        +[](Checkpoint& one) { one.public_key = std::string(64, '0'); }}) {
      auto forged = made;
      change(forged);
      CHECK_THROWS_AS(read_checkpoint(to_json(forged)), Problem);
    }
    CHECK_THROWS_AS(read_checkpoint("{}"), Problem);
    CHECK_THROWS_AS(read_checkpoint("inget intyg"), Problem);
  });
}
