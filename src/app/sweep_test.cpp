#include "app/sweep.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "app/features.hpp"
#include "identity/testing.hpp"
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
