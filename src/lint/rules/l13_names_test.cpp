#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L13: variants of a name are found, inflections and other words are not") { rimlig::lint::test::run_cases("L13"); }
