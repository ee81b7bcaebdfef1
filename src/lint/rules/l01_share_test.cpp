#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L1: a stated percent is the part of the whole, in figures and words, over sentences") { rimlig::lint::test::run_cases("L1"); }
