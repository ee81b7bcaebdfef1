// The one table of who may do what. Routes name a permission, this names the roles that hold it;
// where they hold it is actor_scope's. A permission that is not here is held by nobody.
// docs/permissions.md is made from this table, and a test compares.
#pragma once
#include <array>
#include <string>
#include <string_view>

#include "org/role.hpp"

namespace rimlig::identity {

struct Permission {
  std::string_view name;
  std::int64_t roles;
  std::string_view meaning;  // Swedish, for the manual
};

namespace detail {
inline constexpr std::int64_t administrator = bit_of(org::Role::administrator);
inline constexpr std::int64_t controller = bit_of(org::Role::controller);
inline constexpr std::int64_t manager = bit_of(org::Role::unit_manager) | bit_of(org::Role::department_head);
inline constexpr std::int64_t employee = bit_of(org::Role::employee);
inline constexpr std::int64_t secretary = bit_of(org::Role::committee_secretary);
inline constexpr std::int64_t auditor = bit_of(org::Role::auditor);
inline constexpr std::int64_t quality = bit_of(org::Role::quality_developer);
inline constexpr std::int64_t elected = bit_of(org::Role::elected_official);
inline constexpr std::int64_t coordinator = bit_of(org::Role::central_coordinator);
inline constexpr std::int64_t officer = bit_of(org::Role::lex_sarah_officer);
inline constexpr std::int64_t investigator = bit_of(org::Role::lex_sarah_investigator);
inline constexpr std::int64_t content_readers = controller | manager | employee | secretary | auditor | quality | officer;
inline constexpr std::int64_t restrictors = controller | bit_of(org::Role::department_head) | quality | officer;
inline constexpr std::int64_t everyone = administrator | content_readers | elected | coordinator | investigator;
}  // namespace detail

inline constexpr std::array permissions{
    Permission{"action.read", detail::content_readers | detail::investigator, "läsa åtgärder"},
    Permission{"action.write", detail::controller | detail::manager, "skapa och ändra åtgärder"},
    Permission{"action.report", detail::controller | detail::manager | detail::employee | detail::investigator, "rapportera status, kommentera och bifoga underlag"},
    Permission{"action.restrict", detail::restrictors, "bestämma vilka som får läsa en åtgärd med begränsad åtkomst"},
    Permission{"control.read", detail::content_readers, "läsa kontrollmoment och oönskade händelser"},
    Permission{"control.write", detail::controller | detail::manager, "ändra kontrollmoment och oönskade händelser"},
    Permission{"finding.read", detail::content_readers | detail::investigator, "läsa iakttagelser"},
    Permission{"finding.write", detail::controller | detail::manager | detail::quality | detail::officer | detail::investigator, "ändra iakttagelser"},
    Permission{"finding.restrict", detail::restrictors, "bestämma vilka som får läsa en iakttagelse med begränsad åtkomst"},
    Permission{"import.read", detail::controller | detail::auditor, "se inlästa filer och deras rader"},
    Permission{"import.write", detail::controller, "läsa in filer och avgöra rader"},
    Permission{"lint.read", detail::content_readers, "läsa granskningens frågor"},
    Permission{"lint.answer", detail::controller | detail::manager | detail::employee | detail::quality, "besvara granskningens frågor"},
    Permission{"lint.run", detail::controller, "granska allt på nytt"},
    Permission{"round.read", detail::content_readers, "läsa uppföljningsomgångar"},
    Permission{"round.manage", detail::controller, "skapa, öppna och stänga uppföljningsomgångar"},
    Permission{"round.report", detail::controller | detail::manager | detail::employee, "svara för enheten i en omgång"},
    Permission{"round.approve", detail::controller | detail::manager, "godkänna eller återsända enhetens svar"},
    Permission{"figure.read", detail::content_readers | detail::coordinator, "se läget i siffror, enhet för enhet"},
    Permission{"report.read", detail::content_readers | detail::elected | detail::coordinator, "läsa publicerade rapporter"},
    Permission{"draft.read", detail::content_readers, "läsa rapporter innan de är publicerade"},
    Permission{"report.write", detail::controller | detail::secretary, "ta fram rapporter"},
    Permission{"report.publish", detail::controller | detail::secretary, "publicera rapporter för de förtroendevalda"},
    Permission{"org.read", detail::everyone, "se organisationen"},
    Permission{"org.write", detail::administrator, "ändra organisationen"},
    Permission{"person.read", detail::administrator | detail::controller | detail::manager | detail::secretary | detail::auditor | detail::quality | detail::officer, "se personer och uppdrag"},
    Permission{"person.write", detail::administrator, "lägga upp personer och ge uppdrag"},
    Permission{"account.write", detail::administrator, "ge lösenord, ta bort förlorad tvåstegsinloggning och bestämma vem som måste ha den"},
    Permission{"substitute.confirm", detail::administrator | detail::controller, "bekräfta en ersättare för längre frånvaro"},
    Permission{"audit.read", detail::controller | detail::auditor, "läsa händelseloggen"},
    Permission{"access_review.read", detail::controller | bit_of(org::Role::department_head) | detail::auditor, "läsa loggranskningar"},
    Permission{"access_review.judge", detail::controller | bit_of(org::Role::department_head), "granska urvalet ur åtkomstloggen"},
    Permission{"log.rules", detail::administrator, "bestämma hur mycket av loggen som granskas"},
    Permission{"retention.write", detail::administrator, "bestämma vad som gallras och när"},
    Permission{"job.read", detail::everyone, "följa egna bakgrundsarbeten"},
};

/// The roles (bits) that hold the permission, the municipality's own with them; 0 when nobody does.
std::int64_t roles_with(std::string_view permission);

/// Roles whose every read is logged.
inline constexpr std::int64_t logged_readers = detail::auditor;

/// "nämndsekreterare"
std::string_view swedish(org::Role role);

/// docs/permissions.md as it should be.
std::string permissions_page();

}  // namespace rimlig::identity
