// Findings: what a control or an audit showed to fall short, and the reviews of later years. A
// finding keeps its identity through every follow-up (S1-2), and one action may serve several (S0-26).
#pragma once
#include "action/action.hpp"

namespace rimlig::finding {

using kernel::Id;
using kernel::Text;
using kernel::Tx;
using kernel::Version;

/// S0-2: of the whole administration, or of one unit.
enum class Level { overall, unit };
BOOST_DESCRIBE_ENUM(Level, overall, unit)

/// S0-4: which aim of internal control the finding touches.
enum class Basis { efficiency, reporting, goal_fulfilment, budget, compliance };
BOOST_DESCRIBE_ENUM(Basis, efficiency, reporting, goal_fulfilment, budget, compliance)

/// S0-21: no routine, one that staff do not know, or one that they know and do not follow.
enum class Cause { routine_missing, unknown_to_staff, known_not_followed };
BOOST_DESCRIBE_ENUM(Cause, routine_missing, unknown_to_staff, known_not_followed)

/// S0-3: does it meet the requirement with reasonable assurance?
enum class Assessment { meets, partly, does_not_meet, not_assessed };
BOOST_DESCRIBE_ENUM(Assessment, meets, partly, does_not_meet, not_assessed)

struct Finding {
  static constexpr std::string_view table = "finding";
  static constexpr std::string_view scope = "scope_id";
  Id<Finding> id;
  Version version;
  Id<org::Unit> unit_id;
  std::int64_t scope_id = 0;  // unit_id, or the circle that alone may read it (org/circle.hpp)
  Level level = Level::unit;
  Text<1, 1000> title;
  Text<0, 20'000> text;
  std::vector<Basis> bases;
  std::optional<Cause> cause;
  Assessment assessment = Assessment::not_assessed;
  kernel::Range<1900, 2199> year;
  std::optional<Id<Finding>> repeats_finding_id;  // S1-41: the same thing found before
  std::optional<std::int64_t> source_import_id;
  std::optional<std::int64_t> source_row;

  [[nodiscard]] bool restricted() const { return scope_id != unit_id.value; }
  [[nodiscard]] std::int64_t circle() const { return restricted() ? scope_id : 0; }
};
BOOST_DESCRIBE_STRUCT(Finding, (),
                      (id, version, unit_id, scope_id, level, title, text, bases, cause, assessment, year, repeats_finding_id, source_import_id, source_row))

/// The finding looked at again in a later year.
struct Review {
  static constexpr std::string_view table = "review";
  static constexpr std::string_view scope = "scope_id";
  Id<Review> id;
  Version version;
  Id<org::Unit> unit_id;
  Id<Finding> finding_id;
  kernel::Range<1900, 2199> year;
  Text<1, 20'000> text;
  Assessment assessment = Assessment::not_assessed;
  std::int64_t scope_id = 0;  // the finding's
};
BOOST_DESCRIBE_STRUCT(Review, (), (id, version, unit_id, finding_id, year, text, assessment, scope_id))

// For imports, in the transaction given; search text and the linter's questions follow.

/// Stores a finding as it was read. Its source row is kept by action::keep_source.
void store(Tx& tx, Finding& finding);
/// Takes its unit, and who may read it, from the finding.
void store(Tx& tx, Review& review);
/// The action serves the finding. Linking twice is linking once.
void link(Tx& tx, Finding const& finding, Id<action::Action> action);

kernel::Feature feature();

}  // namespace rimlig::finding
