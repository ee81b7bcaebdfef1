// Positions: what there is to be held in a unit, by whom it is and was held, and since when it stands
// vacant (S2-30). A title carries no authority of itself: whether the delegation gives it any is said
// of each position (S2-27), and what a person may do in the program is still their assignments.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::kernel {
class Routes;
}

namespace rimlig::identity {

struct Position {
  static constexpr std::string_view table = "position";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<Position> id;
  kernel::Version version;
  kernel::Id<org::Unit> unit_id;
  kernel::Text<1, 120> title;
  bool authority = false;  // the delegation lets who holds it decide
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;
};
BOOST_DESCRIBE_STRUCT(Position, (), (id, version, unit_id, title, authority, valid_from, valid_to))

struct PositionHolder {
  static constexpr std::string_view table = "position_holder";
  static constexpr std::string_view scope = "unit_id";  // the position's
  kernel::Id<PositionHolder> id;
  kernel::Version version;
  kernel::Id<org::Unit> unit_id;
  kernel::Id<Position> position_id;
  kernel::Id<Person> person_id;
  std::optional<kernel::Date> valid_from;
  std::optional<kernel::Date> valid_to;  // the last day
};
BOOST_DESCRIBE_STRUCT(PositionHolder, (), (id, version, unit_id, position_id, person_id, valid_from, valid_to))

void position_routes(kernel::Routes& to);

}  // namespace rimlig::identity
