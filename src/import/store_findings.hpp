// Storing one finding of a narrative follow-up with its actions and review result.
#pragma once
#include "import/import.hpp"

namespace rimlig::import {

/// True when the row became a new finding; false when the unit holds it already.
bool store_finding(kernel::Tx& tx, Import const& import, ImportRow const& row, kernel::Id<org::Unit> unit);

}  // namespace rimlig::import
