// Substitutes (S2-26): whoever is away appoints somebody who acts by their roles for a time, so that
// decisions do not stop. Authority follows by actor_scope (org/scope.hpp) and ends by itself; what is done
// by it alone says so in the audit trail and wherever a name is shown.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::identity {

struct Substitution {
  static constexpr std::string_view table = "substitution";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<Substitution> id;
  kernel::Version version;
  kernel::Id<org::Unit> unit_id;  // of the first role, whose log tells of it
  kernel::Id<Person> absent_id;
  kernel::Id<Person> substitute_id;
  std::vector<kernel::Id<Assignment>> assignment_ids;  // as appointed; what is covered now stands in substitution_assignment
  kernel::Date valid_from;
  kernel::Date valid_to;                  // the last day
  std::optional<kernel::Date> wanted_to;  // of a longer absence that nobody has confirmed yet
  std::optional<kernel::Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(Substitution, (), (id, version, unit_id, absent_id, substitute_id, assignment_ids, valid_from, valid_to, wanted_to, ended_at))

struct SubstitutionDraft {
  kernel::Id<Person> substitute_id;
  std::vector<kernel::Id<Assignment>> assignment_ids;
  kernel::Date valid_from;
  kernel::Date valid_to;
};
BOOST_DESCRIBE_STRUCT(SubstitutionDraft, (), (substitute_id, assignment_ids, valid_from, valid_to))

/// How long somebody may be away: settings of the installation.
struct SubstitutionRules {
  kernel::Range<1, 366> days{60};             // without asking anybody
  kernel::Range<1, 1096> days_confirmed{366};  // when it is confirmed
};
BOOST_DESCRIBE_STRUCT(SubstitutionRules, (), (days, days_confirmed))

SubstitutionRules substitution_rules(kernel::Tx& tx);
void change_substitution_rules(kernel::Tx& tx, SubstitutionRules const& rules);

/// SQL condition on person p with account c: may be asked to stand in for the person, being of the same committee.
std::string may_stand_in_for(kernel::Tx& tx, kernel::Id<Person> absent);

/// `confirmed` when whoever appoints may confirm a longer absence. Otherwise such a one holds for as long as
/// the rules allow, and for all of it when it has been confirmed. Problem 422 for what cannot be appointed.
Substitution appoint_substitute(kernel::Tx& tx, kernel::Id<Person> absent, SubstitutionDraft const& draft, bool confirmed);
/// The longer absence, by somebody above who is no party to it.
void confirm_substitution(kernel::Tx& tx, Substitution& substitution);
/// Before its time, by either party or by who administers them.
void end_substitution(kernel::Tx& tx, Substitution const& substitution);
/// The actor may confirm it: it waits, lies wholly in their scope for that, and is about two others.
bool may_confirm(kernel::Tx& tx, Substitution const& substitution);
std::vector<Substitution> substitutions_to_confirm(kernel::Tx& tx);

/// "Bo Ek", whom the actor stands in for when using the route's permission at the unit; nothing when they need not.
std::optional<std::string> absent_behind(kernel::Tx& tx, kernel::Id<org::Unit> unit);
std::optional<std::string> absent_behind(kernel::Tx& tx, kernel::Id<org::Unit> unit, std::int64_t grants);
/// The actor's name as it is to stand under what they do at the unit: "Eva Alm (som ersättare för Bo Ek)".
std::string signature(kernel::Tx& tx, kernel::Id<org::Unit> unit);

/// Says in the audit trail what was done as substitute.
void register_attribution();

void substitution_routes(kernel::Routes& to);

}  // namespace rimlig::identity
