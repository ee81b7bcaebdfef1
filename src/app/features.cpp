#include "app/features.hpp"

#include "access_review/access_review.hpp"
#include "action/action.hpp"
#include "app/daily_checkpoint.hpp"
#include "app/sweep.hpp"
#include "directory/directory.hpp"
#include "finding/finding.hpp"
#include "identity/identity.hpp"
#include "import/import.hpp"
#include "lint/lint.hpp"
#include "oidc/oidc.hpp"
#include "org/org.hpp"
#include "org/reorganisation.hpp"
#include "report/report.hpp"
#include "retention/retention.hpp"
#include "round/plan.hpp"
#include "round/round.hpp"
#include "search/search.hpp"
#include "search/tidy.hpp"

namespace rimlig::app {

std::vector<kernel::Feature> features() {
  return {org::feature(),    identity::feature(), directory::feature(), oidc::feature(), lint::feature(),  search::feature(),
          action::feature(), finding::feature(),  round::feature(), report::feature(), import::feature(), access_review::feature(), retention::feature()};
}

std::span<Tick const> ticks() {
  static constexpr Tick all[] = {{"org", org::carry_out_due}, {"round", round::open_due_rounds}, {"audit", write_daily_checkpoint}, {"access_review", access_review::draw_due_reviews}, {"retention", retention::dispose_due}, {"files", sweep_daily}, {"search", search::tidy_index}};
  return all;
}

std::span<HashColumn const> hash_columns() {
  static constexpr HashColumn all[] = {
      {"source_row", "sha256", true},      {"evidence", "sha256", true},  {"import", "sha256", true},
      {"report", "content_sha256", true},  {"report_file", "sha256", true},
      // Checksums of texts: what was signed, what was frozen, what was drawn from, the migrations themselves.
      {"round_report", "answers_sha256", false}, {"round_snapshot", "sha256", false}, {"access_review", "frame_sha256", false}, {"migration", "sha256", false},
  };
  return all;
}

}  // namespace rimlig::app
