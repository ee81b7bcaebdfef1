#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "identity/organisation_import.hpp"
#include "identity/testing.hpp"

using namespace rimlig;
using namespace rimlig::identity;
using kernel::Problem;
using kernel::TestApp;
using kernel::Tx;

namespace {

constexpr auto header = "enhet;typ;överordnad;verksamhetsområde;namn;e-post;roll;andra namn\n";

std::string problem_of(Tx& tx, std::string const& csv) {
  try {
    import_organisation(tx, csv);
  } catch (Problem const& problem) {
    std::string all = problem.detail();
    for (auto const& error : problem.errors()) all += "\n" + error.detail;
    return all;
  }
  return {};
}

}  // namespace

TEST_CASE("S0-37: an organisation with people and roles is read from a table, and again without doubling") {
  kernel::on_each_database({org::feature()}, [](TestApp& app) {
    app.with_tx([](Tx& tx) {
      std::string const csv = std::string(header) +
                              "Nämnden;nämnd;;;Ada Ek;ada@kommun.example;controller;\r\n"
                              "\"Enheten; norr\";enhet;Nämnden;förskola;Eva Ny;eva@kommun.example;enhetschef;Norra enheten | Norrteamet\r\n"
                              "Enheten; norr;;;;;;\r\n";
      auto const first = import_organisation(tx, csv.substr(0, csv.rfind("Enheten;")));
      CHECK(first.rows == 2);
      CHECK(first.units == 2);
      CHECK(first.persons == 2);
      CHECK(first.assignments == 2);
      auto const again = import_organisation(tx, csv.substr(0, csv.rfind("Enheten;")));
      CHECK(again.units + again.persons + again.assignments == 0);
      CHECK(org::find_unit(tx, "norrteamet") == org::find_unit(tx, "enheten; norr"));
      auto const eva = find_person_by_email(tx, "EVA@kommun.example");
      REQUIRE(eva);
      CHECK(tx.value<std::int64_t>("select count(*) from actor_scope where actor_id = $1", eva->id) == 1);
    });
  });
}

TEST_CASE("every fault of an organisation's table is told with its row and column, and nothing is kept") {
  kernel::on_each_database({org::feature()}, [](TestApp& app) {
    CHECK_THROWS(app.with_tx([](Tx& tx) {
      auto const all = problem_of(tx, std::string(header) +
                                          "Nämnden;nämnd;;;;;;\n"
                                          "A;klubb;Nämnden;;;;;\n"
                                          "B;enhet;Okända;;;;;\n"
                                          "C;enhet;Nämnden;;Eva;eva;enhetschef;\n"
                                          "D;enhet;Nämnden;;Eva;eva@kommun.example;kung;\n"
                                          "E;enhet;Nämnden;;Eva;;chef;\n");
      CHECK(all.find("Rad 3, kolumn typ: \"klubb\"") != std::string::npos);
      CHECK(all.find("Rad 4, kolumn överordnad: \"Okända\" finns inte") != std::string::npos);
      CHECK(all.find("Rad 5, kolumn e-post: \"eva\" är inte en e-postadress") != std::string::npos);
      CHECK(all.find("Rad 6, kolumn roll: \"kung\"") != std::string::npos);
      CHECK(all.find("Rad 7, kolumn e-post: Fyll i adressen") != std::string::npos);
      throw std::runtime_error("as a caller that lets the problem through");
    }));
    app.with_tx([](Tx& tx) {
      CHECK(tx.value<std::int64_t>("select count(*) from org_unit") == 0);
      CHECK(problem_of(tx, "namn;roll\nEva;chef\n").find("kolumn enhet") != std::string::npos);
      CHECK(problem_of(tx, "enhet;typ;\xF6verordnad\n").find("CSV UTF-8") != std::string::npos);
      CHECK(problem_of(tx, "").find("Kolumnen saknas") != std::string::npos);
    });
  });
}

TEST_CASE("the sample municipality's organisation is read whole") {
  std::ifstream file(std::string(RIMLIG_SOURCE_DIR) + "/samples/organisation.csv");
  std::stringstream csv;
  csv << file.rdbuf();
  kernel::on_each_database({org::feature()}, [&](TestApp& app) {
    app.with_tx([&](Tx& tx) {
      auto const done = import_organisation(tx, csv.str());
      CHECK(done.rows >= 20);
      CHECK(done.persons == done.rows);
      CHECK(done.assignments == done.rows);
    });
  });
}
