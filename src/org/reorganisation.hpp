// A reorganisation: a plan of steps for a day. What it will change is computed before anything is
// changed, shown, and then done in one transaction; within a day it can be taken back when nothing
// has been built on it. Closed work and frozen reports stay with the units that they were made in.
#pragma once
#include "org/org.hpp"

namespace rimlig::kernel {
class Routes;
struct Services;
}

namespace rimlig::org {

enum class StepKind { merge, split, move, rename, end };
BOOST_DESCRIBE_ENUM(StepKind, merge, split, move, rename, end)

/// One of the units that a unit is split into: a unit that exists (also the one that is split, which then goes on) or a new one by name.
struct StepPart {
  std::int64_t unit_id = 0;
  kernel::Text<0, 200> name;
};
BOOST_DESCRIBE_STRUCT(StepPart, (), (unit_id, name))

/// An object that goes to another part than the others.
struct StepChoice {
  kernel::Text<1, 40> kind;
  std::int64_t id = 0;
  std::int64_t part = 0;
};
BOOST_DESCRIBE_STRUCT(StepChoice, (), (kind, id, part))

/// Units are plain numbers: they are checked against the plan's own part of the organisation.
struct ReorganisationStep {
  StepKind kind = StepKind::merge;
  std::vector<std::int64_t> unit_ids;     // several in a merge, else one
  std::optional<std::int64_t> into_id;    // merge: the unit that goes on; end: the one that takes over what is open
  std::optional<std::int64_t> parent_id;  // move: the new place; merge and split: where new units stand, else beside the old one
  kernel::Text<0, 200> name;              // merge and rename: the new name
  std::vector<StepPart> parts;            // split
  std::int64_t default_part = 0;
  std::vector<StepChoice> choices;
};
BOOST_DESCRIBE_STRUCT(ReorganisationStep, (), (kind, unit_ids, into_id, parent_id, name, parts, default_part, choices))

enum class UnitChangeKind { created, ended, moved, renamed };
BOOST_DESCRIBE_ENUM(UnitChangeKind, created, ended, moved, renamed)

struct UnitChange {
  UnitChangeKind change = UnitChangeKind::created;
  std::int64_t unit_id = 0;  // below zero: made by the reorganisation
  std::string name;
  std::string before;  // the name, or the name of the unit above
  std::string after;
  std::int64_t parent_id = 0;
};
BOOST_DESCRIBE_STRUCT(UnitChange, (), (change, unit_id, name, before, after, parent_id))

struct OwnerChange {
  std::string kind;
  std::int64_t id = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;  // below zero: made by the reorganisation; 0: ends
  std::string label;
  std::string title;  // empty when the reader may not see it
  std::int64_t step = 0;
  std::int64_t part = -1;  // in a split
};
BOOST_DESCRIBE_STRUCT(OwnerChange, (), (kind, id, from, to, label, title, step, part))

struct SuccessionChange {
  std::int64_t former = 0;
  std::int64_t successor = 0;
};
BOOST_DESCRIBE_STRUCT(SuccessionChange, (), (former, successor))

struct Hindrance {
  std::int64_t step = 0;  // from 0
  std::string text;
};
BOOST_DESCRIBE_STRUCT(Hindrance, (), (step, text))

/// Everything that the plan changes, object by object.
struct Effects {
  std::vector<UnitChange> units;
  std::vector<OwnerChange> owners;
  std::vector<SuccessionChange> links;
  std::vector<Hindrance> hindrances;
};
BOOST_DESCRIBE_STRUCT(Effects, (), (units, owners, links, hindrances))

/// What was done, as much as it takes to put it back.
struct DoneUnit {
  UnitChangeKind change = UnitChangeKind::created;
  std::int64_t id = 0;
  std::string before;  // the name, the last day or the unit above, as it was
  std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(DoneUnit, (), (change, id, before, version))
struct DoneOwner {
  std::string kind;
  std::int64_t id = 0;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t now_id = 0;
  std::string memo;
  std::int64_t version = 0;  // of now_id, when all was done
  std::string label;
};
BOOST_DESCRIBE_STRUCT(DoneOwner, (), (kind, id, from, to, now_id, memo, version, label))
struct ReorganisationDone {
  std::vector<DoneUnit> units;
  std::vector<DoneOwner> owners;
  std::vector<std::int64_t> links;
};
BOOST_DESCRIBE_STRUCT(ReorganisationDone, (), (units, owners, links))

enum class ReorganisationState { draft, planned, done };
BOOST_DESCRIBE_ENUM(ReorganisationState, draft, planned, done)

struct Reorganisation {
  static constexpr std::string_view table = "reorganisation";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<Reorganisation> id;
  kernel::Version version;
  kernel::Id<Unit> unit_id;  // the part of the organisation that it keeps within
  kernel::Text<1, 200> name;
  kernel::Date day;
  std::vector<ReorganisationStep> steps;
  ReorganisationState state = ReorganisationState::draft;
  ReorganisationDone done;
  std::optional<kernel::Instant> done_at;
  std::vector<std::string> hindrances;  // why its day passed without it
};
BOOST_DESCRIBE_STRUCT(Reorganisation, (), (id, version, unit_id, name, day, steps, state, done, done_at, hindrances))

/// What the plan would change today. Only reads.
Effects effects_of(kernel::Tx& tx, Reorganisation const& plan);
/// Of the effects, so that what is done is what was shown.
std::string digest_of(Effects const& effects);

/// Does it, in the transaction given, and stores the plan as done. Problem 409 with every hindrance,
/// before its day, or when `digest` is given and the effects are no longer those that were shown.
void carry_out(kernel::Tx& tx, Reorganisation& plan, std::string_view digest = {});

/// What has been built on it since, in Swedish; empty when it can be taken back.
std::vector<std::string> undo_hindrances(kernel::Tx& tx, Reorganisation const& plan);
/// Puts everything back and makes the plan a draft again. Problem 409 with what hinders.
void undo(kernel::Tx& tx, Reorganisation& plan);

/// Carries out each planned reorganisation whose day has come, as the program. What is hindered keeps the reasons.
void carry_out_due(kernel::Services const& services);

void reorganisation_routes(kernel::Routes& to);

}  // namespace rimlig::org
