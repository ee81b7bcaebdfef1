#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L12: equal and nearly equal actions are found once per group") { rimlig::lint::test::run_cases("L12"); }
