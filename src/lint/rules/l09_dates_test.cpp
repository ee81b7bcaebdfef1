#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L9: S0-14: dates in order, inside the period, with a year read as the whole year") { rimlig::lint::test::run_cases("L9"); }
