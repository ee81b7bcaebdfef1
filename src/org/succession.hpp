// Which unit took over after which (S0-37, S1-39): a unit that ends is not forgotten but leads to
// those that carry its work on, and they lead back to it.
#pragma once
#include "org/org.hpp"

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::org {

struct UnitLink {
  static constexpr std::string_view table = "unit_link";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<UnitLink> id;
  kernel::Version version;
  kernel::Id<Unit> unit_id;    // the one that took over
  kernel::Id<Unit> former_id;  // from this one
  kernel::Date day;            // the first day of the one that took over
  kernel::Text<0, 500> reason;
};
BOOST_DESCRIBE_STRUCT(UnitLink, (), (id, version, unit_id, former_id, day, reason))

/// One end of a link, as seen from the other.
struct UnitRelation {
  kernel::Id<UnitLink> id;
  std::int64_t unit_id;
  std::string name;
  std::optional<kernel::Date> valid_to;
  kernel::Date day;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(UnitRelation, (), (id, unit_id, name, valid_to, day, reason))

struct UnitRelations {
  std::vector<UnitRelation> predecessors;
  std::vector<UnitRelation> successors;
};
BOOST_DESCRIBE_STRUCT(UnitRelations, (), (predecessors, successors))

/// Stores the link; false when there already is one between the two, which is kept. Problem 422 when a unit would come before itself.
bool link_units(kernel::Tx& tx, UnitLink& link);

/// Both directions; the unit is in the actor's scope, and the names of those it became or came of are its own history.
UnitRelations relations_of(kernel::Tx& tx, kernel::Id<Unit> unit);

void succession_routes(kernel::Routes& to);

}  // namespace rimlig::org
