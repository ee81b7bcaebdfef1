#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L3: what the summary claims is compared with the items") { rimlig::lint::test::run_cases("L3"); }
