// Runs the text cases of one rule (tests/data/lint/<rule>/*.txt; the form is told there).
#pragma once
#include <string_view>

namespace rimlig::lint::test {
void run_cases(std::string_view rule);
}
