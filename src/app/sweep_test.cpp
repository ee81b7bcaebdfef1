#include "app/sweep.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "app/features.hpp"
#include "identity/testing.hpp"
#include "kernel/crypto.hpp"
#include "kernel/testing.hpp"

using namespace rimlig;
using kernel::TestApp;

namespace {

void make_old(TestApp& app, std::string const& sha256) {
  std::filesystem::last_write_time(app.files.path(sha256), std::filesystem::file_time_type::clock::now() - std::chrono::hours(25));
}

}  // namespace

TEST_CASE("every column of the schema that holds a SHA-256 is listed with what it names") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    CHECK_NOTHROW(app::sweep(app.services, app::hash_columns(), true));
    app.with_tx([](kernel::Tx& tx) { tx.connection().script("create table forgotten (id bigint, photo_sha256 text)"); });
    CHECK_THROWS_WITH(app::sweep(app.services, app::hash_columns(), true), doctest::Contains("forgotten.photo_sha256"));
  });
}

TEST_CASE("S0-1: a sweep removes old files that no row names, and nothing else") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const who = identity::make_organisation(app);
    auto const uploaded = app.post("/api/imports?name=a.txt", who.controller, "Kontroll\tÅtgärd\tStatus\n");
    REQUIRE_MESSAGE(uploaded.status == 202, uploaded.body);
    auto const named = std::string(uploaded.json().root().get("sha256").text());
    auto const orphan = app.files.store("left by a transaction that was rolled back").sha256;
    auto const young = app.files.store("an upload that is still going on").sha256;
    make_old(app, named);
    make_old(app, orphan);

    auto const would = app::sweep(app.services, app::hash_columns(), true);
    CHECK(would.removed == 1);
    CHECK(would.sha256 == std::vector{orphan});
    CHECK(app.files.contains(orphan));

    auto const done = app::sweep(app.services, app::hash_columns(), false);
    CHECK(done.files == 3);
    CHECK(done.removed == 1);
    CHECK(done.bytes == 42);
    CHECK_FALSE(app.files.contains(orphan));
    CHECK(app.files.contains(named));
    CHECK(app.files.contains(young));
    CHECK(app::sweep(app.services, app::hash_columns(), false).removed == 0);

    // The same bytes again make a file young, whatever its age was.
    make_old(app, young);
    app.files.store("an upload that is still going on");
    CHECK(app::sweep(app.services, app::hash_columns(), false).removed == 0);

    auto const broken_off = app.files.root() / "tmp" / "broken-off";
    std::filesystem::copy_file(app.files.path(young), broken_off);
    std::filesystem::last_write_time(broken_off, std::filesystem::file_time_type::clock::now() - std::chrono::hours(25));
    app::sweep(app.services, app::hash_columns(), true);
    CHECK(std::filesystem::exists(broken_off));
    app::sweep(app.services, app::hash_columns(), false);
    CHECK_FALSE(std::filesystem::exists(broken_off));
  });
}

TEST_CASE("S3-11: the running server sweeps once a day, what was disposed of among it") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    auto const ticks = app::ticks();
    CHECK(std::any_of(ticks.begin(), ticks.end(), [](app::Tick const& tick) { return tick.run == app::sweep_daily; }));
    auto const orphan = app.files.store("named by a report that was disposed of").sha256;
    app::sweep_daily(app.services);
    CHECK(app.files.contains(orphan));
    make_old(app, orphan);
    app.clock.advance(std::chrono::hours(1));
    app::sweep_daily(app.services);
    CHECK(app.files.contains(orphan));
    app.clock.advance(std::chrono::hours(24));
    app::sweep_daily(app.services);
    CHECK_FALSE(app.files.contains(orphan));
  });
}

TEST_CASE("S0-1: what is uploaded while the server sweeps is kept, also when it is an old orphan's content") {
  kernel::on_each_database(app::features(), [](TestApp& app) {
    std::vector<std::string> texts;
    for (int n = 0; n < 60; ++n) texts.push_back("content " + std::to_string(n));
    std::int64_t swept = 0;
    for (int round = 0; round < 10; ++round) {
      for (auto const& text : texts) make_old(app, app.files.store(text).sha256);
      std::string failed;
      std::atomic<bool> done = false;
      std::thread sweeper([&] {
        swept += app::sweep(app.services, app::hash_columns(), false).removed;
        done = true;
      });
      try {
        // Once the sweep has begun to remove, all of it is uploaded again.
        while (!done && app.files.all().size() == texts.size()) std::this_thread::yield();
        for (auto const& text : texts) app.files.store(text);
      } catch (std::exception const& error) {
        failed = error.what();
      }
      sweeper.join();
      CHECK(failed == "");
      for (auto const& text : texts) CHECK(app.files.intact(kernel::sha256_hex(text)));
    }
    CHECK(swept > 0);
    MESSAGE("swept while the same was uploaded: ", swept);
  });
}
