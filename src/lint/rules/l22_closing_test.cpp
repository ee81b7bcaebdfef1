#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L22: S4-5: closing asks for analysis and evidence, delay for a reason") { rimlig::lint::test::run_cases("L22"); }
