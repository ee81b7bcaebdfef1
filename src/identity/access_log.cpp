#include "identity/access_log.hpp"

namespace rimlig::identity {

std::string described(kernel::Request const& request) {
  return request.remote_address.empty() ? request.target : request.target + " från " + request.remote_address;
}

void log_reads(kernel::Context& context, std::vector<RestrictedRead> reads) {
  if (reads.empty()) return;
  // The route's own transaction only reads, and holds no lock on the log's end while it does.
  context.tx.after_commit([&context, reads = std::move(reads)] { log_reads_now(context, reads); });
}

void log_reads_now(kernel::Context& context, std::vector<RestrictedRead> const& reads) {
  if (reads.empty()) return;
  kernel::Tx logging(context.tx.connection(), context.tx.actor(), context.services.clock, kernel::TxMode::write);
  for (auto const& read : reads) logging.note({"read", read.object_kind, read.object_id, read.scope_id, "{}", described(context.request)});
  logging.commit();
}

}  // namespace rimlig::identity
