#include "retention/retention.hpp"

#include <doctest/doctest.h>

#include "identity/testing.hpp"
#include "kernel/audit_verify.hpp"

using namespace rimlig;
using kernel::TestApp;
using kernel::Tx;

namespace {

bool has(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

struct World {
  TestApp& app;
  identity::Organisation org = identity::make_organisation(app);

  explicit World(TestApp& to) : app(to) {}

  void run(std::string const& sql) {
    app.with_tx([&](Tx& tx) { tx.execute_derived(sql); });
  }
  std::int64_t counted(std::string const& sql) {
    std::int64_t found = 0;
    app.with_tx([&](Tx& tx) { found = tx.value<std::int64_t>(sql).value_or(0); });
    return found;
  }
  void jobs(int count, std::string const& at, std::string const& state = "done") {
    app.with_tx([&](Tx& tx) {
      for (int n = 0; n < count; ++n)
        tx.execute_derived("insert into job(id, kind, state, payload, result, problem, message, progress, total, attempts, cancel_wanted, actor_id, actor_name, created_at, run_after, heartbeat) "
                           "values ($1, 'prov', $2, '{}', '{}', '', '', 0, 0, 0, false, 0, 'Prov', $3, $3, $3)",
                           tx.next("id"), state, at);
    });
  }
  void import(std::string const& state, std::string const& at) {
    app.with_tx([&](Tx& tx) {
      auto const id = tx.next("id");
      tx.execute_derived("insert into import(id, version, file_name, size, sha256, state, rows, repairs, questions, stored_rows, existing_rows, document_repairs, document_questions, warnings, created_by, "
                         "created_by_name, created_at) values ($1, 1, 'prov.csv', 1, 'x', $2, 1, 0, 0, 0, 0, '[]', '[]', '[]', 0, 'Prov', $3)",
                         id, state, at);
      tx.execute_derived("insert into import_row(id, version, import_id, seq, source_lines, source_pages, source_text, reading, repairs, questions, decision, edited, content_key) "
                         "values ($1, 1, $2, 1, '[]', '[]', 'text', '{}', '[]', '[]', 'undecided', false, 'k')", tx.next("id"), id);
    });
  }
  TestApp::Answer decide(std::string const& kind, bool keep, int days, std::string const& decision) {
    return app.put("/api/retention-rules", org.administrator, R"({"kind":")" + kind + R"(","keep":)" + (keep ? "true" : "false") + R"(,"days":)" + std::to_string(days) + R"(,"decision":")" + decision + "\"}", "");
  }
  void dispose() { retention::dispose_due(app.services); }
};

std::vector<kernel::Feature> features() { return {org::feature(), identity::feature(), retention::feature()}; }

}  // namespace

TEST_CASE("S4-20: what is technical is removed by the program's own rule, and all else is kept until somebody decides") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.jobs(3, "2026-01-10T08:00:00.000Z");
    world.jobs(1, "2026-01-10T08:00:00.000Z", "queued");
    world.jobs(2, "2026-11-20T08:00:00.000Z");
    auto const document = app.get("/api/retention-rules", world.org.administrator).json();
    auto const rules = document.root().get("items");
    REQUIRE(rules.size() == 9);
    for (std::size_t n = 0; n < rules.size(); ++n) CHECK(rules.at(n).get("keep").boolean() != rules.at(n).get("technical").boolean());
    CHECK(rules.at(2).get("kind").text() == "job");
    CHECK(rules.at(2).get("removable").integer() == 3);
    CHECK(rules.at(2).get("oldest").text() == "2026-01-10");
    CHECK(app.get("/api/retention-preview?kind=job&days=7", world.org.administrator).body == R"({"removable":3,"oldest":"2026-01-10","waiting":0})");
    world.dispose();
    CHECK(world.counted("select count(*) from job") == 3);
    CHECK(world.counted("select count(*) from audit_entry where operation = 'dispose' and object_kind = 'job' and note like 'Gallrade 3 från 2026-01-10 till och med 2026-01-10, 90 dagar, programmets egen regel'") == 1);
    // Once a day, and only what is due.
    world.jobs(1, "2026-01-10T08:00:00.000Z");
    world.dispose();
    CHECK(world.counted("select count(*) from job") == 4);
    app.clock.set("2026-11-23T08:00:00.000Z");
    world.dispose();
    CHECK(world.counted("select count(*) from job") == 3);
    auto connection = app.database.lease();
    CHECK(kernel::verify_audit(*connection).broken_at == 0);
  });
}

TEST_CASE("S4-20: removing takes a decision that is named, holds from the next day, and what was stored from a file is never touched") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.import("preview", "2025-01-05T08:00:00.000Z");
    world.import("refused", "2025-01-06T08:00:00.000Z");
    world.import("stored", "2025-01-06T08:00:00.000Z");
    world.import("preview", "2026-11-20T08:00:00.000Z");
    CHECK(has(world.decide("import", false, 365, "").body, "Skriv vilket gallringsbeslut som gäller"));
    CHECK(has(world.decide("import", false, 2, "Dokumenthanteringsplan 2026-03-01 § 12").body, "Minst 7 dagar"));
    REQUIRE(world.decide("import", false, 365, "Dokumenthanteringsplan 2026-03-01 § 12").status == 200);
    world.dispose();
    CHECK(world.counted("select count(*) from import") == 4);
    app.clock.set("2026-11-23T08:00:00.000Z");
    world.dispose();
    CHECK(world.counted("select count(*) from import") == 2);
    CHECK(world.counted("select count(*) from import_row") == 2);
    CHECK(world.counted("select count(*) from import where state = 'stored'") == 1);
    CHECK(world.counted("select count(*) from audit_entry where operation = 'dispose' and note like '%beslut: Dokumenthanteringsplan 2026-03-01 § 12'") == 1);
    // The decision and its change are in the log.
    REQUIRE(world.decide("import", true, 365, "").status == 200);
    CHECK(world.counted("select count(*) from audit_entry where object_kind = 'retention_rule'") == 2);
    app.clock.set("2028-11-24T08:00:00.000Z");
    world.dispose();
    CHECK(world.counted("select count(*) from import") == 2);
  });
}

TEST_CASE("S4-20: many are removed in batches that each are in the log, and only the administrator decides") {
  kernel::on_each_database(features(), [](TestApp& app) {
    World world(app);
    world.jobs(1'100, "2026-01-10T08:00:00.000Z");
    world.dispose();
    CHECK(world.counted("select count(*) from job") == 0);
    CHECK(world.counted("select count(*) from audit_entry where operation = 'dispose' and object_kind = 'job'") == 3);
    CHECK(app.get("/api/retention-rules", world.org.controller).status == 403);
    CHECK(app.put("/api/retention-rules", world.org.controller, "{}", "").status == 403);
    // A session that is in use is never removed.
    CHECK(has(world.decide("session", false, 0, "").body, "/days"));
    CHECK(app.get("/api/retention-rules", world.org.administrator).status == 200);
  });
}
