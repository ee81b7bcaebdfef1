#include <doctest/doctest.h>

#include "lint/golden_test.hpp"

TEST_CASE("L4: status and wording contradict each other, and a requirement, a habit or the past does not") { rimlig::lint::test::run_cases("L4"); }
