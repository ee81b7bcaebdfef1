// A municipality with years of log, for the tests of taking entries out of it.
#pragma once
#include <filesystem>

#include "access_review/access_review.hpp"
#include "identity/testing.hpp"
#include "kernel/audit_disposal.hpp"
#include "kernel/checkpoint.hpp"
#include "retention/retention.hpp"

namespace rimlig::retention {

/// What an entry of the log holds.
struct StoredEntry {
  std::int64_t seq = 0, actor_id = 0, object_id = 0, scope_id = 0;
  std::string at, actor_name, request_id, operation, object_kind, changes, note, hash;
};

struct LogWorld {
  kernel::TestApp& app;
  identity::Organisation org;

  explicit LogWorld(kernel::TestApp& to, bool with_key = true) : app(to), org((to.clock.set("2020-01-01T08:00:00.000Z"), identity::make_organisation(to))) {
    std::filesystem::remove(key_file());
    if (with_key) kernel::SigningKey const made(key_file());
    // Reviews began long after what these tests remove.
    review("2030-01", "done", "2030-02-10T08:00:00.000Z");
  }
  [[nodiscard]] std::filesystem::path key_file() const { return app.services.files.root().parent_path() / kernel::signing_key_name; }
  kernel::SigningKey key() const { return kernel::SigningKey(key_file()); }

  void review(std::string const& month, std::string const& state, std::string const& signed_at) {
    app.with_tx([&](kernel::Tx& tx) {
      tx.execute_derived("insert into access_review(id, version, unit_id, committee_id, month, state, seed, wanted, frame_size, frame_sha256, drawn_at, signed_at) values ($1, 1, $2, $2, $3, $4, 's', 20, 1, 'f', $5, $5)",
                         tx.next("id"), org.committee, month, state, signed_at);
    });
  }
  /// Somebody did something; returns its number.
  std::int64_t entry(std::string const& operation, std::string const& at, std::string const& note = "GET /api/actions/12 från 10.1.2.3", std::string const& kind = "action") {
    app.clock.set(at);
    auto connection = app.database.lease();
    kernel::Tx tx(*connection, kernel::Actor{org.controller, "Karin Läsare", -1, "fraga"}, app.clock, kernel::TxMode::write);
    tx.note({operation, kind, 12, org.unit.value, "{}", note});
    tx.commit();
    return head();
  }
  std::int64_t head() { return counted("select seq from audit_head"); }
  std::int64_t counted(std::string const& sql) {
    std::int64_t found = 0;
    app.with_tx([&](kernel::Tx& tx) { found = tx.value<std::int64_t>(sql).value_or(0); });
    return found;
  }
  StoredEntry stored(std::int64_t seq) {
    StoredEntry entry;
    app.database.lease()->run("select seq, actor_id, object_id, scope_id, at, actor_name, request_id, operation, object_kind, changes, note, hash from audit_entry where seq = $1", kernel::Tx::bind(seq), [&](kernel::Row const& row) {
      entry = {row.integer(0), row.integer(1), row.integer(2), row.integer(3), std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6)), std::string(row.text(7)),
               std::string(row.text(8)), std::string(row.text(9)), std::string(row.text(10)), std::string(row.text(11))};
    });
    return entry;
  }
  kernel::TestApp::Answer decide(std::string const& kind, int days, std::string const& decision) {
    return app.put("/api/retention-rules", org.administrator, R"({"kind":")" + kind + R"(","keep":false,"days":)" + std::to_string(days) + R"(,"decision":")" + decision + "\"}", "");
  }
  void dispose(std::string const& at) {
    app.clock.set(at);
    dispose_due(app.services);
  }
  kernel::AuditVerdict verify() {
    auto connection = app.database.lease();
    return kernel::verify_audit(*connection, kernel::AuditKeys{{key().public_key()}});
  }
};

}  // namespace rimlig::retention
