#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L15: S4-3: reversed headings, own spellings of a status and misused terms") { rimlig::lint::test::run_cases("L15"); }
