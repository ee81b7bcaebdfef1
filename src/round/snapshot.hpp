// What a round looked like when it closed, as one JSON text with its hash. Written once, in the
// transaction that closes the round, and never changed: a report is always made from it again.
#pragma once
#include "report/snapshot.hpp"
#include "round/round.hpp"

namespace rimlig::round {

struct RoundSnapshot {
  static constexpr std::string_view table = "round_snapshot";
  kernel::Id<RoundSnapshot> id;
  kernel::Version version;
  kernel::Id<Round> round_id;
  std::string content;  // report::FollowUpSnapshot without id and hash
  std::string sha256;   // of content
  kernel::Instant taken_at;
};
BOOST_DESCRIBE_STRUCT(RoundSnapshot, (), (id, version, round_id, content, sha256, taken_at))

/// Everything the report needs, in the order of the sources.
report::FollowUpSnapshot collect(kernel::Tx& tx, Round const& round);

void freeze(kernel::Tx& tx, Round const& round);

}  // namespace rimlig::round
