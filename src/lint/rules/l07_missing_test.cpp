#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L7: who, when, which year, how often and out of how many are asked for") { rimlig::lint::test::run_cases("L7"); }
