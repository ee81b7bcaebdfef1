#include "identity/organisation_import.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "kernel/swedish.hpp"
#include "org/ownership.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Date;
using kernel::FieldError;
using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

using Row = OrganisationTable::Row;

constexpr std::size_t most_errors = 100;

template <class E>
std::optional<E> word_or_name(std::map<std::string, E, std::less<>> const& words, std::string_view text) {
  if (auto const named = kernel::Codec<E>::from_name(text)) return named;
  auto const found = words.find(kernel::fold_swedish(text));
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

std::optional<org::UnitKind> kind_of(std::string_view text) {
  using enum org::UnitKind;
  static std::map<std::string, org::UnitKind, std::less<>> const words{
      {"kommunfullmäktige", council}, {"fullmäktige", council},  {"kommunstyrelse", board}, {"styrelse", board},   {"nämnd", committee}, {"förvaltning", department},
      {"sektor", department},         {"kontor", department},    {"avdelning", division},   {"område", division},  {"enhet", unit},      {"grupp", group}};
  return word_or_name(words, text);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < text.size();) {
    auto const end = std::min(text.find('|', at), text.size());
    if (auto part = trimmed(text.substr(at, end - at)); !part.empty()) parts.push_back(std::move(part));
    at = end + 1;
  }
  return parts;
}

std::string shown(std::optional<Date> const& date) { return date ? date->text : std::string("–"); }

std::string const assignment_columns = kernel::columns_of(kernel::struct_of<Assignment>, "a");

class Importer {
public:
  Importer(Tx& tx, OrganisationTable const& table, Missing missing) : tx_(tx), table_(table), missing_(missing) {
    for (auto const& unit : org::visible_units(tx)) {
      if (unit.valid_to && unit.valid_to->text < tx.today().text) continue;
      remember(unit.name, unit.id);
      stored_units_.emplace(unit.id.value, unit.name);
    }
    for (auto const* needed : {"enhet", "typ", "överordnad"})
      if (!table.has(needed)) fault(1, needed, "missing_column", "Kolumnen saknas. Första raden ska vara enhet;typ;överordnad;verksamhetsområde;namn;e-post;roll.");
  }

  OrganisationImport run() {
    for (auto const& row : table_.rows()) {
      if (errors_.size() >= most_errors) break;
      ++done_.rows;
      auto const unit = find_or_add_unit(row);
      auto const email = cell(row, "e-post");
      if (unit && !email.empty()) add_roles(row, *unit, email);
      else if (!cell(row, "namn").empty() && email.empty()) fault(row.number, "e-post", "required", "Fyll i adressen för " + cell(row, "namn") + ".");
    }
    if (!errors_.empty()) throw Problem::invalid(std::move(errors_));
    tell_what_is_gone();
    return std::move(done_);
  }

private:
  std::string cell(Row const& row, std::string_view column) const { return table_.cell(row, column); }
  void fault(std::int64_t row, std::string_view column, std::string code, std::string const& sentence) { errors_.push_back(table_.fault(row, column, std::move(code), sentence)); }
  void tell(DifferenceKind difference, std::string kind, std::string name, std::string detail, std::int64_t row) {
    done_.changed += difference == DifferenceKind::changed;
    done_.differences.push_back({difference, std::move(kind), std::move(name), std::move(detail), row});
  }

  void remember(std::string_view name, Id<org::Unit> id) { units_[kernel::fold_swedish(name)].push_back(id); }

  /// The day of a cell; false when it is not one.
  bool read_date(Row const& row, std::string_view column, std::optional<Date>& date) {
    auto const text = cell(row, column);
    if (text.empty()) return true;
    if (!kernel::is_date(text)) {
      fault(row.number, column, "date", "\"" + text + "\" är inte ett datum. Skriv åååå-mm-dd.");
      return false;
    }
    date = Date{text};
    return true;
  }

  /// The one unit with that name; among several the one whose unit above is named too.
  std::optional<Id<org::Unit>> known_unit(Row const& row, std::string_view column, std::string const& name, std::string const& parent) {
    auto const found = units_.find(kernel::fold_swedish(name));
    if (found == units_.end()) return std::nullopt;
    if (found->second.size() == 1) return found->second.front();
    std::vector<Id<org::Unit>> fitting;
    for (auto const id : found->second) {
      auto const above = tx_.value<std::string>("select p.name from org_unit u join org_unit p on p.id = u.parent_id where u.id = $1", id);
      if (above && kernel::fold_swedish(*above) == kernel::fold_swedish(parent)) fitting.push_back(id);
    }
    if (fitting.size() == 1) return fitting.front();
    fault(row.number, column, "ambiguous", "Flera enheter heter \"" + name + "\". Skriv vilken som är överordnad.");
    return std::nullopt;
  }

  std::optional<Id<org::Unit>> find_or_add_unit(Row const& row) {
    auto const name = cell(row, "enhet");
    auto const parent = cell(row, "överordnad");
    if (name.empty()) {
      fault(row.number, "enhet", "required", "Enheten saknar namn.");
      return std::nullopt;
    }
    auto const faults = errors_.size();
    auto const known = known_unit(row, "enhet", name, parent);
    if (errors_.size() > faults) return std::nullopt;
    auto unit = known ? tx_.get(*known) : org::Unit{};
    auto const before = unit;
    if (!known) unit.name = name;
    auto const kind = kind_of(cell(row, "typ"));
    if (!kind && (!known || !cell(row, "typ").empty())) fault(row.number, "typ", "unknown_value", "\"" + cell(row, "typ") + "\" är ingen typ av enhet. Skriv nämnd, förvaltning, avdelning, enhet eller grupp.");
    else if (kind) unit.kind = *kind;
    if (!parent.empty()) {
      auto const above = known_unit(row, "överordnad", parent, "");
      if (above) unit.parent_id = *above;
      else if (errors_.size() == faults) fault(row.number, "överordnad", "unknown_unit", "\"" + parent + "\" finns inte. Lägg den på en rad ovanför.");
    } else if (!known && tx_.actor().id != 0) {
      fault(row.number, "överordnad", "required", "Skriv vilken enhet " + name + " ska ligga under.");
    }
    if (auto area = cell(row, "verksamhetsområde"); !area.empty()) unit.area = std::move(area);
    for (auto& alias : split_list(cell(row, "andra namn")))
      if (std::ranges::find(unit.aliases, alias) == unit.aliases.end()) unit.aliases.emplace_back(std::move(alias));
    read_date(row, "enhet från", unit.valid_from);
    read_date(row, "enhet till", unit.valid_to);
    if (errors_.size() > faults) return std::nullopt;
    try {
      if (known) change_unit(row, before, unit);
      else add_unit(row, unit);
    } catch (Problem const& problem) {
      fault(row.number, problem.errors().empty() || problem.errors().front().pointer != "/parent_id" ? "enhet" : "överordnad", "invalid",
            problem.errors().empty() ? problem.detail() : problem.errors().front().detail);
      return std::nullopt;
    }
    named_units_.insert(unit.id.value);
    return unit.id;
  }

  void add_unit(Row const& row, org::Unit& unit) {
    org::add_unit(tx_, unit);
    ++done_.units;
    remember(unit.name, unit.id);
    tell(DifferenceKind::added, "unit", unit.name, cell(row, "överordnad"), row.number);
  }

  void change_unit(Row const& row, org::Unit const& before, org::Unit& unit) {
    std::string detail;
    auto const differs = [&](std::string_view what, std::string const& was, std::string const& is) {
      if (was != is) detail.append(detail.empty() ? "" : "; ").append(what).append(" ").append(was.empty() ? "–" : was).append(" → ").append(is);
    };
    auto const name_of = [&](std::optional<Id<org::Unit>> const& id) { return id ? tx_.value<std::string>("select name from org_unit where id = $1", *id).value_or("") : std::string(); };
    differs("typ", std::string(kernel::name_of(before.kind)), std::string(kernel::name_of(unit.kind)));
    if (before.parent_id != unit.parent_id) differs("överordnad", name_of(before.parent_id), name_of(unit.parent_id));
    differs("verksamhetsområde", before.area, unit.area);
    if (before.aliases != unit.aliases) differs("andra namn", std::to_string(before.aliases.size()), std::to_string(unit.aliases.size()));
    differs("enhet från", shown(before.valid_from), shown(unit.valid_from));
    differs("enhet till", shown(before.valid_to), shown(unit.valid_to));
    if (detail.empty()) return;
    // Whoever moves a unit must hold where it was too, as on the page.
    if (before.parent_id && before.parent_id != unit.parent_id) tx_.require_scope(before.parent_id->value, "/parent_id");
    org::change_unit(tx_, unit, before.version);
    tell(DifferenceKind::changed, "unit", unit.name, detail, row.number);
  }

  std::optional<Person> find_or_add_person(Row const& row, std::string const& email) {
    auto const name = cell(row, "namn");
    auto person = find_person_by_email(tx_, email);
    try {
      if (!person) {
        if (name.empty()) return fault(row.number, "namn", "required", "Fyll i personens namn."), std::nullopt;
        person = Person{{}, {}, name, email};
        add_person(tx_, *person);
        ++done_.persons;
        tell(DifferenceKind::added, "person", name, person->email, row.number);
      } else if (!name.empty() && person->name != name && holds_wholly(*person)) {
        auto const before = person->name;
        person->name = name;
        change_person(tx_, *person, person->version);
        tell(DifferenceKind::changed, "person", name, before + " → " + name, row.number);
      }
    } catch (Problem const& problem) {
      // Of the fields only the address can be wrong in a way that its own words must say.
      fault(row.number, "e-post", "email", problem.errors().empty() ? problem.detail() : problem.errors().front().detail);
      return std::nullopt;
    }
    return person;
  }

  /// A name is changed by who administers all that the person does; another's spelling changes nothing.
  bool holds_wholly(Person const& person) {
    return tx_.value<std::int64_t>("select count(*) from assignment a where a.person_id = $1 and not (" + tx_.in_scope("a.unit_id") + ")", person.id) == 0;
  }

  void add_roles(Row const& row, Id<org::Unit> unit, std::string const& email) {
    auto const words = split_list(cell(row, "roll"));
    std::vector<NamedRole> roles;
    auto const faults = errors_.size();
    for (auto const& word : words.empty() ? std::vector<std::string>{""} : words) {
      if (auto role = named_role(word)) roles.push_back(std::move(*role));
      else
        fault(row.number, "roll", "unknown_value",
              "\"" + word + "\" är ingen roll. Skriv administratör, controller, avdelningschef, enhetschef, medarbetare, nämndsekreterare, revisor, kvalitetsutvecklare, förtroendevald eller en av kommunens egna.");
    }
    std::optional<Date> from, to;
    read_date(row, "från", from);
    read_date(row, "till", to);
    if (errors_.size() > faults) return;
    auto const person = find_or_add_person(row, email);
    if (!person) return;
    for (auto const& role : roles) give_role(row, *person, unit, role, from, to);
  }

  /// One of the program's roles, or one of the municipality's own by its name.
  struct NamedRole {
    Role role = Role::employee;
    std::optional<Id<CustomRole>> own;
    std::string name;
  };
  std::optional<NamedRole> named_role(std::string const& word) {
    if (auto const role = role_of(word); role && role != Role::custom) return NamedRole{*role, {}, std::string(kernel::name_of(*role))};
    auto const own = tx_.value<std::int64_t>("select id from custom_role where lower(name) = lower($1)", word);
    if (!own) return std::nullopt;
    return NamedRole{Role::custom, Id<CustomRole>{*own}, word};
  }

  void give_role(Row const& row, Person const& person, Id<org::Unit> unit, NamedRole const& role, std::optional<Date> const& from, std::optional<Date> const& to) {
    auto held = tx_.select_one<Assignment>("select " + assignment_columns + " from assignment a where a.person_id = $1 and a.unit_id = $2 and a.role = $3 and "
                                           "coalesce(a.custom_role_id, 0) = $4 and (a.valid_to is null or a.valid_to >= $5) order by a.id desc limit 1",
                                           person.id, unit, role.role, role.own ? role.own->value : 0, tx_.today());
    auto const what = role.name + ", " + cell(row, "enhet");
    try {
      if (!held) {
        Assignment assignment{{}, {}, person.id, role.role, unit, from, to, role.own};
        assign(tx_, assignment);
        ++done_.assignments;
        named_assignments_.insert(assignment.id.value);
        return tell(DifferenceKind::added, "assignment", person.name, what, row.number);
      }
      named_assignments_.insert(held->id.value);
      auto const before = *held;
      if (from) held->valid_from = from;
      if (to) held->valid_to = to;
      if (held->valid_from == before.valid_from && held->valid_to == before.valid_to) return;
      if (held->valid_from && held->valid_to && held->valid_to->text < held->valid_from->text) return fault(row.number, "till", "before_start", "Uppdraget kan inte sluta innan det börjar.");
      tx_.update(*held);
      org::refresh_scope_of_person(tx_, person.id.value);
      tell(DifferenceKind::changed, "assignment", person.name, what + ": " + shown(before.valid_from) + "–" + shown(before.valid_to) + " → " + shown(held->valid_from) + "–" + shown(held->valid_to), row.number);
    } catch (Problem const& problem) {
      fault(row.number, "till", "invalid", problem.errors().empty() ? problem.detail() : problem.errors().front().detail);
    }
  }

  void tell_what_is_gone() {
    for (auto const& [id, name] : stored_units_)
      if (!named_units_.contains(id)) tell(DifferenceKind::gone, "unit", name, "", 0);
    auto const held = tx_.select<Assignment>("select " + assignment_columns + " from assignment a where (a.valid_to is null or a.valid_to >= $1) and " + tx_.in_scope("a.unit_id") + " order by a.id",
                                             tx_.today());
    for (auto assignment : held) {
      if (named_assignments_.contains(assignment.id.value)) continue;
      // Nobody shuts themselves out with a file.
      if (assignment.person_id.value == tx_.actor().id) continue;
      tell(DifferenceKind::gone, "assignment", tx_.value<std::string>("select name from person where id = $1", assignment.person_id).value_or(""),
           tx_.value<std::string>("select name from custom_role where id = $1", assignment.custom_role_id).value_or(std::string(kernel::name_of(assignment.role))) + ", " +
               tx_.value<std::string>("select name from org_unit where id = $1", assignment.unit_id).value_or(""), 0);
      if (missing_ == Missing::keep) continue;
      auto const yesterday = org::day_before(tx_.today());
      assignment.valid_to = assignment.valid_from && assignment.valid_from->text > yesterday.text ? *assignment.valid_from : yesterday;
      tx_.update(assignment);
      org::refresh_scope_of_person(tx_, assignment.person_id.value);
      ++done_.ended;
    }
    if (done_.ended > 0 && tx_.value<std::int64_t>("select count(*) from assignment a where a.role = 'administrator' and " + org::in_force("a", "$1"), tx_.today()) == 0)
      throw Problem::conflict("last_administrator", "Det måste finnas minst en administratör. Lägg till en i filen.");
  }

  Tx& tx_;
  OrganisationTable const& table_;
  Missing missing_;
  std::map<std::string, std::vector<Id<org::Unit>>, std::less<>> units_;
  std::map<std::int64_t, std::string> stored_units_;
  std::set<std::int64_t> named_units_, named_assignments_;
  OrganisationImport done_;
  std::vector<FieldError> errors_;
};

}  // namespace

std::optional<Role> role_of(std::string_view text) {
  using enum Role;
  static std::map<std::string, Role, std::less<>> const words{{"administratör", administrator}, {"enhetschef", unit_manager}, {"chef", unit_manager},
                                                              {"medarbetare", employee},        {"revisor", auditor},         {"nämndsekreterare", committee_secretary},
                                                              {"avdelningschef", department_head}, {"kvalitetsutvecklare", quality_developer}, {"förtroendevald", elected_official},
                                                              {"central samordnare", central_coordinator},
                                                              {"lex sarah-ansvarig", lex_sarah_officer}, {"lex sarah-utredare", lex_sarah_investigator}};
  return word_or_name(words, text);
}

OrganisationImport import_organisation(Tx& tx, OrganisationTable const& table, Missing missing) { return Importer(tx, table, missing).run(); }

OrganisationImport import_organisation(Tx& tx, std::string_view csv) { return import_organisation(tx, read_organisation_csv(csv)); }

}  // namespace rimlig::identity
