#include "finding/restriction.hpp"

#include "finding/store.hpp"
#include "kernel/feature.hpp"

namespace rimlig::finding {

using kernel::Context;
using kernel::IfMatch;
using kernel::Problem;

namespace {

struct FindingAccessDraft {
  org::CircleReason reason;
  std::vector<Id<identity::Person>> member_ids;
  std::optional<bool> substitutes;
  std::optional<bool> actions_too;  // its open actions get the same circle
};
BOOST_DESCRIBE_STRUCT(FindingAccessDraft, (), (reason, member_ids, substitutes, actions_too))

identity::Access restrict_finding(Context& context, Id<Finding> id, FindingAccessDraft const& draft, IfMatch match) {
  auto& tx = context.tx;
  auto finding = Restricting::open_object(tx, id, match);
  auto const choice = identity::checked(tx, restrictable, {draft.reason, draft.member_ids, draft.substitutes});
  std::vector<Id<action::Action>> open;
  if (draft.actions_too.value_or(false))
    tx.run("select a.id from finding_action l join action a on a.id = l.action_id where l.finding_id = $1 and a.scope_id = a.unit_id order by a.number", Tx::bind(id),
           [&](kernel::Row const& row) { open.push_back({row.integer(0)}); });
  auto const circle = Restricting::restrict(tx, finding, choice);
  for (auto const& each : open) restrict_as(tx, finding, each);
  return identity::access_of(tx, circle);
}

}  // namespace

void take_scope(Tx& tx, Finding& finding, std::int64_t scope, std::string operation) {
  finding.scope_id = scope;
  tx.update(kernel::struct_of<Finding>, &finding, finding.version.value, {}, std::move(operation));
  move_belongings(tx, finding);
  derive(tx, finding);
}

void restrict_as(Tx& tx, Finding const& finding, Id<action::Action> id) {
  auto action = tx.find(id);
  if (action && action->restricted()) return;
  if (!action || !identity::may_restrict(tx, action::restrictable, id.value))
    throw Problem{403, "not_yours_to_restrict", "Du får inte bestämma vilka som läser alla åtgärderna. Låt dem vara öppna, eller be någon som får begränsa dem."};
  action::restrict_as(tx, *action, identity::circle_of(tx, finding.id.value));
}

void restrict_new_as(Tx& tx, Finding const& finding, action::Action& made) { action::restrict_as(tx, made, identity::circle_of(tx, finding.id.value)); }

void restriction_routes(kernel::Routes& routes) {
  using kernel::Method;
  routes.add(Method::get, "/api/findings/restricted", "listRestrictedFindings", "finding.read", Restricting::list, "Iakttagelser med begränsad åtkomst som finns men inte visas");
  routes.add(Method::post, "/api/findings/{id}/restriction", "restrictFinding", "finding.restrict", restrict_finding, "Begränsa åtkomsten till en iakttagelse");
  routes.add(Method::put, "/api/findings/{id}/restriction", "changeFindingRestriction", "finding.restrict", Restricting::change, "Ändra vilka som får läsa");
  routes.add(Method::del, "/api/findings/{id}/restriction", "liftFindingRestriction", "finding.restrict", Restricting::lift, "Häv den begränsade åtkomsten");
}

void register_restriction() {
  identity::add_attached({.kind = "finding",
                          .objects = "select id from finding where id = $1 union all select id from review where finding_id = $1 "
                                     "union all select id from lint_question where object_kind = 'finding' and object_id = $1"});
  identity::add_attached({.kind = "action", .rederive = derive_those_served_by});
}

}  // namespace rimlig::finding
