// A unit's report in a round as it is written, signed, approved or sent back.
#pragma once
#include "round/answers.hpp"

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::round {

struct UnitReport {
  Round round;
  kernel::Id<org::Unit> unit_id;
  std::string unit_name;
  ReportState state;
  std::optional<std::string> return_reason;
  std::optional<std::string> submitted_by;
  std::optional<kernel::Instant> submitted_at;
  std::optional<std::string> approved_by;
  std::optional<kernel::Instant> approved_at;
  bool may_approve = false;  // the reader: not the one who sent it, and a role at the unit that approves
  std::vector<RoundItem> items;
  std::int64_t restricted = 0;  // actions of the unit that are not asked about, since only a circle may read them
};
BOOST_DESCRIBE_STRUCT(UnitReport, (),
                      (round, unit_id, unit_name, state, return_reason, submitted_by, submitted_at, approved_by, approved_at, may_approve, items, restricted))

struct ReturnReason {
  kernel::Text<1, 2000> reason;
};
BOOST_DESCRIBE_STRUCT(ReturnReason, (), (reason))

void unit_report_routes(kernel::Routes& routes);

}  // namespace rimlig::round
