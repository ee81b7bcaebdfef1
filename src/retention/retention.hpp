// Retention as a rule per kind (gallring): what is removed, how long after which event, and by whose decision.
// What is not named here is kept for ever, and so is everything that no decision says otherwise of.
#pragma once
#include "kernel/types.hpp"

namespace rimlig::kernel {
struct Feature;
struct Services;
}  // namespace rimlig::kernel

namespace rimlig::retention {

/// What can be removed by a rule. Each has its line in kinds.cpp.
enum class Kind { session, sign_in_failure, job, api_token, import, report_file, log_read, log_export, log_sign_in };
BOOST_DESCRIBE_ENUM(Kind, session, sign_in_failure, job, api_token, import, report_file, log_read, log_export, log_sign_in)

struct RetentionRule {
  static constexpr std::string_view table = "retention_rule";
  kernel::Id<RetentionRule> id;
  kernel::Version version;
  Kind kind = Kind::session;
  bool keep = true;  // for ever
  kernel::Range<1, 36'500> days{365};
  kernel::Text<0, 500> decision;
  std::string decided_by;
  kernel::Instant decided_at;
};
BOOST_DESCRIBE_STRUCT(RetentionRule, (), (id, version, kind, keep, days, decision, decided_by, decided_at))

/// Removes what the rules say, once a day, in batches that each say in the log what was removed.
void dispose_due(kernel::Services const& services);

kernel::Feature feature();

}  // namespace rimlig::retention
