// Reads of what is restricted, written to the audit trail with who, as whom, when and from where. A read
// is logged once its own transaction is over and before the answer is sent.
#pragma once
#include "kernel/feature.hpp"

namespace rimlig::identity {

struct RestrictedRead {
  std::string object_kind;
  std::int64_t object_id = 0;
  std::int64_t scope_id = 0;  // the circle
};

void log_reads(kernel::Context& context, std::vector<RestrictedRead> reads);
/// The same when the request's transaction is over already.
void log_reads_now(kernel::Context& context, std::vector<RestrictedRead> const& reads);

/// "GET /api/actions/12 från 10.1.2.3": what an entry about a request says of it.
std::string described(kernel::Request const& request);

}  // namespace rimlig::identity
