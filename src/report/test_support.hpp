// What the report tests share: a look into a zip, the checks that come with the shared material.
#pragma once
#include <string>

namespace rimlig::report {

/// The part's bytes; empty when the archive has no such part.
std::string zip_part(std::string const& archive, std::string const& name);

/// Writes `bytes` to a private file and runs one of the shared check scripts on it; fails the test with the
/// script's own words. Says that it was skipped where the scripts are absent.
void run_check(std::string const& script, std::string const& bytes, std::string const& ending, std::string const& arguments = "");

/// What the check script says of a file that should not pass; empty when it passed or is absent.
std::string check_complaint(std::string const& script, std::string const& bytes, std::string const& ending);

/// The folder of shared material, or empty.
std::string shared_folder();

/// Writes `bytes` to the folder in RIMLIG_REPORT_OUT, when that is set, for looking at.
void keep(std::string const& name, std::string const& bytes);

}  // namespace rimlig::report
