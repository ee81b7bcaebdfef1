// A follow-up round (S0-9, S4-10): for a period, chosen units answer for their actions until a
// deadline, somebody else approves, and closing freezes everything as a snapshot for the report.
#pragma once
#include "action/action.hpp"
#include "kernel/list.hpp"
#include "org/org.hpp"
#include "round/rules.hpp"

namespace rimlig::kernel {
struct Feature;
}

namespace rimlig::round {

struct Round {
  static constexpr std::string_view table = "round";
  kernel::Id<Round> id;
  kernel::Version version;
  kernel::Text<1, 200> name;
  RoundKind kind = RoundKind::t1;
  kernel::Range<2000, 2199> year;
  kernel::Id<org::Unit> committee_id;
  kernel::Date opens;
  kernel::Date deadline;
  RoundState state = RoundState::planned;
  std::optional<kernel::Instant> closed_at;
};
BOOST_DESCRIBE_STRUCT(Round, (), (id, version, name, kind, year, committee_id, opens, deadline, state, closed_at))

struct RoundDraft {
  kernel::Text<1, 200> name;
  RoundKind kind = RoundKind::t1;
  kernel::Range<2000, 2199> year;
  /// May lie above the actor's scope: a controller of its department plans the round. Without it, or
  /// with 0, the committee of the first unit.
  std::optional<std::int64_t> committee_id;
  kernel::Date opens;
  kernel::Date deadline;
  std::vector<kernel::Id<org::Unit>> unit_ids;
};
BOOST_DESCRIBE_STRUCT(RoundDraft, (), (name, kind, year, committee_id, opens, deadline, unit_ids))

/// One unit's part of a round. Its answers are drafts until it is submitted; what is signed and
/// approved, by whom and when, is in the audit chain.
struct RoundReport {
  static constexpr std::string_view table = "round_report";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<RoundReport> id;
  kernel::Version version;
  kernel::Id<Round> round_id;
  kernel::Id<org::Unit> unit_id;
  ReportState state = ReportState::not_started;
  std::optional<std::string> return_reason;
  std::optional<std::int64_t> submitted_by_id;
  std::optional<std::string> submitted_by;
  std::optional<kernel::Instant> submitted_at;
  std::optional<std::string> answers_sha256;  // of the answers that were signed
  std::optional<std::string> approved_by;
  std::optional<kernel::Instant> approved_at;
};
BOOST_DESCRIBE_STRUCT(RoundReport, (),
                      (id, version, round_id, unit_id, state, return_reason, submitted_by_id, submitted_by, submitted_at,
                       answers_sha256, approved_by, approved_at))

/// How a unit stands in the overview.
struct RoundUnit {
  kernel::Id<org::Unit> unit_id;
  std::string unit_name;
  ReportState state;
  std::int64_t answered;
  std::int64_t total;
  bool late;
  std::optional<std::string> submitted_by;
  std::optional<kernel::Instant> submitted_at;
  std::optional<std::string> approved_by;
  std::optional<kernel::Instant> approved_at;
  std::int64_t open_questions;
  std::optional<std::int64_t> minutes_to_send;
};
BOOST_DESCRIBE_STRUCT(RoundUnit, (),
                      (unit_id, unit_name, state, answered, total, late, submitted_by, submitted_at, approved_by, approved_at,
                       open_questions, minutes_to_send))

/// The last day was moved, when units had already begun.
struct RoundExtension {
  kernel::Instant at;
  std::string who;
  kernel::Date before;
  kernel::Date after;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(RoundExtension, (), (at, who, before, after, reason))

struct RoundView {
  Round round;
  std::vector<RoundUnit> units;
  std::optional<std::int64_t> median_minutes;  // S2-47, over the units that have sent
  std::optional<std::int64_t> snapshot_id;
  std::vector<RoundExtension> extensions;  // the newest first
};
BOOST_DESCRIBE_STRUCT(RoundView, (), (round, units, median_minutes, snapshot_id, extensions))

/// SQL: how many actions the report rr is about, read from the index of the unit's statuses (ranks
/// 1 to 4 are open): the open ones, and those that were answered and closed since. What is restricted is not
/// asked about: its scope is no unit.
inline constexpr std::string_view asked_count =
    "((select count(*) from action a where a.scope_id = rr.unit_id and a.status_rank <= 4) + "
    "(select count(*) from round_answer ra join action a on a.id = ra.action_id where ra.report_id = rr.id and a.scope_id = rr.unit_id and a.status_rank > 4))";

/// The round when the actor may see one of its units or its committee, else Problem 404.
Round visible_round(kernel::Tx& tx, kernel::Id<Round> id);
/// The same, when the actor manages all of its units and not only one of them.
Round managed_round(kernel::Tx& tx, kernel::Id<Round> id);
/// Holds the round against being closed, or (to close it) against every other step, until the
/// transaction ends. SQLite has one writer and needs no lock.
enum class RoundLock { step, close };
void lock_round(kernel::Tx& tx, kernel::Id<Round> id, RoundLock lock);

/// The unit's part of the round when it lies in the actor's scope, else Problem 404.
RoundReport report_of(kernel::Tx& tx, kernel::Id<Round> round, kernel::Id<org::Unit> unit);

/// Freezes the round and closes it, in the caller's transaction. Problem 409 while a report waits for approval.
Round close_round(kernel::Tx& tx, kernel::Id<Round> id, kernel::Version expected);
/// Does nothing when the round is open already.
Round open_round(kernel::Tx& tx, kernel::Id<Round> id, kernel::Version expected);

/// Rounds, unit reports, answers and my page: /api/rounds…, /api/my-page.
kernel::Feature feature();

}  // namespace rimlig::round
