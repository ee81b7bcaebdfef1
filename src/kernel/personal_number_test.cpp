#include <doctest/doctest.h>

#include <string>

#include "kernel/personal_number.hpp"

using rimlig::kernel::personal_numbers;

// The numbers are those that the tax agency gives out for tests, or made here: none is a person's.
TEST_CASE("S1-12: a personal identity number is found however it is written") {
  for (auto const* text : {"19121212-1212", "191212121212", "121212-1212", "121212+1212", "1212121212", "121212–1212", "Ärendet gäller 121212-1212.",
                           "(19121212-1212)", "pnr:121212-1212", "000229-0005", "121272-1219"}) {
    INFO(text);
    auto const found = personal_numbers(text);
    REQUIRE(found.size() == 1);
    CHECK(found[0].masked.find("1212-1212") == std::string::npos);
    CHECK(found[0].masked.ends_with("-••••"));
  }
  auto const two = personal_numbers("Både 121212-1212 och 19121212-1212.");
  REQUIRE(two.size() == 2);
  CHECK(two[0].begin == 6);
  CHECK(two[0].end == 17);
  CHECK(rimlig::kernel::without_personal_numbers("Både 121212-1212 och 19121212-1212.") == "Både 121212-•••• och 19121212-••••.");
  CHECK(rimlig::kernel::without_personal_numbers("Inget här.") == "Inget här.");
}

TEST_CASE("S1-12: what only looks alike is left alone") {
  for (auto const* text : {"121212-1213",             // wrong check digit
                           "556036-0793",             // an organisation: the month is over 12
                           "121312-1218",             // no thirteenth month
                           "010229-1234",             // no such day in 1901 or 2001
                           "2026-11-22", "dnr 2012/183-700", "12121212121212", "9121212121212", "121212-12125", "kr 1212121212,50", "a121212-121", ""}) {
    INFO(text);
    CHECK(personal_numbers(text).empty());
  }
}

TEST_CASE("S1-12: exactly one check digit of ten fits each date and number") {
  for (int serial = 0; serial < 1000; ++serial) {
    std::string three = std::to_string(1000 + serial).substr(1);
    std::size_t fitting = 0;
    for (char last = '0'; last <= '9'; ++last) fitting += personal_numbers("850709-" + three + last).size();
    REQUIRE(fitting == 1);
  }
}
