#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L8: a quantity in words is asked for unless the sentence gives the number") { rimlig::lint::test::run_cases("L8"); }
