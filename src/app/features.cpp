#include "app/features.hpp"

#include "action/action.hpp"
#include "finding/finding.hpp"
#include "identity/identity.hpp"
#include "import/import.hpp"
#include "lint/lint.hpp"
#include "org/org.hpp"
#include "report/report.hpp"
#include "round/plan.hpp"
#include "round/round.hpp"
#include "search/search.hpp"

namespace rimlig::app {

std::vector<kernel::Feature> features() {
  return {org::feature(),    identity::feature(), lint::feature(),  search::feature(),
          action::feature(), finding::feature(),  round::feature(), report::feature(), import::feature()};
}

std::span<Tick const> ticks() {
  static constexpr Tick all[] = {{"round", round::open_due_rounds}};
  return all;
}

}  // namespace rimlig::app
