// What an administrator sees of the providers: the operator's settings, never a secret, and which lines of them
// mean nothing here. And the way to forget who a person is at a provider.
#include "identity/person_reach.hpp"
#include "kernel/routes.hpp"
#include "oidc/claimed_roles.hpp"
#include "oidc/person_link.hpp"
#include "oidc/provider.hpp"
#include "oidc/routes.hpp"

namespace rimlig::oidc {

using kernel::Context;
using kernel::Id;
using kernel::Method;
using kernel::Problem;

struct ClaimedRoleView {
  std::string claim;
  std::string value;
  std::string role;
  std::string unit;
  bool known = false;  // both the role and the unit exist here today
};
BOOST_DESCRIBE_STRUCT(ClaimedRoleView, (), (claim, value, role, unit, known))

struct ProviderView {
  std::string name;
  std::string label;
  std::string issuer;
  std::string client_id;
  std::string email_claim;
  std::vector<AssuranceLevel> levels;
  std::vector<ClaimedRoleView> assignments;
};
BOOST_DESCRIBE_STRUCT(ProviderView, (), (name, label, issuer, client_id, email_claim, levels, assignments))

/// Who a person is at one provider.
struct PersonLink {
  std::string provider;  // as people know it; the issuer when it is no longer in the settings
  kernel::Instant linked_at;
};
BOOST_DESCRIBE_STRUCT(PersonLink, (), (provider, linked_at))

namespace {

kernel::Items<ProviderView> get_settings(Context& context) {
  kernel::Items<ProviderView> list;
  for (auto const& each : *providers()) {
    auto const& settings = each->settings();
    ProviderView view{settings.name, settings.label, settings.issuer, settings.client_id, *settings.email_claim, settings.levels, {}};
    for (auto const& line : settings.assignments) view.assignments.push_back({line.claim, line.value, line.role, line.unit, assignment_of(context.tx, line).has_value()});
    list.items.push_back(std::move(view));
  }
  return list;
}

kernel::Items<PersonLink> list_links(Context& context, Id<identity::Person> id) {
  auto const person = identity::find_visible(context.tx, id);
  kernel::Items<PersonLink> list;
  context.tx.run("select issuer, linked_at from provider_identity where person_id = $1 order by linked_at, issuer", kernel::Tx::bind(person.id), [&](kernel::Row const& row) {
    std::string name(row.text(0));
    for (auto const& each : *providers())
      if (each->settings().issuer == row.text(0)) name = each->settings().label;
    list.items.push_back({std::move(name), {std::string(row.text(1))}});
  });
  return list;
}

void remove_links(Context& context, Id<identity::Person> id) {
  auto const person = identity::find_wholly_in_scope(context.tx, id);
  if (!unlink(context.tx, person)) throw Problem{404, "no_provider_link", person.name + " är inte kopplad till någon inloggningstjänst."};
}

}  // namespace

void administration_routes(kernel::Routes& routes) {
  routes.add(Method::get, "/api/sign-in/settings", "getProviderSettings", "account.write", get_settings, "Inställningar för inloggningstjänsterna");
  routes.add(Method::get, "/api/persons/{id}/provider-links", "listProviderLinks", "account.write", list_links, "Inloggningstjänster som en person är kopplad till");
  routes.add(Method::del, "/api/persons/{id}/provider-links", "removeProviderLinks", "account.write", remove_links, "Ta bort en persons kopplingar till inloggningstjänster");
}

}  // namespace rimlig::oidc
