#include "identity/sign_in_level.hpp"

#include <charconv>
#include <map>

#include "identity/custom_role.hpp"
#include "identity/permissions.hpp"
#include "org/scope.hpp"
#include "org/setting.hpp"

namespace rimlig::identity {

using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::string_view setting = "sign_in_levels";

/// "administrator:3,controller:2", in the order of the roles.
std::string text_of(std::vector<RoleLevel> const& levels) {
  std::string text;
  for (auto const role : org::all_roles)
    for (auto const& each : levels)
      if (each.role == role) text.append(text.empty() ? "" : ",").append(kernel::name_of(role)).append(":").append(std::to_string(each.level.value));
  return text;
}

struct Demand {
  std::int64_t level = 0;
  std::string role;
};

Demand highest_demand(Tx& tx, Id<Person> person) {
  auto const held = roles_today(tx, person);
  Demand demand;
  auto const consider = [&](std::int64_t bit, std::int64_t level, std::string_view role) {
    if ((held & bit) != 0 && level > demand.level) demand = {level, std::string(role)};
  };
  for (auto const& each : role_levels(tx)) consider(bit_of(each.role), each.level.value, swedish(each.role));
  tx.run("select bit, sign_in_level, name from custom_role where sign_in_level is not null order by id", {}, [&](kernel::Row const& row) { consider(row.integer(0), row.integer(1), row.text(2)); });
  return demand;
}

}  // namespace

std::vector<RoleLevel> role_levels(Tx& tx) {
  std::vector<RoleLevel> levels;
  auto const text = "," + org::setting_text(tx, setting) + ",";
  for (auto const role : org::all_roles) {
    auto const key = "," + std::string(kernel::name_of(role)) + ":";
    auto const at = text.find(key);
    if (at == std::string::npos) continue;
    RoleLevel each{role, {}};
    std::from_chars(text.data() + at + key.size(), text.data() + text.size(), each.level.value);
    levels.push_back(each);
  }
  return levels;
}

void set_role_levels(Tx& tx, std::vector<RoleLevel> const& levels, std::int64_t own) {
  auto const before = text_of(role_levels(tx));
  auto const after = text_of(levels);
  if (before == after) return;
  auto const demanded = highest_demand(tx, {tx.actor().id}).level;
  org::change_setting(tx, setting, before, after);
  if (auto const demand = highest_demand(tx, {tx.actor().id}); demand.level > demanded && demand.level > own)
    throw Problem::invalid("/levels", "shuts_out", "Du har själv rollen " + demand.role + " och är inte inloggad med tillitsnivå " + std::to_string(demand.level) + ". Logga in så först, så att du inte stänger dig själv ute.");
  end_sessions_below_demands(tx);
}

void end_sessions_below_demands(Tx& tx) {
  auto const holders = "person_id in (select a.person_id from assignment a where " + org::in_force("a", "$1") + " and ";
  for (auto const& each : role_levels(tx))
    tx.execute_derived("delete from web_session where provider_level < $2 and " + holders + "a.role = $3)", tx.today(), each.level, each.role);
  tx.execute_derived("delete from web_session where " + holders + "a.custom_role_id in (select r.id from custom_role r where r.sign_in_level > web_session.provider_level))", tx.today());
}

void remove_level_demands(Tx& tx) {
  set_role_levels(tx, {}, 0);
  for (auto& role : tx.select<CustomRole>("select " + kernel::columns_of(kernel::struct_of<CustomRole>) + " from custom_role where sign_in_level is not null")) {
    role.sign_in_level.reset();
    tx.update(role);
  }
}

void require_level(Tx& tx, Id<Person> person, ReachedLevel const& reached) {
  auto const demand = highest_demand(tx, person);
  if (demand.level <= reached.level) return;
  auto const level = std::to_string(demand.level);
  auto const how = reached.provider.empty() ? std::string("Ett lösenord räcker inte. Logga in med kommunens inloggningstjänst.")
                   : reached.level == 0     ? "Inloggningen hos " + reached.provider + " hade ingen känd nivå. Logga in igen på ett sätt som ger tillitsnivå " + level + "."
                                            : "Du loggade in hos " + reached.provider + " med tillitsnivå " + std::to_string(reached.level) + ". Logga in igen på ett sätt som ger tillitsnivå " + level + ".";
  throw Problem{403, "level_" + level + "_needed", "Rollen " + demand.role + " kräver tillitsnivå " + level + ". " + how};
}

}  // namespace rimlig::identity
