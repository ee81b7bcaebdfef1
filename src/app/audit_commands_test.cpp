#include "app/audit_commands.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>

#include "app/backup.hpp"
#include "kernel/checkpoint.hpp"
#include "kernel/crypto.hpp"
#include "kernel/migrations.hpp"
#include "retention/log_entries.hpp"

using namespace rimlig;
using namespace rimlig::app;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("rimlig-audit-" + kernel::random_token(8));
  Folder() { fs::create_directory(path); }
  ~Folder() { fs::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
};

int run(std::string const& words) {
  CLI::App program;
  int result = 0;
  add_audit_commands(program, result);
  program.parse(words);
  return result;
}

/// A data folder whose log has lost two sign-ins by rule.
void fill(Place const& place) {
  Application const application(place);
  auto const connection = kernel::connect(place.database_url());
  auto const wrote = [&](std::string const& at, std::string const& operation) {
    kernel::FixedClock const clock(at);
    kernel::Tx tx(*connection, kernel::Actor{7, "Karin", -1, "fraga"}, clock, kernel::TxMode::write);
    tx.note({operation, "person", 7, 1, "{}", ""});
    tx.commit();
  };
  wrote("2021-01-10T08:00:00.000Z", "sign_in");
  wrote("2021-01-10T09:00:00.000Z", "update");
  wrote("2021-01-10T10:00:00.000Z", "sign_out");
  kernel::FixedClock const clock("2026-11-22T08:00:00.000Z");
  kernel::Tx tx(*connection, kernel::Actor{.request_id = "clock"}, clock, kernel::TxMode::write);
  retention::RetentionRule rule;
  std::string from;
  rule.days.value = 730;
  rule.decision = {"Dokumenthanteringsplan 2026-03-01 § 14"};
  REQUIRE(retention::empty_some(tx, retention::rule_of(retention::Kind::log_sign_in), rule, kernel::SigningKey(place.signing_key()), from, 500) == 2);
  tx.commit();
}

}  // namespace

TEST_CASE("S4-20: a log that is not there is not found whole, and nothing is made by looking for it") {
  Folder const folder;
  auto const absent = (folder.path / "felstavat").string();
  CHECK_THROWS_AS(run("audit verify --data " + absent), kernel::Problem);
  CHECK_THROWS_AS(run("audit checkpoint --out " + (folder.path / "intyg.json").string() + " --data " + absent), kernel::Problem);
  CHECK_FALSE(std::filesystem::exists(absent));

  // Nor is what an older version wrote changed by being looked at.
  Place place;
  place.data = folder.path / "data";
  fill(place);
  auto const last = std::string(kernel::embedded_migrations().back().name);
  {
    auto const connection = kernel::connect(place.database_url());
    connection->run("delete from migration where name = $1", std::vector<kernel::DbValue>{last});
  }
  CHECK_THROWS_WITH_AS(run("audit verify --data " + place.data.string()), doctest::Contains("äldre version"), kernel::Problem);
}

TEST_CASE("S4-20: a log with removals holds on its own machine, and elsewhere only for who names the key") {
  Folder const folder;
  Place place;
  place.data = folder.path / "data";
  fill(place);
  auto const verify = [&](Place const& where, std::string const& more = "") { return run("audit verify --data " + where.data.string() + more); };
  auto const key = kernel::SigningKey(place.signing_key()).public_key();
  CHECK(verify(place) == 0);
  CHECK(verify(place, " --json --public-key " + key) == 0);
  CHECK(verify(place, " --public-key " + std::string(64, 'a')) == 3);

  // The key is no part of a copy.
  backup(place, folder.path / "kopia");
  Place other;
  other.data = folder.path / "annan";
  auto const restored = restore(folder.path / "kopia", other);
  CHECK(restored.emptied_entries == 2);
  CHECK(restored.unproven_keys == std::vector{key});
  CHECK(verify(other) == 3);
  CHECK_FALSE(fs::exists(other.signing_key()));
  CHECK(verify(other, " --public-key " + key) == 0);
  // With a key of its own, both are named.
  auto const own = kernel::SigningKey(other.signing_key()).public_key();
  CHECK(run("audit checkpoint --data " + other.data.string() + " --out " + (folder.path / "intyg.json").string()) == 0);
  CHECK(verify(other) == 3);
  auto const both = " --public-key " + own + " --public-key " + key;
  CHECK(verify(other, both) == 0);
  CHECK(verify(other, both + " --checkpoint " + (folder.path / "intyg.json").string()) == 0);

  kernel::connect(other.database_url())->script("update audit_entry set note = 'tillbakalagd' where seq = 1");
  CHECK(verify(other, both) == 3);
  backup(other, folder.path / "kopia2");
  Place third;
  third.data = folder.path / "tredje";
  CHECK_THROWS_AS(restore(folder.path / "kopia2", third), kernel::Problem);
}
