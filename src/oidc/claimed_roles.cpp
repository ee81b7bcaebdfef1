#include "oidc/claimed_roles.hpp"

#include <algorithm>

#include "identity/custom_role.hpp"
#include "identity/organisation_import.hpp"
#include "oidc/token.hpp"
#include "org/scope.hpp"

namespace rimlig::oidc {

using identity::Assignment;
using kernel::JsonNode;
using kernel::Tx;

namespace {

std::string const given_columns = kernel::columns_of(kernel::struct_of<Assignment>, "a");

bool is_same(Assignment const& a, Assignment const& b) { return a.role == b.role && a.unit_id == b.unit_id && a.custom_role_id == b.custom_role_id; }

std::vector<Assignment> wanted(Tx& tx, ProviderSettings const& provider, JsonNode const& claims) {
  std::vector<Assignment> all;
  for (auto const& line : provider.assignments) {
    auto const values = text_claims(claims, line.claim);
    if (std::ranges::find(values, line.value) == values.end()) continue;
    auto assignment = assignment_of(tx, line);
    if (assignment && std::ranges::none_of(all, [&](Assignment const& each) { return is_same(each, *assignment); })) all.push_back(std::move(*assignment));
  }
  return all;
}

}  // namespace

std::optional<Assignment> assignment_of(Tx& tx, ClaimedRole const& line) {
  Assignment assignment;
  if (auto const role = identity::role_of(line.role); role && *role != identity::Role::custom) {
    assignment.role = *role;
  } else {
    assignment.role = identity::Role::custom;
    assignment.custom_role_id = tx.value<kernel::Id<identity::CustomRole>>("select id from custom_role where lower(name) = lower($1)", line.role);
    if (!assignment.custom_role_id) return std::nullopt;
  }
  auto const unit = org::find_unit(tx, line.unit);
  if (!unit) return std::nullopt;
  assignment.unit_id = *unit;
  return assignment;
}

void follow_claims(Tx& tx, ProviderSettings const& provider, identity::Person const& person, JsonNode const& claims) {
  auto const due = wanted(tx, provider, claims);
  auto const given = tx.select<Assignment>("select " + given_columns + " from assignment a join provider_assignment g on g.assignment_id = a.id where a.person_id = $1 and g.issuer = $2 and " +
                                               org::in_force("a", "$3") + " order by a.id",
                                           person.id, provider.issuer, tx.today());
  tx.remark("Enligt " + provider.label + ".");
  for (auto const& held : given)
    if (std::ranges::none_of(due, [&](Assignment const& each) { return is_same(each, held); })) identity::end_assignment(tx, held);
  for (auto assignment : due) {
    if (std::ranges::any_of(given, [&](Assignment const& each) { return is_same(each, assignment); })) continue;
    assignment.person_id = person.id;
    assignment.valid_from = tx.today();
    identity::assign(tx, assignment);
    tx.execute_derived("insert into provider_assignment(assignment_id, issuer) values ($1, $2)", assignment.id, provider.issuer);
  }
}

}  // namespace rimlig::oidc
