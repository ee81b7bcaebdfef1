#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "app/daily_checkpoint.hpp"
#include "kernel/checkpoint.hpp"
#include "kernel/testing.hpp"

using namespace rimlig;
using namespace rimlig::kernel;

namespace {

std::string text_of(std::filesystem::path const& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("S4-20: each day has one checkpoint, which the log must go on fitting") {
  on_each_database({}, [](TestApp& app) {
    auto const folder = app.services.files.root().parent_path() / "checkpoints";
    std::filesystem::remove_all(folder);
    app.with_tx([](Tx& tx) { tx.note({"read", "thing", 1, 1, "{}", "före"}); });
    app::write_daily_checkpoint(app.services);
    auto const first = folder / "2026-11-22.json";
    REQUIRE(std::filesystem::exists(first));
    auto const written = text_of(first);
    app.with_tx([](Tx& tx) { tx.note({"read", "thing", 2, 1, "{}", "efter"}); });
    app.clock.advance(std::chrono::hours(1));
    app::write_daily_checkpoint(app.services);
    CHECK(text_of(first) == written);
    app.clock.advance(std::chrono::hours(24));
    app::write_daily_checkpoint(app.services);
    auto const second = folder / "2026-11-23.json";
    REQUIRE(std::filesystem::exists(second));

    std::vector<Checkpoint> const both{read_checkpoint(written), read_checkpoint(text_of(second))};
    CHECK(both[0].entries == 1);
    CHECK(both[1].entries == 2);
    auto connection = app.database.lease();
    CHECK(verify_audit(*connection, both).broken_at == 0);
    connection->script("delete from audit_entry where seq = 2");
    connection->script("update audit_head set seq = 1, hash = (select hash from audit_entry where seq = 1)");
    CHECK(verify_audit(*connection, both).broken_at == 2);
  });
}
