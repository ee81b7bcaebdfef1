// What a closed round froze, as the follow-up report reads it. Plain data: the round module writes it as
// JSON, and nothing but that JSON goes into a report, so an old report can always be made again.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/codecs.hpp"

namespace rimlig::report {

struct SnapshotRound {
  std::int64_t id = 0;
  std::string name;
  std::string kind;  // t1, t2, year_end, extra
  int year = 0;
  std::string deadline;
};
BOOST_DESCRIBE_STRUCT(SnapshotRound, (), (id, name, kind, year, deadline))

struct SnapshotUnit {
  std::int64_t id = 0;
  std::string name;
  std::string state;  // not_started, draft, submitted, returned, approved
  std::string submitted_by;
  std::string submitted_at;
  std::string approved_by;
  std::string approved_at;
  std::optional<std::int64_t> restricted = {};  // actions counted and not told of
};
BOOST_DESCRIBE_STRUCT(SnapshotUnit, (), (id, name, state, submitted_by, submitted_at, approved_by, approved_at, restricted))

/// An open question from the review of the data, as it stood when the round closed.
struct SnapshotQuestion {
  std::string rule;  // L13
  std::string severity;
  std::string text;
  std::string quote;
};
BOOST_DESCRIBE_STRUCT(SnapshotQuestion, (), (rule, severity, text, quote))

/// One action with the chain around it, in the order of the list it came from.
struct SnapshotAction {
  std::int64_t id = 0;
  std::int64_t number = 0;  // shown as ÅT-12
  std::int64_t unit_id = 0;
  std::optional<std::int64_t> event_id;
  std::string unit_name;
  std::string control;
  std::string unwanted_event;
  std::string text;
  std::string status;  // not_started, in_progress, delayed, done, part_of_routine, not_done, cancelled
  std::string start;   // partial dates: 2018, 2018-03 or 2018-03-28
  std::string due;
  std::string original_due;
  std::string analysis;
  std::string reason;
  std::string effect;
  std::string owner;
  std::int64_t evidence_count = 0;
  std::vector<SnapshotQuestion> questions;
};
BOOST_DESCRIBE_STRUCT(SnapshotAction, (),
                      (id, number, unit_id, event_id, unit_name, control, unwanted_event, text, status,
                       start, due, original_due, analysis, reason, effect, owner, evidence_count, questions))

/// What a unit answered in the round, also where nobody had approved it when the round closed.
struct SnapshotAnswer {
  std::int64_t action_id = 0;
  std::int64_t unit_id = 0;
  bool unchanged = false;
  std::string previous_status;
  std::string status;  // empty when unchanged
  std::string analysis;
  std::string reason;
  std::string due;
  std::string effect;
};
BOOST_DESCRIBE_STRUCT(SnapshotAnswer, (), (action_id, unit_id, unchanged, previous_status, status, analysis, reason, due, effect))

struct FollowUpSnapshot {
  std::int64_t id = 0;
  std::string sha256;    // of the frozen JSON
  std::string taken_at;  // instant
  std::string as_of;     // the day that "late" is judged against
  std::string committee;
  SnapshotRound round;
  std::vector<SnapshotUnit> units;
  std::vector<SnapshotAction> actions;
  std::vector<SnapshotAnswer> answers;
};
BOOST_DESCRIBE_STRUCT(FollowUpSnapshot, (), (id, sha256, taken_at, as_of, committee, round, units, actions, answers))

}  // namespace rimlig::report
