#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L14: S0-38: statutes are read, dated and shown with today's counterpart") { rimlig::lint::test::run_cases("L14"); }
