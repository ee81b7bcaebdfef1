// An organisation from a file: what it would change is shown, and only then stored (identity/organisation_import.hpp
// decides what the rows mean; here the file is read, in a process of its own when it is a workbook).
#pragma once
#include "identity/organisation_import.hpp"

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::import {

/// The table of a CSV file, or the first sheet of a workbook (XLSX, ODS). Problem when the file holds none.
identity::OrganisationTable read_organisation_file(std::string_view bytes, std::string_view name);

void organisation_routes(kernel::Routes& to);

}  // namespace rimlig::import
