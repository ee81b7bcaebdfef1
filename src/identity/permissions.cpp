#include "identity/permissions.hpp"

#include "identity/custom_role.hpp"

namespace rimlig::identity {

std::string_view swedish(org::Role role) {
  switch (role) {
    case org::Role::administrator: return "administratör";
    case org::Role::controller: return "controller";
    case org::Role::unit_manager: return "enhetschef";
    case org::Role::employee: return "medarbetare";
    case org::Role::committee_secretary: return "nämndsekreterare";
    case org::Role::auditor: return "revisor";
    case org::Role::department_head: return "avdelningschef";
    case org::Role::quality_developer: return "kvalitetsutvecklare";
    case org::Role::elected_official: return "förtroendevald";
    case org::Role::central_coordinator: return "central samordnare";
    case org::Role::lex_sarah_officer: return "lex Sarah-ansvarig";
    case org::Role::lex_sarah_investigator: return "lex Sarah-utredare";
    case org::Role::custom: return "egen roll";
  }
  return "";
}

std::int64_t roles_with(std::string_view permission) {
  for (auto const& each : permissions)
    if (each.name == permission) return each.roles | custom_roles_with(permission);
  return 0;
}

std::string permissions_page() {
  std::string page =
      "# Roles and permissions\n\n"
      "Generated from `src/identity/permissions.hpp`; a test fails when this page differs. A role is held at a unit, for a time, and reaches the "
      "unit's subtree; what is not ticked is refused before a handler runs, and what lies outside the subtree does not exist for the caller.\n\n"
      "- The administrator runs the system and reads no content.\n"
      "- The central coordinator sees figures across committees and no content.\n"
      "- The lex Sarah investigator reaches nothing at the unit: what is ticked holds for what a circle lets the person into.\n"
      "- A municipality may make roles of its own from these permissions, but for `org.write`, `person.write` and `account.write`.\n"
      "- Every read by an auditor is written to the audit log.\n"
      "- What is restricted is read by those in its circle, each by the roles they hold, and by an auditor over the unit; every read of it is written to the audit log "
      "(`docs/secrecy.md`).\n"
      "- A substitute acts by the roles of whoever is away, from the first day to the last; what those alone allow says in the log whom it was done for.\n"
      "- An API token holds what was chosen for it and its person still holds, at most; never `account.write`.\n\n"
      "| Permission | Innebär att få |";
  for (auto const role : org::all_roles) page.append(" ").append(swedish(role)).append(" |");
  page += "\n|---|---|";
  for (std::size_t n = 0; n < org::all_roles.size(); ++n) page += ":-:|";
  page += "\n";
  for (auto const& permission : permissions) {
    page.append("| `").append(permission.name).append("` | ").append(permission.meaning).append(" |");
    for (auto const role : org::all_roles) page += (permission.roles & bit_of(role)) ? " ✓ |" : "  |";
    page += "\n";
  }
  return page;
}

}  // namespace rimlig::identity
