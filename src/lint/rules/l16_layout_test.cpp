#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L16: what the layout broke is told or asked about") { rimlig::lint::test::run_cases("L16"); }
