#include "import/store_findings.hpp"

namespace rimlig::import {

bool store_finding(kernel::Tx&, Import const&, ImportRow const&, kernel::Id<org::Unit>) {
  throw kernel::Problem::conflict("findings_not_stored", "Iakttagelser i löpande text kan granskas här men ännu inte sparas.");
}

}  // namespace rimlig::import
