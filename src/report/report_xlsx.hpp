// The tables of a report as a workbook: one sheet each, and last a sheet with the report's words.
#pragma once
#include <string>

#include "report/blocks.hpp"

namespace rimlig::report {

std::string report_xlsx(Document const& document);

}  // namespace rimlig::report
