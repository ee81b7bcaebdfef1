// A person's own substitutes, those of somebody whom an administrator acts for, and the rules of how long.
#include "identity/person_reach.hpp"
#include "identity/permissions.hpp"
#include "identity/substitution.hpp"
#include "kernel/routes.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Created;
using kernel::Id;
using kernel::Items;
using kernel::Method;
using kernel::Problem;
using kernel::Tx;

// In the namespace and not hidden, since the names stand in OpenAPI.
enum class SubstitutionState { coming, current, past };
BOOST_DESCRIBE_ENUM(SubstitutionState, coming, current, past)

struct CoveredRole {
  Id<Assignment> assignment_id;
  Role role;
  std::optional<std::string> custom_name;
  std::string unit_name;
};
BOOST_DESCRIBE_STRUCT(CoveredRole, (), (assignment_id, role, custom_name, unit_name))

struct SubstitutionView {
  Id<Substitution> id;
  kernel::Version version;
  std::int64_t absent_id;
  std::string absent_name;
  std::int64_t substitute_id;
  std::string substitute_name;
  kernel::Date valid_from;
  kernel::Date valid_to;
  std::optional<kernel::Date> wanted_to;
  std::optional<kernel::Instant> ended_at;
  SubstitutionState state;
  std::vector<CoveredRole> roles;
  bool may_end;
  bool may_confirm;
};
BOOST_DESCRIBE_STRUCT(SubstitutionView, (),
                      (id, version, absent_id, absent_name, substitute_id, substitute_name, valid_from, valid_to, wanted_to, ended_at, state, roles, may_end, may_confirm))

/// What can be handed over and for how long, for a form.
struct SubstitutionChoices {
  std::vector<CoveredRole> roles;
  std::int64_t days;
  std::int64_t days_confirmed;
};
BOOST_DESCRIBE_STRUCT(SubstitutionChoices, (), (roles, days, days_confirmed))

struct SubstituteCandidate {
  Id<Person> id;
  std::string name;
  std::string email;
};
BOOST_DESCRIBE_STRUCT(SubstituteCandidate, (), (id, name, email))

struct CandidateQuery {
  std::optional<kernel::Text<0, 200>> q;
};
BOOST_DESCRIBE_STRUCT(CandidateQuery, (), (q))

namespace {

constexpr int most_shown = 100;

Id<Person> caller_of(Context const& context) { return {context.tx.actor().id}; }

std::string const& columns() {
  static std::string const text = kernel::columns_of(kernel::struct_of<Substitution>, "s");
  return text;
}

/// `limited` to the roles in the reader's scope, for a reader who is no party to it.
SubstitutionView view_of(Tx& tx, Substitution const& one, bool limited = false) {
  auto const name = [&](Id<Person> id) { return tx.value<std::string>("select name from person where id = $1", id).value_or(""); };
  auto const today = tx.today().text;
  auto const last = one.wanted_to && one.wanted_to->text > one.valid_to.text ? one.wanted_to->text : one.valid_to.text;
  bool const over = one.ended_at || last < today;
  SubstitutionView view{one.id, one.version, one.absent_id.value, name(one.absent_id), one.substitute_id.value, name(one.substitute_id), one.valid_from, one.valid_to, one.wanted_to, one.ended_at,
                        over ? SubstitutionState::past : one.valid_from.text > today ? SubstitutionState::coming : SubstitutionState::current, {}, !over, may_confirm(tx, one)};
  view.roles = tx.select<CoveredRole>(
      "select a.id as assignment_id, a.role as role, c.name as custom_name, u.name as unit_name from substitution_assignment part join assignment a on a.id = part.assignment_id "
      "join org_unit u on u.id = a.unit_id left join custom_role c on c.id = a.custom_role_id where part.substitution_id = $1" +
          (limited ? " and " + tx.in_scope("a.unit_id") : std::string()) + " order by u.path, a.role, a.id",
      one.id);
  return view;
}

Items<SubstitutionView> views_of(Tx& tx, std::vector<Substitution> const& found, bool limited = false) {
  Items<SubstitutionView> items;
  for (auto const& one : found) items.items.push_back(view_of(tx, one, limited));
  return items;
}

/// The newest first.
std::vector<Substitution> of_person(Tx& tx, Id<Person> person) {
  return tx.select<Substitution>("select " + columns() + " from substitution s where s.absent_id = $1 or s.substitute_id = $1 order by s.valid_from desc, s.id desc limit " + std::to_string(most_shown),
                                 person);
}

Items<SubstitutionView> list_own(Context& context) { return views_of(context.tx, of_person(context.tx, caller_of(context))); }

Items<SubstitutionView> list_to_confirm(Context& context) {
  return views_of(context.tx, substitutions_to_confirm(context.tx));
}

/// A person who is a substitute elsewhere shows no more than what the reader's own units are about.
Items<SubstitutionView> list_of_person(Context& context, Id<Person> id) {
  auto& tx = context.tx;
  auto const person = find_visible(tx, id);
  return views_of(tx, tx.select<Substitution>("select " + columns() + " from substitution s where (s.absent_id = $1 or s.substitute_id = $1) and " + tx.in_scope("s.unit_id") +
                                                  " order by s.valid_from desc, s.id desc limit " + std::to_string(most_shown),
                                              person.id),
                  true);
}

SubstitutionChoices choices(Tx& tx, Id<Person> person) {
  auto const rules = substitution_rules(tx);
  return {tx.select<CoveredRole>("select a.id as assignment_id, a.role as role, c.name as custom_name, u.name as unit_name from assignment a join org_unit u on u.id = a.unit_id "
                                     "left join custom_role c on c.id = a.custom_role_id where a.person_id = $1 and " +
                                     org::in_force("a", "$2") + " and " + tx.in_scope("a.unit_id") + " order by u.path, a.role, a.id",
                                 person, tx.today()),
          rules.days.value, rules.days_confirmed.value};
}
SubstitutionChoices own_choices(Context& context) { return choices(context.tx, caller_of(context)); }
SubstitutionChoices choices_of_person(Context& context, Id<Person> id) { return choices(context.tx, find_visible(context.tx, id).id); }

Items<SubstituteCandidate> candidates(Tx& tx, Id<Person> absent, CandidateQuery const& query) {
  auto const q = query.q ? std::string(*query.q) : std::string();
  // Cutting the text out changes what contains it; unlike a pattern, nothing in the text has a meaning of its own.
  return {tx.select<SubstituteCandidate>("select p.id as id, p.name as name, p.email as email from person p join account c on c.person_id = p.id where " + may_stand_in_for(tx, absent) +
                                             " and p.id <> $1 and ($2 = '' or replace(lower(p.name || ' ' || p.email), lower($2), '') <> lower(p.name || ' ' || p.email)) "
                                             "order by p.name collate sv, p.id limit 50",
                                         Id<Person>{tx.actor().id}, q)};
}
Items<SubstituteCandidate> own_candidates(Context& context, kernel::Query<CandidateQuery> query) { return candidates(context.tx, caller_of(context), query); }
Items<SubstituteCandidate> candidates_for_person(Context& context, Id<Person> id, kernel::Query<CandidateQuery> query) { return candidates(context.tx, find_visible(context.tx, id).id, query); }

Created<SubstitutionView> appoint_own(Context& context, SubstitutionDraft const& draft) {
  return {view_of(context.tx, appoint_substitute(context.tx, caller_of(context), draft, false))};
}

/// For somebody who is ill and cannot do it.
Created<SubstitutionView> appoint_for_person(Context& context, Id<Person> id, SubstitutionDraft const& draft) {
  auto& tx = context.tx;
  auto const person = find_visible(tx, id);
  for (auto const each : draft.assignment_ids)
    if (auto const unit = tx.value<std::int64_t>("select unit_id from assignment where id = $1", each);
        unit && org::stands_in_for(tx, tx.actor().id, *unit, tx.actor().grants) == person.id.value)
      throw Problem::conflict("passed_on", "Du är själv ersättare för " + person.name + ". Det som man har som ersättare går inte att lämna vidare.");
  return {view_of(tx, appoint_substitute(tx, person.id, draft, true))};
}

std::optional<Substitution> stored(Tx& tx, Id<Substitution> id) { return tx.select_one<Substitution>("select " + columns() + " from substitution s where s.id = $1", id); }

void end_one(Context& context, Id<Substitution> id) {
  auto const one = stored(context.tx, id);
  if (!one) throw Problem::not_found("ersättaren");
  end_substitution(context.tx, *one);
}

SubstitutionView confirm(Context& context, Id<Substitution> id) {
  auto& tx = context.tx;
  auto one = tx.get(id);
  if (!may_confirm(tx, one)) throw Problem::conflict("not_waiting", "Det finns ingen längre frånvaro att bekräfta här, eller så rör den dig själv.");
  confirm_substitution(tx, one);
  return view_of(tx, one);
}

SubstitutionRules get_rules(Context& context) { return substitution_rules(context.tx); }

/// The rules hold for everyone, so whoever changes them administers everyone.
SubstitutionRules put_rules(Context& context, SubstitutionRules const& rules) {
  auto& tx = context.tx;
  auto const beyond = tx.value<std::int64_t>("select count(*) from org_unit u where u.parent_id is null and not (" + tx.in_scope("u.id") + ")");
  if (beyond != 0) throw Problem{403, "beyond_scope", "Reglerna gäller hela organisationen. Be den som administrerar den."};
  change_substitution_rules(tx, rules);
  return substitution_rules(tx);
}

}  // namespace

void substitution_routes(kernel::Routes& to) {
  using kernel::session_route;
  to.add(Method::get, "/api/substitutions", "listSubstitutions", session_route, list_own, "Mina ersättare, och vem jag är ersättare för");
  to.add(Method::post, "/api/substitutions", "appointSubstitute", session_route, appoint_own, "Utse en ersättare för mig");
  to.add(Method::del, "/api/substitutions/{id}", "endSubstitution", session_route, end_one, "Avsluta i förtid");
  to.add(Method::get, "/api/substitutions/choices", "getSubstitutionChoices", session_route, own_choices, "Vilka av mina roller en ersättare kan få, och hur länge");
  to.add(Method::get, "/api/substitutions/candidates", "listSubstituteCandidates", session_route, own_candidates, "Vilka jag kan utse: de som arbetar inom samma nämnd");
  to.add(Method::get, "/api/substitutions/to-confirm", "listSubstitutionsToConfirm", "substitute.confirm", list_to_confirm, "Längre frånvaro som väntar på att bekräftas");
  to.add(Method::post, "/api/substitutions/{id}/confirm", "confirmSubstitution", "substitute.confirm", confirm, "Bekräfta en längre frånvaro");
  to.add(Method::get, "/api/persons/{id}/substitutions", "listPersonSubstitutions", "person.write", list_of_person, "En persons ersättare");
  to.add(Method::post, "/api/persons/{id}/substitutions", "appointPersonSubstitute", "person.write", appoint_for_person, "Utse en ersättare för någon som inte kan göra det själv");
  to.add(Method::get, "/api/persons/{id}/substitution-choices", "getPersonSubstitutionChoices", "person.write", choices_of_person, "Vilka roller personens ersättare kan få");
  to.add(Method::get, "/api/persons/{id}/substitute-candidates", "listPersonSubstituteCandidates", "person.write", candidates_for_person, "Vilka som kan utses till personens ersättare");
  to.add(Method::get, "/api/substitution-rules", "getSubstitutionRules", session_route, get_rules, "Hur länge en ersättare kan utses");
  to.add(Method::put, "/api/substitution-rules", "putSubstitutionRules", "person.write", put_rules, "Ändra hur länge en ersättare kan utses");
}

}  // namespace rimlig::identity
