// The monthly review of the access log (S4-20): a sample of last month's reads of what is restricted and of
// exports, drawn for each committee, judged by somebody other than whoever did it, and signed.
#pragma once
#include "finding/finding.hpp"
#include "org/org.hpp"

namespace rimlig::kernel {
struct Services;
class Tx;
}

namespace rimlig::access_review {

using kernel::Id;
using kernel::Instant;
using kernel::Text;
using kernel::Version;

/// `empty`: nothing was read or taken out that month, and there is nothing to sign.
enum class State { open, done, empty };
BOOST_DESCRIBE_ENUM(State, open, done, empty)

enum class Verdict { justified, unclear, unjustified };
BOOST_DESCRIBE_ENUM(Verdict, justified, unclear, unjustified)

struct AccessReview {
  static constexpr std::string_view table = "access_review";
  static constexpr std::string_view scope = "unit_id";
  Id<AccessReview> id;
  Version version;
  Id<org::Unit> unit_id;
  Id<org::Unit> committee_id;  // whose log it was drawn from, also when another unit has taken over
  std::string month;           // "2026-10"
  State state = State::open;
  std::string seed;
  std::int64_t wanted = 0;  // the rule at the time
  std::int64_t frame_size = 0;
  std::string frame_sha256;
  Instant drawn_at;
  std::optional<std::int64_t> signed_by_id;
  std::optional<std::string> signed_by;
  std::optional<Instant> signed_at;
};
BOOST_DESCRIBE_STRUCT(AccessReview, (),
                      (id, version, unit_id, committee_id, month, state, seed, wanted, frame_size, frame_sha256, drawn_at, signed_by_id, signed_by, signed_at))

/// One entry of the log that was drawn. What it says stays in the log and is not copied.
struct ReviewEntry {
  static constexpr std::string_view table = "access_review_entry";
  static constexpr std::string_view scope = "unit_id";
  Id<ReviewEntry> id;
  Version version;
  Id<org::Unit> unit_id;
  Id<AccessReview> review_id;
  std::int64_t place = 0;  // in the order of drawing
  std::int64_t audit_seq = 0;
  std::optional<Verdict> verdict;
  Text<0, 2000> comment;
  std::optional<std::int64_t> judged_by_id;
  std::optional<std::string> judged_by;
  std::optional<Instant> judged_at;
  std::optional<Id<finding::Finding>> finding_id;
};
BOOST_DESCRIBE_STRUCT(ReviewEntry, (), (id, version, unit_id, review_id, place, audit_seq, verdict, comment, judged_by_id, judged_by, judged_at, finding_id))

/// Draws what is due, as the program: each month that is over, each committee once. Two servers may do it at once.
void draw_due_reviews(kernel::Services const& services);

/// A review's sample, drawn once more from its seed and from the log as it is now.
struct DrawnAgain {
  std::int64_t review = 0;
  std::string month;
  std::string unit_name;
  std::string seed;
  std::int64_t frame_size = 0;      // at the time
  std::int64_t frame_size_now = 0;
  bool same_frame = false;          // entry for entry, by its SHA-256
  bool same = false;                // both the frame, and the entries in the order of drawing
  std::vector<std::int64_t> stored;
  std::vector<std::int64_t> drawn;
};
BOOST_DESCRIBE_STRUCT(DrawnAgain, (), (review, month, unit_name, seed, frame_size, frame_size_now, same_frame, same, stored, drawn))
/// Changes nothing. Problem 404 when there is no such review.
DrawnAgain draw_again(kernel::Tx& tx, Id<AccessReview> id);

/// SQL condition over a row of audit_entry: no review has drawn it, and each that may have drawn it was signed a while ago.
std::string released(kernel::Tx& tx, std::string_view entry);

/// A review in which the actor has something to do.
struct WaitingReview {
  Id<AccessReview> id;
  Id<org::Unit> unit_id;
  std::string unit_name;
  std::string month;
  std::int64_t judged = 0, entries = 0;
};
std::vector<WaitingReview> waiting_reviews(kernel::Tx& tx);

kernel::Feature feature();

}  // namespace rimlig::access_review
