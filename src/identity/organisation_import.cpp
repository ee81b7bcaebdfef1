#include "identity/organisation_import.hpp"

#include <algorithm>
#include <map>

#include "kernel/swedish.hpp"

namespace rimlig::identity {

using kernel::FieldError;
using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

using Cells = std::vector<std::string>;

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  auto const from = text.find_first_not_of(space);
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(space) - from + 1));
}

/// RFC 4180 with the separator that the header line uses. A cell in quotes may hold line breaks.
std::vector<Cells> cells_of(std::string_view csv) {
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  auto const header = csv.substr(0, csv.find('\n'));
  char const separator = header.find(';') != std::string_view::npos ? ';' : ',';
  std::vector<Cells> rows(1, Cells(1));
  bool quoted = false;
  for (std::size_t at = 0; at < csv.size(); ++at) {
    char const c = csv[at];
    auto& cell = rows.back().back();
    if (quoted && c == '"' && at + 1 < csv.size() && csv[at + 1] == '"') cell += csv[++at];
    else if (c == '"') quoted = !quoted;
    else if (quoted) cell += c;
    else if (c == separator) rows.back().emplace_back();
    else if (c == '\n') rows.emplace_back(1);
    else cell += c;
  }
  for (auto& row : rows)
    for (auto& cell : row) cell = trimmed(cell);
  return rows;
}

bool is_utf8(std::string_view text) {
  int more = 0;
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (more > 0 && (byte & 0xC0) == 0x80) --more;
    else if (more > 0) return false;
    else if (byte >= 0xC2 && byte < 0xE0) more = 1;
    else if (byte >= 0xE0 && byte < 0xF0) more = 2;
    else if (byte >= 0xF0 && byte < 0xF5) more = 3;
    else if (byte >= 0x80) return false;
  }
  return more == 0;
}

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

class Importer {
public:
  Importer(Tx& tx, std::vector<Cells> rows) : tx_(tx), rows_(std::move(rows)) {
    for (auto const& unit : org::visible_units(tx)) units_.emplace(kernel::fold_swedish(unit.name), unit.id);
    for (std::size_t n = 0; n < rows_.front().size(); ++n) columns_[kernel::fold_swedish(rows_.front()[n])] = n;
    for (auto const* needed : {"enhet", "typ", "överordnad"})
      if (!columns_.contains(needed)) error(0, needed, "missing_column", "Kolumnen saknas. Första raden ska vara enhet;typ;överordnad;verksamhetsområde;namn;e-post;roll.");
  }

  OrganisationImport run() {
    OrganisationImport done;
    for (std::size_t row = 1; row < rows_.size() && errors_.size() < most_errors; ++row) {
      if (std::ranges::all_of(rows_[row], &std::string::empty)) continue;
      ++done.rows;
      auto const unit = find_or_add_unit(row, done);
      if (unit && !cell(row, "e-post").empty()) add_role(row, *unit, done);
      else if (!cell(row, "namn").empty() && cell(row, "e-post").empty()) error(row, "e-post", "required", "Fyll i adressen för " + cell(row, "namn") + ".");
    }
    if (!errors_.empty()) throw Problem::invalid(std::move(errors_));
    return done;
  }

private:
  static constexpr std::size_t most_errors = 100;

  std::string cell(std::size_t row, std::string_view column) const {
    auto const at = columns_.find(column);
    return at == columns_.end() || at->second >= rows_[row].size() ? std::string() : rows_[row][at->second];
  }

  void error(std::size_t row, std::string_view column, std::string code, std::string detail) {
    errors_.push_back({"/" + std::to_string(row + 1) + "/" + std::string(column), std::move(code),
                       "Rad " + std::to_string(row + 1) + ", kolumn " + std::string(column) + ": " + std::move(detail)});
  }

  std::optional<Id<org::Unit>> find_or_add_unit(std::size_t row, OrganisationImport& done) {
    auto const name = cell(row, "enhet");
    if (name.empty()) {
      error(row, "enhet", "required", "Enheten saknar namn.");
      return std::nullopt;
    }
    if (auto const known = units_.find(kernel::fold_swedish(name)); known != units_.end()) return known->second;
    auto const kind = kind_of(cell(row, "typ"));
    if (!kind) {
      error(row, "typ", "unknown_value", "\"" + cell(row, "typ") + "\" är ingen typ av enhet. Skriv nämnd, förvaltning, avdelning, enhet eller grupp.");
      return std::nullopt;
    }
    org::Unit unit{{}, {}, {}, *kind, name, cell(row, "verksamhetsområde"), {}, {}, {}};
    if (auto const parent = cell(row, "överordnad"); !parent.empty()) {
      auto const above = units_.find(kernel::fold_swedish(parent));
      if (above == units_.end()) {
        error(row, "överordnad", "unknown_unit", "\"" + parent + "\" finns inte. Lägg den på en rad ovanför.");
        return std::nullopt;
      }
      unit.parent_id = above->second;
    }
    auto const aliases = cell(row, "andra namn");
    for (std::size_t at = 0; at < aliases.size();) {
      auto const end = std::min(aliases.find('|', at), aliases.size());
      if (auto alias = trimmed(std::string_view(aliases).substr(at, end - at)); !alias.empty()) unit.aliases.emplace_back(std::move(alias));
      at = end + 1;
    }
    org::add_unit(tx_, unit);
    ++done.units;
    units_.emplace(kernel::fold_swedish(name), unit.id);
    return unit.id;
  }

  void add_role(std::size_t row, Id<org::Unit> unit, OrganisationImport& done) {
    auto const role = role_of(cell(row, "roll"));
    if (!role) return error(row, "roll", "unknown_value", "\"" + cell(row, "roll") + "\" är ingen roll. Skriv administratör, controller, enhetschef, medarbetare, nämndsekreterare eller revisor.");
    auto person = find_person_by_email(tx_, cell(row, "e-post"));
    if (!person) {
      if (cell(row, "namn").empty()) return error(row, "namn", "required", "Fyll i personens namn.");
      person = Person{{}, {}, cell(row, "namn"), cell(row, "e-post")};
      try {
        add_person(tx_, *person);
      } catch (Problem const& problem) {
        return error(row, "e-post", "email", problem.detail());
      }
      ++done.persons;
    }
    auto const held = tx_.value<std::int64_t>("select 1 from assignment where person_id = $1 and unit_id = $2 and role = $3", person->id, unit, *role);
    if (held) return;
    Assignment assignment{{}, {}, person->id, *role, unit, {}, {}};
    assign(tx_, assignment);
    ++done.assignments;
  }

  Tx& tx_;
  std::vector<Cells> rows_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::map<std::string, Id<org::Unit>, std::less<>> units_;
  std::vector<FieldError> errors_;
};

}  // namespace

std::optional<Role> role_of(std::string_view text) {
  using enum Role;
  static std::map<std::string, Role, std::less<>> const words{{"administratör", administrator}, {"enhetschef", unit_manager}, {"chef", unit_manager},
                                                              {"medarbetare", employee},        {"revisor", auditor},         {"nämndsekreterare", committee_secretary}};
  return word_or_name(words, text);
}

OrganisationImport import_organisation(Tx& tx, std::string_view csv) {
  if (!is_utf8(csv)) throw Problem::bad_request("Filen är inte i UTF-8. Spara den som \"CSV UTF-8\" i kalkylprogrammet och försök igen.");
  if (csv.size() > 10'000'000) throw Problem::too_large("Filen är större än 10 MB. Dela upp den.");
  return Importer(tx, cells_of(csv)).run();
}

}  // namespace rimlig::identity
