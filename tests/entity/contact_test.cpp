#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "contact.hpp"
#include "identity/testing.hpp"
#include "kernel/migrations.hpp"

using namespace rimlig;

namespace {

std::string text_of(std::string const& path) {
  std::ifstream in(std::string(RIMLIG_SOURCE_DIR) + "/" + path, std::ios::binary);
  REQUIRE_MESSAGE(in, path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

TEST_CASE("S0-17: a contact person is kept per unit, in scope, with its changes in the log") {
  kernel::on_each_database({org::feature(), contact::feature()}, [](kernel::TestApp& app) {
    auto const sql = text_of("tests/entity/0100_contact.sql");
    kernel::Migration const migration[] = {{"0100_contact.sql", sql}};
    {
      auto connection = app.database.lease();
      REQUIRE(kernel::migrate(*connection, migration) == 1);
      REQUIRE(kernel::migrate(*connection, migration) == 0);
    }
    auto const at = identity::make_organisation(app);
    auto const body = [&](std::string_view name) {
      return "{\"unit_id\":" + std::to_string(at.unit.value) + ",\"name\":\"" + std::string(name) + R"(","process":"Avtalsuppföljning"})";
    };
    auto const created = app.post("/api/contacts", at.administrator, body("Åsa Berg"));
    REQUIRE(created.status == 201);
    REQUIRE(app.post("/api/contacts", at.administrator, body("Anna Ek")).status == 201);
    auto const listed = app.get("/api/contacts", at.unit_manager).json();
    REQUIRE(listed.root().get("items").size() == 2);
    CHECK(listed.root().get("items").at(0).get("name").text() == "Anna Ek");
    auto const target = "/api/contacts/" + std::to_string(created.json().root().get("id").integer());
    CHECK(app.put(target, at.administrator, body("Åsa Ek"), created.etag).status == 200);
    CHECK(app.put(target, at.administrator, body("Åsa Alm"), created.etag).status == 412);
    CHECK(app.get(target, at.other_manager).status == 404);
    CHECK(app.post("/api/contacts", at.unit_manager, body("x")).status == 403);
    CHECK(app.post("/api/contacts", at.administrator, R"({"unit_id":999999,"name":"","process":"x"})").status == 422);
  });
}

TEST_CASE("docs/add-an-entity.md shows the example as it is built") {
  auto const page = text_of("docs/add-an-entity.md");
  for (auto const* file : {"tests/entity/0100_contact.sql", "tests/entity/contact.hpp", "tests/entity/contact.cpp"}) {
    INFO(std::string(file));
    CHECK(page.find(text_of(file)) != std::string::npos);
  }
}
