// Reads a whole organisation from a table: unit tree, people and their roles, with dates. For a new
// municipality, the sample one, and the yearly change of people. What is said of each thing that is
// stored is new, changed or gone; nothing is stored when a row is wrong, and then every wrong row is
// told at once.
#pragma once
#include "identity/identity.hpp"
#include "identity/organisation_table.hpp"

namespace rimlig::identity {

enum class DifferenceKind { added, changed, gone };
BOOST_DESCRIBE_ENUM(DifferenceKind, added, changed, gone)

struct OrganisationDifference {
  DifferenceKind difference = DifferenceKind::added;
  std::string kind;  // unit, person, assignment
  std::string name;
  std::string detail;    // what it is, or before → after
  std::int64_t row = 0;  // of the file; 0 for what is gone
};
BOOST_DESCRIBE_STRUCT(OrganisationDifference, (), (difference, kind, name, detail, row))

struct OrganisationImport {
  std::int64_t rows = 0;
  std::int64_t units = 0;  // added, as the two below
  std::int64_t persons = 0;
  std::int64_t assignments = 0;
  std::int64_t changed = 0;
  std::int64_t ended = 0;  // assignments that were not in the table
  std::vector<OrganisationDifference> differences;
};
BOOST_DESCRIBE_STRUCT(OrganisationImport, (), (rows, units, persons, assignments, changed, ended, differences))

/// What stands in the database and not in the table is left as it is, or assignments of it end today.
enum class Missing { keep, end };

/// The columns are enhet;typ;överordnad;verksamhetsområde;namn;e-post;roll and, when wanted, andra namn
/// (with | between), enhet från, enhet till, från and till. A person with several roles has several
/// rows, or the roles with | between. A unit must stand above those below it, and a blank cell changes
/// nothing. A unit that is gone is only told: what it owns must be given to another, which a
/// reorganisation does. Throws Problem 422 with file, row and column of every fault.
OrganisationImport import_organisation(kernel::Tx& tx, OrganisationTable const& table, Missing missing = Missing::keep);
OrganisationImport import_organisation(kernel::Tx& tx, std::string_view csv);

/// "enhetschef" or "unit_manager".
std::optional<Role> role_of(std::string_view word);

}  // namespace rimlig::identity
