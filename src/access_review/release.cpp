// Which entries of the log no review needs any more.
#include <chrono>

#include "access_review/access_review.hpp"
#include "access_review/month.hpp"
#include "kernel/clock.hpp"
#include "kernel/tx.hpp"

namespace rimlig::access_review {

using namespace kernel;

namespace {

/// Long enough for whoever doubts a review that was signed to look at what it was drawn from.
constexpr std::chrono::days margin{90};

std::string begins(std::string_view month) { return "'" + instant_text(begin_of(month)) + "'"; }

}  // namespace

std::string released(Tx& tx, std::string_view entry) {
  auto const at = std::string(entry) + ".at";
  auto const last = tx.value<std::string>("select max(month) from access_review");
  if (!last) return "false";  // no month has been drawn, and each of them will be
  auto condition = at + " < " + begins(month_after(*last));
  auto const signed_before = instant_text(parse_instant(tx.now().text).value() - margin);
  tx.run("select distinct month from access_review where state = 'open' or (state = 'done' and signed_at > $1) order by month", Tx::bind(signed_before), [&](Row const& row) {
    condition += " and not (" + at + " >= " + begins(row.text(0)) + " and " + at + " < " + begins(month_after(row.text(0))) + ")";
  });
  // A review copies nothing of what it drew. Who has looked at reviews is a part of them.
  return condition + " and " + std::string(entry) + ".object_kind <> 'access_review' and not exists (select 1 from access_review_entry drawn where drawn.audit_seq = " + std::string(entry) + ".seq)";
}

}  // namespace rimlig::access_review
