// The Typst source of typst/report.typ, put into the program when it is built.
#pragma once
#include <string_view>

namespace rimlig::report {

extern std::string_view const report_template;

}  // namespace rimlig::report
