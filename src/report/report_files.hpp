// The files of a report: made by a job, since a long PDF takes its time, and kept for the next who asks.
#pragma once
#include "report/report.hpp"

namespace rimlig::kernel {
class Jobs;
class Routes;
}  // namespace rimlig::kernel

namespace rimlig::report {

std::vector<ReportFile> files_of(kernel::Tx& tx, kernel::Id<Report> report);

void add_file_routes(kernel::Routes& routes);
void add_file_job(kernel::Jobs& jobs);

}  // namespace rimlig::report
