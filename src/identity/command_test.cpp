#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "identity/command.hpp"
#include "identity/permissions.hpp"
#include "identity/testing.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::TestApp;
using kernel::Tx;

TEST_CASE("the command line lays up the first administrator, gives and takes roles, and sets passwords") {
  kernel::on_each_database({org::feature()}, [](TestApp& app) {
    app.with_tx([](Tx& tx) {
      auto const first = add_user(tx, "Ada Ek", "Ada@Kommun.example", {"administratör", "Norrby kommun", {}, {}}, "sommar regn hav");
      CHECK(first.has_password);
      CHECK(first.roles == std::vector<std::string>{"administrator: Norrby kommun"});
      CHECK_THROWS_AS(add_user(tx, "Bo", "bo@kommun.example", {"controller", "Okänd", {}, {}}, ""), kernel::Problem);
      CHECK_THROWS_AS(add_user(tx, "Bo", "bo@kommun.example", {"kung", "Norrby kommun", {}, {}}, ""), kernel::Problem);
      CHECK(!first.second_factor);
      CHECK_THROWS_AS(remove_user_factor(tx, "ada@kommun.example"), kernel::Problem);
      CHECK_THROWS_AS(set_user_password(tx, "ada@kommun.example", "kort"), kernel::Problem);
      CHECK_THROWS_AS(set_user_password(tx, "ingen@kommun.example", "sommar regn hav"), kernel::Problem);
      auto const given = give_user_role(tx, "ada@kommun.example", {"auditor", "norrby KOMMUN", kernel::Date{"2026-01-01"}, kernel::Date{"2026-12-31"}});
      CHECK(given.roles.at(1) == "auditor: Norrby kommun (2026-01-01–2026-12-31)");
      CHECK(take_user_role(tx, "ada@kommun.example", {"revisor", "Norrby kommun", {}, {}}).roles.size() == 1);
    });
    app.with_tx([](Tx& tx) { CHECK(list_users(tx).front().name == "Ada Ek"); });
  });
}

TEST_CASE("docs/permissions.md is what the table of permissions says") {
  std::ifstream file(std::string(RIMLIG_SOURCE_DIR) + "/docs/permissions.md");
  std::stringstream page;
  page << file.rdbuf();
  CHECK(page.str() == permissions_page());
}

TEST_CASE("a permission is named once, and one that is not in the table is nobody's") {
  for (auto const& one : permissions) {
    int named = 0;
    for (auto const& other : permissions) named += one.name == other.name;
    CHECK(named == 1);
    CHECK(roles_with(one.name) != 0);
  }
  CHECK(roles_with("action.destroy") == 0);
  // The administrator runs the system and reads no content.
  for (auto const& one : permissions)
    if (one.roles & bit_of(Role::administrator))
      CHECK((one.name.starts_with("org.") || one.name.starts_with("person.") || one.name.starts_with("account.") || one.name.starts_with("substitute.") || one.name.starts_with("log.") || one.name.starts_with("retention.") || one.name.starts_with("job.")));
  // The auditor changes nothing.
  for (auto const& one : permissions)
    if (one.roles & bit_of(Role::auditor)) CHECK(one.name.ends_with(".read"));
}
