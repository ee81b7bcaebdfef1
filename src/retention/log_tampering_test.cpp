#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "kernel/crypto.hpp"
#include "retention/log_testing.hpp"

using namespace rimlig;
using namespace rimlig::retention;
using kernel::Audit;
using kernel::AuditDisposal;
using kernel::Connection;
using kernel::Row;
using kernel::TestApp;
using kernel::Tx;

namespace {

constexpr char const* decision = "Dokumenthanteringsplan 2026-03-01 § 14";
constexpr char const* empty_it = "update audit_entry set at = '', actor_id = 0, actor_name = '', operation = '', object_kind = '', object_id = 0, scope_id = 0, changes = '{}', note = '', request_id = '' where seq = $1";

std::vector<kernel::Feature> features() { return {org::feature(), identity::feature(), access_review::feature(), retention::feature()}; }

std::vector<StoredEntry> all_entries(Connection& connection, std::int64_t from) {
  std::vector<StoredEntry> entries;
  connection.run("select seq, actor_id, object_id, scope_id, at, actor_name, request_id, operation, object_kind, changes, note, hash from audit_entry where seq >= $1 order by seq", Tx::bind(from), [&](Row const& row) {
    entries.push_back({row.integer(0), row.integer(1), row.integer(2), row.integer(3), std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)), std::string(row.text(7)),
                       std::string(row.text(8)), std::string(row.text(9)), std::string(row.text(10)), std::string(row.text(11))});
  });
  return entries;
}

/// What somebody with the program's source and the database can do, but not the key: each hash anew, and the head.
/// The hash of an emptied entry cannot be made again.
void reseal(Connection& connection, std::int64_t from) {
  std::string hash;
  std::int64_t last = from - 1;
  connection.run("select hash from audit_entry where seq = $1", Tx::bind(last), [&](Row const& row) { hash = row.text(0); });
  for (auto const& entry : all_entries(connection, from)) {
    last = entry.seq;
    hash = entry.operation.empty() ? entry.hash
                                   : kernel::sealed_hash(hash, entry.seq, entry.at, entry.actor_id, entry.actor_name, entry.request_id,
                                                         {entry.operation, entry.object_kind, entry.object_id, entry.scope_id, entry.changes, entry.note});
    connection.run("update audit_entry set hash = $1 where seq = $2", Tx::bind(hash, entry.seq));
  }
  connection.run("update audit_head set seq = $1, hash = $2", Tx::bind(last, hash));
}

void close_gap(Connection& connection, std::int64_t seq) {
  connection.run("update audit_entry set seq = 1 - seq where seq > $1", Tx::bind(seq));
  connection.run("update audit_entry set seq = -seq where seq < 0", {});
}

std::string changes_of(AuditDisposal const& said) { return "{\"rows\":[1,0],\"disposal\":[null," + kernel::to_json(said) + "]}"; }

AuditDisposal said_by(StoredEntry const& record) {
  kernel::JsonDocument const document(record.changes);
  return kernel::from_json<AuditDisposal>(document.root().get("disposal").at(1).serialize());
}

/// What the log holds before somebody begins on it.
struct Stored {
  std::vector<StoredEntry> entries;                // 1…
  std::map<std::int64_t, StoredEntry> contents;    // of what has been emptied since
  std::vector<std::int64_t> live, emptied, records;
  std::map<std::int64_t, std::int64_t> first_of;   // record → the first that it covers
  [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(entries.size()); }
  [[nodiscard]] bool is_record(std::int64_t seq) const { return first_of.contains(seq); }
  [[nodiscard]] std::int64_t first_without(std::int64_t seq) const { return is_record(seq) ? std::min(seq, first_of.at(seq)) : seq; }
};

struct Edit {
  std::int64_t from, to;  // found no earlier and no later
  std::string what;
};

class Tamperer {
public:
  Tamperer(Connection& connection, Stored const& stored, std::mt19937& random, std::string now) : connection_(connection), stored_(stored), random_(random), now_(std::move(now)) {}

  Edit once() {
    switch (pick(0, 15)) {
      case 0: return change_column();
      case 1: return remove();
      case 2: return swap();
      case 3: return insert();
      case 4: return truncate();
      case 5: return empty();
      case 6: return empty_and_copy_a_record();
      case 7: return empty_and_sign_with_another_key();
      case 8: return repeat_a_record();
      case 9: return extend_a_record();
      case 10: return put_content_back();
      case 11: return put_something_in();
      case 12: return take_a_record_away();
      case 13: return change_and_reseal();
      case 14: return change_the_decision();
      default: return move_a_record();
    }
  }

private:
  std::int64_t pick(std::int64_t low, std::int64_t high) { return std::uniform_int_distribution<std::int64_t>(low, high)(random_); }
  std::int64_t one_of(std::vector<std::int64_t> const& from) { return from.at(static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(from.size()) - 1))); }
  StoredEntry const& entry(std::int64_t seq) { return stored_.entries.at(static_cast<std::size_t>(seq - 1)); }
  static Edit at(std::int64_t seq, std::string what) { return {seq, seq, std::move(what)}; }

  Edit change_column() {
    constexpr char const* texts[] = {"at", "actor_name", "operation", "object_kind", "changes", "note", "request_id", "hash"};
    constexpr char const* numbers[] = {"actor_id", "object_id", "scope_id"};
    auto const seq = pick(1, stored_.size());
    auto const n = pick(0, 10);
    std::string const column = n < 8 ? texts[n] : numbers[n - 8];
    connection_.run("update audit_entry set " + column + " = " + column + (n < 8 ? " || 'x'" : " + 1") + " where seq = $1", Tx::bind(seq));
    return at(column == "operation" || column == "object_kind" || column == "changes" ? stored_.first_without(seq) : seq, "change of " + column + " in " + std::to_string(seq));
  }
  Edit remove() {
    auto const seq = pick(1, stored_.size());
    connection_.run("delete from audit_entry where seq = $1", Tx::bind(seq));
    return at(stored_.first_without(seq), "removal of " + std::to_string(seq));
  }
  Edit swap() {
    auto const seq = pick(1, stored_.size() - 1);
    auto const other = pick(seq + 1, stored_.size());
    for (auto const& [from, to] : {std::pair{seq, std::int64_t{-1}}, {other, seq}, {std::int64_t{-1}, other}}) connection_.run("update audit_entry set seq = $1 where seq = $2", Tx::bind(to, from));
    return at(seq, "swap of " + std::to_string(seq) + " and " + std::to_string(other));
  }
  Edit insert() {
    auto const seq = pick(1, stored_.size());
    connection_.run("update audit_entry set seq = -seq - 1 where seq >= $1", Tx::bind(seq));
    connection_.run("update audit_entry set seq = -seq where seq < 0", {});
    connection_.run("insert into audit_entry(seq, at, actor_id, actor_name, operation, object_kind, object_id, scope_id, changes, note, request_id, hash) "
                    "select $1, at, actor_id, actor_name, operation, object_kind, object_id, scope_id, changes, 'instucken', request_id, hash from audit_entry where seq = $2",
                    Tx::bind(seq, seq + 1));
    return at(seq, "insertion at " + std::to_string(seq));
  }
  Edit truncate() {
    auto const seq = pick(1, stored_.size());
    connection_.run("delete from audit_entry where seq >= $1", Tx::bind(seq));
    auto first = seq;
    for (auto const record : stored_.records)
      if (record >= seq) first = std::min(first, stored_.first_of.at(record));
    return at(first, "truncation at " + std::to_string(seq));
  }
  /// As if by retention, and nothing signed.
  Edit empty() {
    auto const seq = one_of(stored_.live);
    connection_.run(empty_it, Tx::bind(seq));
    return at(stored_.first_without(seq), "emptying of " + std::to_string(seq));
  }
  std::int64_t append(AuditDisposal const& said) {
    std::int64_t head = 0;
    connection_.run("select seq from audit_head", {}, [&](Row const& row) { head = row.integer(0); });
    kernel::append_audit(connection_, kernel::Actor{.request_id = "clock"}, now_, {{"dispose", "audit_entry", 0, 1, changes_of(said), "Gallrade"}});
    return head + 1;
  }
  std::int64_t live_one() {
    while (true)
      if (auto const seq = one_of(stored_.live); !stored_.is_record(seq)) return seq;
  }
  void add(AuditDisposal& said, std::int64_t seq) {
    kernel::EmptiedEntry const one{seq, seq == 1 ? "" : entry(seq - 1).hash, entry(seq).hash};
    // As a numbered list is, rising.
    AuditDisposal alone;
    kernel::name_entries(alone, std::span(&one, 1));
    if (seq > stored_.first_of.at(said.seq)) said.entries += "," + alone.entries, said.seals += alone.seals;
    else said.entries = alone.entries + "," + said.entries, said.seals = alone.seals + said.seals;
  }
  Edit empty_and_copy_a_record() {
    auto const record = one_of(stored_.records);
    auto const seq = live_one();
    auto said = said_by(entry(record));
    if (pick(0, 1) == 0) add(said, seq);
    else {
      kernel::EmptiedEntry const one{seq, seq == 1 ? "" : entry(seq - 1).hash, entry(seq).hash};
      said.entries.clear();
      said.seals.clear();
      kernel::name_entries(said, std::span(&one, 1));
    }
    connection_.run(empty_it, Tx::bind(seq));
    append(said);
    return at(seq, "emptying of " + std::to_string(seq) + " under a copied record");
  }
  Edit empty_and_sign_with_another_key() {
    auto const seq = live_one();
    auto said = said_by(entry(one_of(stored_.records)));
    kernel::EmptiedEntry const one{seq, seq == 1 ? "" : entry(seq - 1).hash, entry(seq).hash};
    said.entries.clear();
    said.seals.clear();
    kernel::name_entries(said, std::span(&one, 1));
    said.at = {now_};
    said.seq = stored_.size() + 1;
    said.previous = entry(stored_.size()).hash;
    auto const seed = kernel::random_seed();
    // Once in a while with the name of the right key under another's signature.
    if (pick(0, 1) == 0) said.public_key = kernel::public_key_of(seed);
    said.signature = kernel::signature_of(seed, kernel::signed_text(said));
    connection_.run(empty_it, Tx::bind(seq));
    append(said);
    return at(seq, "emptying of " + std::to_string(seq) + " under another key");
  }
  Edit repeat_a_record() { return at(append(said_by(entry(one_of(stored_.records)))), "a record once more"); }
  Edit extend_a_record() {
    auto const record = one_of(stored_.records);
    auto const seq = live_one();
    auto said = said_by(entry(record));
    add(said, seq);
    connection_.run(empty_it, Tx::bind(seq));
    connection_.run("update audit_entry set changes = $1 where seq = $2", Tx::bind(changes_of(said), record));
    reseal(connection_, record);
    return at(std::min(seq, stored_.first_of.at(record)), "record " + std::to_string(record) + " extended to " + std::to_string(seq));
  }
  /// To the letter: the hash fits, and still it is not what the log says happened.
  Edit put_content_back() {
    auto const& old = stored_.contents.at(one_of(stored_.emptied));
    connection_.run("update audit_entry set at = $1, actor_id = $2, actor_name = $3, operation = $4, object_kind = $5, object_id = $6, scope_id = $7, changes = $8, note = $9, request_id = $10 where seq = $11",
                    Tx::bind(old.at, old.actor_id, old.actor_name, old.operation, old.object_kind, old.object_id, old.scope_id, old.changes, old.note, old.request_id, old.seq));
    return at(old.seq, "content put back in " + std::to_string(old.seq));
  }
  Edit put_something_in() {
    auto const seq = one_of(stored_.emptied);
    constexpr char const* sets[] = {"note = 'GET /api/actions/7'", "actor_name = 'Någon Annan'", "actor_id = 5", "at = '2021-01-01T08:00:00.000Z'", "changes = '{\"n\":[1,2]}'", "changes = ''", "operation = 'read'", "scope_id = 3"};
    std::string const set = sets[pick(0, 7)];
    connection_.run("update audit_entry set " + set + " where seq = $1", Tx::bind(seq));
    return at(seq, set + " in " + std::to_string(seq));
  }
  Edit take_a_record_away() {
    auto const record = one_of(stored_.records);
    connection_.run("delete from audit_entry where seq = $1", Tx::bind(record));
    close_gap(connection_, record);
    reseal(connection_, record);
    return at(stored_.first_of.at(record), "record " + std::to_string(record) + " taken away and all resealed");
  }
  /// Found where the next signature is, or the next emptied entry.
  Edit change_and_reseal() {
    auto const seq = live_one();
    auto const last = stored_.records.back();
    if (seq > last) return empty();
    connection_.run("update audit_entry set note = note || ' ändrad' where seq = $1", Tx::bind(seq));
    reseal(connection_, seq);
    return {seq + 1, last, "change of " + std::to_string(seq) + ", resealed"};
  }
  Edit change_the_decision() {
    auto const record = one_of(stored_.records);
    auto said = said_by(entry(record));
    if (pick(0, 1) == 0) said.decision = "Ett annat beslut";
    else said.days = 1;
    connection_.run("update audit_entry set changes = $1 where seq = $2", Tx::bind(changes_of(said), record));
    reseal(connection_, record);
    return at(stored_.first_of.at(record), "decision changed in " + std::to_string(record));
  }
  Edit move_a_record() {
    auto const record = one_of(stored_.records);
    if (record == stored_.size()) return take_a_record_away();
    auto const said = said_by(entry(record));
    connection_.run("delete from audit_entry where seq = $1", Tx::bind(record));
    close_gap(connection_, record);
    reseal(connection_, record);
    auto const end = append(said);
    return {1, end, "record " + std::to_string(record) + " moved to the end"};
  }

  Connection& connection_;
  Stored const& stored_;
  std::mt19937& random_;
  std::string now_;
};

void take_stock(Stored& stored, Connection& connection) {
  auto const before = std::exchange(stored.entries, all_entries(connection, 1));
  stored.live.clear(), stored.emptied.clear(), stored.records.clear(), stored.first_of.clear();
  for (auto const& entry : stored.entries) {
    (entry.operation.empty() ? stored.emptied : stored.live).push_back(entry.seq);
    if (entry.operation.empty() && !stored.contents.contains(entry.seq)) stored.contents[entry.seq] = before.at(static_cast<std::size_t>(entry.seq - 1));
    if (entry.operation != "dispose" || entry.object_kind != "audit_entry") continue;
    stored.records.push_back(entry.seq);
    stored.first_of[entry.seq] = std::stoll(said_by(entry).entries);
  }
}

}  // namespace

TEST_CASE("S4-20: among entries that were emptied by rule, a thousand random edits are all found, also those that pretend to be retention") {
  kernel::on_each_database(features(), [](TestApp& app) {
    LogWorld world(app);
    std::mt19937 random(20261123);
    auto const pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    kernel::AuditKeys const keys{{world.key().public_key()}};
    Stored stored;
    int edits = 0;
    for (int year = 2020; year < 2024; ++year) {
      // A year of log, and some years later a removal by a rule of its own.
      for (int n = 0, day = 1; n < 30; ++n, day = std::min(28, day + pick(0, 1))) {
        constexpr char const* operations[] = {"read", "export", "sign_in", "update"};
        world.entry(operations[pick(0, 3)], std::to_string(year) + "-0" + std::to_string(2 + n / 10) + "-" + (day < 10 ? "0" : "") + std::to_string(day) + "T08:00:00.000Z", "anteckning " + std::to_string(n));
      }
      auto connection = app.database.lease();
      take_stock(stored, *connection);
      constexpr char const* kinds[] = {"log_read", "log_export", "log_sign_in"};
      auto const autumn = std::to_string(year) + "-1";
      app.clock.set(autumn + "0-01T08:00:00.000Z");
      // The first year two kinds, so that there are always several records.
      for (int n = 0; n < (year == 2020 ? 3 : 1); ++n) REQUIRE(world.decide(kinds[year == 2020 ? n : pick(0, 2)], pick(730, 800), decision).status == 200);
      if (year >= 2022) world.dispose(autumn + "1-01T08:00:00.000Z");
      take_stock(stored, *connection);
      auto const whole = kernel::verify_audit(*connection, keys);
      REQUIRE_MESSAGE(whole.broken_at == 0, whole.reason);
      if (year < 2022) continue;
      REQUIRE(whole.emptied_entries() == static_cast<std::int64_t>(stored.emptied.size()));
      REQUIRE(stored.records.size() > 2);
      REQUIRE(stored.emptied.size() > 5);
      auto const now = app.clock.instant();
      for (int n = 0; n < 500; ++n, ++edits) {
        connection->begin(true);
        auto const edit = Tamperer(*connection, stored, random, now).once();
        auto const verdict = kernel::verify_audit(*connection, keys);
        connection->rollback();
        INFO(edit.what, ": ", verdict.reason);
        REQUIRE(verdict.broken_at >= edit.from);
        REQUIRE(verdict.broken_at <= edit.to);
        REQUIRE_FALSE(verdict.reason.empty());
      }
      CHECK(kernel::verify_audit(*connection, keys).broken_at == 0);
    }
    CHECK(edits == 1000);
  });
}

TEST_CASE("S4-20: what the key itself has signed for is still held against what it says") {
  kernel::on_each_database(features(), [](TestApp& app) {
    LogWorld world(app);
    auto const old = world.entry("read", "2021-01-10T08:00:00.000Z");
    world.entry("update", "2025-01-10T08:00:00.000Z");
    auto const young = world.entry("read", "2025-01-11T08:00:00.000Z");
    world.entry("update", "2025-01-12T08:00:00.000Z");
    app.clock.set("2026-11-22T08:00:00.000Z");
    auto const key = world.key();
    kernel::AuditKeys const keys{{key.public_key()}};
    auto connection = app.database.lease();
    auto const entries = all_entries(*connection, 1);
    auto const hash_of = [&](std::int64_t seq) { return entries.at(static_cast<std::size_t>(seq - 1)).hash; };
    auto const end = static_cast<std::int64_t>(entries.size());

    auto const with = [&](std::vector<std::int64_t> const& named, bool carried_out, auto const& change) {
      connection->begin(true);
      AuditDisposal said{{app.clock.instant()}, end + 1, hash_of(end), "log_read", 730, {"2024-11-01T00:00:00.000Z"}, {decision}, {"Ada Administratör"}, {}, {}, key.public_key(), {}};
      std::vector<kernel::EmptiedEntry> emptied;
      for (auto const seq : named) emptied.push_back({seq, seq > end ? "" : hash_of(seq - 1), seq > end ? "" : hash_of(seq)});
      kernel::name_entries(said, emptied);
      change(said);
      said.signature = key.sign(kernel::signed_text(said));
      if (carried_out)
        for (auto const seq : named) connection->run(empty_it, Tx::bind(seq));
      kernel::append_audit(*connection, kernel::Actor{.request_id = "clock"}, app.clock.instant(), {{"dispose", "audit_entry", 0, 1, changes_of(said), "Gallrade"}});
      auto verdict = kernel::verify_audit(*connection, keys);
      connection->rollback();
      return verdict;
    };
    auto const found = [](kernel::AuditVerdict const& verdict, std::int64_t at, std::string_view reason) {
      INFO(verdict.reason);
      CHECK(verdict.broken_at == at);
      CHECK(verdict.reason.find(reason) != std::string::npos);
    };
    auto const as_is = [](AuditDisposal&) {};
    CHECK(with({old}, true, as_is).broken_at == 0);
    found(with({old}, false, as_is), old, "men har uppgifter");
    found(with({young}, true, as_is), young, "yngre än regeln säger");
    found(with({old}, true, [](AuditDisposal& said) { said.before = {"2025-06-01T00:00:00.000Z"}; }), old, "tidigare än sin egen regel");
    found(with({old}, true, [](AuditDisposal& said) { said.days = 0; }), old, "tidigare än sin egen regel");
    found(with({end + 1}, false, as_is), end + 1, "poster som skrevs efter den");
    found(with({old}, true, [](AuditDisposal& said) { said.seq += 1; }), end + 1, "en annan plats");
    found(with({old}, true, [](AuditDisposal& said) { said.previous = std::string(64, 'b'); }), end + 1, "omskriven");
    found(with({old}, true, [](AuditDisposal& said) { said.seals[3] = said.seals[3] == 'a' ? 'b' : 'a'; }), old, "är inte den som signerades");
    // Lists that are none, or ask for all the memory there is.
    for (auto const* list : {"", "1-9223372036854775807", "7,3", "3,3", "5-4", "3,", "a", "-3", "99999999999999999999", "3-", "0"})
      found(with({old}, true, [&](AuditDisposal& said) { said.entries = list; }), old, "tömd utan");
  });
}
