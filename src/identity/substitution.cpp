#include "identity/substitution.hpp"

#include <map>
#include <set>

#include "identity/permissions.hpp"
#include "kernel/audit.hpp"
#include "org/scope.hpp"
#include "org/setting.hpp"

namespace rimlig::identity {

using kernel::Audit;
using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::string_view days_setting = "substitution_days";
constexpr std::string_view confirmed_setting = "substitution_days_confirmed";
constexpr std::int64_t most_at_once = 50;

kernel::TimePoint midnight(kernel::Date const& day) { return kernel::parse_instant(day.text + "T00:00:00.000Z").value(); }

kernel::Date later(kernel::Date const& day, std::int64_t days) { return {kernel::instant_text(midnight(day) + std::chrono::days(days)).substr(0, 10)}; }

std::string name_of_person(Tx& tx, Id<Person> id) { return tx.value<std::string>("select name from person where id = $1", id).value_or(""); }

void check_substitute(Tx& tx, Id<Person> absent, Id<Person> substitute) {
  if (substitute == absent) throw Problem::invalid("/substitute_id", "self", "Ingen kan vara ersättare för sig själv. Välj någon annan.");
  if (substitute.value == tx.actor().id) throw Problem::invalid("/substitute_id", "self", "Du kan inte utse dig själv. Be någon annan som administrerar att göra det.");
  auto const near = tx.value<std::int64_t>("select p.id from person p join account c on c.person_id = p.id where p.id = $1 and " + may_stand_in_for(tx, absent), substitute);
  if (near) return;
  bool const signs_in = tx.value<std::int64_t>("select 1 from account where person_id = $1 and password_hash <> ''", substitute).has_value();
  if (!signs_in)
    throw Problem::invalid("/substitute_id", "no_account", "Den du har valt kan inte logga in än. Välj någon annan, eller be administratören ge ett lösenord först.");
  throw Problem::invalid("/substitute_id", "outside_committee", "Den du har valt arbetar inte inom samma nämnd. Välj någon som gör det.");
}

void check_days(Tx& tx, SubstitutionDraft const& draft, SubstitutionRules const& rules) {
  if (draft.valid_to.text < draft.valid_from.text) throw Problem::invalid("/valid_to", "before_start", "Sista dagen ligger före den första. Ändra någon av dem.");
  if (draft.valid_from.text < tx.today().text) throw Problem::invalid("/valid_from", "in_past", "Den första dagen har passerat. Välj i dag eller senare.");
  if (draft.valid_to > later(draft.valid_from, rules.days_confirmed.value - 1))
    throw Problem::invalid("/valid_to", "too_long", "En ersättare utses för högst " + std::to_string(rules.days_confirmed.value) + " dagar. Välj en tidigare sista dag, eller ge någon annan rollen.");
}

void check_assignments(Tx& tx, Id<Person> absent, SubstitutionDraft const& draft) {
  if (draft.assignment_ids.empty()) throw Problem::invalid("/assignment_ids", "required", "Välj minst en roll som ersättaren ska ha.");
  for (auto const id : draft.assignment_ids)
    if (!tx.value<std::int64_t>("select 1 from assignment a where a.id = $1 and a.person_id = $2 and (a.valid_to is null or a.valid_to >= $3)", id, absent, draft.valid_from))
      throw Problem::invalid("/assignment_ids", "not_own", "Bara egna roller kan lämnas till en ersättare, inte en roll som man själv har som ersättare eller som upphör före frånvaron.");
}

/// The actor holds every role that is covered, where it is held.
bool all_in_scope(Tx& tx, Substitution const& substitution, std::int64_t grants) {
  if (!tx.value<std::int64_t>("select 1 from substitution_assignment where substitution_id = $1 limit 1", substitution.id)) return false;
  return !tx.value<std::int64_t>("select 1 from substitution_assignment part join assignment a on a.id = part.assignment_id where part.substitution_id = $1 and not (" +
                                     tx.in_scope("a.unit_id", grants) + ") limit 1",
                                 substitution.id);
}

bool is_party(Tx& tx, Substitution const& substitution) { return substitution.absent_id.value == tx.actor().id || substitution.substitute_id.value == tx.actor().id; }

void attribute_entries(Tx& tx, std::vector<Audit>& entries) {
  if (!org::is_substitute(tx, tx.actor().id)) return;
  std::map<std::int64_t, std::optional<std::string>> behind;
  for (auto& entry : entries) {
    if (entry.scope_id == 0 && tx.actor().grants == -1) continue;  // about nobody's unit, and by no role
    auto const [known, fresh] = behind.try_emplace(entry.scope_id);
    if (fresh) known->second = absent_behind(tx, {entry.scope_id});
    if (!known->second) continue;
    entry.note = entry.note.empty() ? "Som ersättare för " + *known->second : entry.note + " (som ersättare för " + *known->second + ")";
  }
}

}  // namespace

SubstitutionRules substitution_rules(Tx& tx) {
  SubstitutionRules rules;
  rules.days.value = org::setting_number(tx, days_setting, rules.days.value);
  rules.days_confirmed.value = org::setting_number(tx, confirmed_setting, rules.days_confirmed.value);
  return rules;
}

void change_substitution_rules(Tx& tx, SubstitutionRules const& rules) {
  if (rules.days_confirmed.value < rules.days.value)
    throw Problem::invalid("/days_confirmed", "too_low", "En bekräftad frånvaro kan inte vara kortare än en som ingen behöver bekräfta.");
  auto const before = substitution_rules(tx);
  org::change_setting(tx, days_setting, before.days.value, rules.days.value);
  org::change_setting(tx, confirmed_setting, before.days_confirmed.value, rules.days_confirmed.value);
}

std::string may_stand_in_for(Tx& tx, Id<Person> absent) {
  std::set<std::int64_t> committees;
  tx.run("select a.unit_id from assignment a where a.person_id = $1 and (a.valid_to is null or a.valid_to >= $2)", Tx::bind(absent, tx.today()),
         [&](kernel::Row const& row) { committees.insert(row.integer(0)); });
  std::string near;
  std::set<std::int64_t> found;
  for (auto const unit : committees) found.insert(org::committee_of(tx, {unit}).value);
  for (auto const committee : found) near.append(near.empty() ? "" : " or ").append(org::within("near.unit_id", {committee}));
  // Numbers and the clock's own day, never a user's text.
  return "p.id <> " + std::to_string(absent.value) + " and c.password_hash <> '' and exists (select 1 from assignment near where near.person_id = p.id and " +
         org::in_force("near", "'" + tx.today().text + "'") + " and (" + (near.empty() ? "1 = 0" : near) + "))";
}

Substitution appoint_substitute(Tx& tx, Id<Person> absent, SubstitutionDraft const& draft, bool confirmed) {
  auto const rules = substitution_rules(tx);
  check_substitute(tx, absent, draft.substitute_id);
  check_days(tx, draft, rules);
  check_assignments(tx, absent, draft);
  org::lock_scopes(tx);
  auto const going_on = tx.value<std::int64_t>("select count(*) from substitution s where s.absent_id = $1 and s.valid_to >= $2 and s.ended_at is null", absent, tx.today());
  if (going_on.value_or(0) >= most_at_once) throw Problem::conflict("too_many", "Det finns redan 50 ersättare som gäller eller ska gälla. Avsluta någon först.");
  Substitution made;
  made.unit_id = {tx.value<std::int64_t>("select unit_id from assignment where id = $1", draft.assignment_ids.front()).value()};
  made.absent_id = absent;
  kernel::copy_members(draft, made);
  if (auto const alone = later(made.valid_from, rules.days.value - 1); !confirmed && made.valid_to > alone) {
    made.wanted_to = made.valid_to;
    made.valid_to = alone;
  }
  tx.insert(made);
  for (auto const id : std::set<Id<Assignment>>(made.assignment_ids.begin(), made.assignment_ids.end()))
    tx.execute_derived("insert into substitution_assignment(substitution_id, assignment_id) values ($1, $2)", made.id, id);
  org::refresh_scope_of_person(tx, made.substitute_id.value);
  return made;
}

bool may_confirm(Tx& tx, Substitution const& substitution) {
  if (!substitution.wanted_to || substitution.ended_at || substitution.wanted_to->text < tx.today().text || is_party(tx, substitution)) return false;
  auto const grants = roles_with("substitute.confirm");
  if (!all_in_scope(tx, substitution, grants)) return false;
  // Another substitute of the same person is as little above them.
  return org::stands_in_for(tx, tx.actor().id, substitution.unit_id.value, grants) != substitution.absent_id.value;
}

std::vector<Substitution> substitutions_to_confirm(Tx& tx) {
  auto waiting = tx.select<Substitution>("select " + kernel::columns_of(kernel::struct_of<Substitution>, "s") + " from substitution s where s.wanted_to >= $1 and s.ended_at is null and " +
                                             tx.in_scope("s.unit_id", roles_with("substitute.confirm")) + " order by s.valid_to, s.id limit 50",
                                         tx.today());
  std::erase_if(waiting, [&](Substitution const& one) { return !may_confirm(tx, one); });
  return waiting;
}

void confirm_substitution(Tx& tx, Substitution& substitution) {
  org::lock_scopes(tx);
  substitution.valid_to = *substitution.wanted_to;
  substitution.wanted_to.reset();
  tx.update(substitution, substitution.version, "Längre frånvaro bekräftad");
  org::refresh_scope_of_person(tx, substitution.substitute_id.value);
}

void end_substitution(Tx& tx, Substitution const& substitution) {
  if (!is_party(tx, substitution) && !all_in_scope(tx, substitution, roles_with("person.write"))) throw Problem::not_found("ersättaren");
  auto const last = substitution.wanted_to ? *substitution.wanted_to : substitution.valid_to;
  if (substitution.ended_at || last.text < tx.today().text) throw Problem::conflict("already_ended", "Tiden som ersättare är redan slut.");
  org::lock_scopes(tx);
  // Not by Tx::update: whoever is to stand in does not hold the unit yet, and may say no.
  tx.execute("update substitution set ended_at = $1, version = version + 1 where id = $2 and ended_at is null",
             {"update", std::string(Substitution::table), substitution.id.value, substitution.unit_id.value, "{\"ended_at\":[null,\"" + tx.now().text + "\"]}", "Avslutad i förtid"}, tx.now(),
             substitution.id);
  org::refresh_scope_of_person(tx, substitution.substitute_id.value);
}

std::optional<std::string> absent_behind(Tx& tx, Id<org::Unit> unit, std::int64_t grants) {
  auto const absent = org::stands_in_for(tx, tx.actor().id, unit.value, grants);
  return absent ? std::optional(name_of_person(tx, {*absent})) : std::nullopt;
}

std::optional<std::string> absent_behind(Tx& tx, Id<org::Unit> unit) { return absent_behind(tx, unit, tx.actor().grants); }

std::string signature(Tx& tx, Id<org::Unit> unit) {
  auto const absent = absent_behind(tx, unit);
  return absent ? tx.actor().name + " (som ersättare för " + *absent + ")" : tx.actor().name;
}

void register_attribution() { kernel::attribution = attribute_entries; }

}  // namespace rimlig::identity
