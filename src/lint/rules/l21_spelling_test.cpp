#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L21: slips are hinted at, good Swedish is left alone") { rimlig::lint::test::run_cases("L21"); }
