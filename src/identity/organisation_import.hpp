// Reads a whole organisation from a table: unit tree, people and their roles. For a new
// municipality, the sample one, and the yearly change of people. Importing again adds only what is
// missing; nothing is stored when a row is wrong, and then every wrong row is told at once.
#pragma once
#include "identity/identity.hpp"

namespace rimlig::identity {

struct OrganisationImport {
  std::int64_t rows = 0;
  std::int64_t units = 0;  // added, as the two below
  std::int64_t persons = 0;
  std::int64_t assignments = 0;
};
BOOST_DESCRIBE_STRUCT(OrganisationImport, (), (rows, units, persons, assignments))

/// `csv` is UTF-8 with ; or , between the columns and the header
/// enhet;typ;överordnad;verksamhetsområde;namn;e-post;roll (andra namn may be added, with | between).
/// A unit must stand above those below it. Throws Problem 422 with row and column of every fault.
OrganisationImport import_organisation(kernel::Tx& tx, std::string_view csv);

/// "enhetschef" or "unit_manager".
std::optional<Role> role_of(std::string_view word);

}  // namespace rimlig::identity
