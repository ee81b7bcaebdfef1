#include <algorithm>
#include <chrono>
#include <map>

#include "kernel/clock.hpp"
#include "kernel/routes.hpp"
#include "org/circle.hpp"
#include "org/ownership.hpp"
#include "org/reorganisation.hpp"
#include "org/scope.hpp"
#include "org/succession.hpp"

namespace rimlig::org {

using kernel::Date;
using kernel::Id;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::size_t most_told = 5;

std::string told(std::string text, std::vector<std::string> const& reasons) {
  for (std::size_t n = 0; n < reasons.size() && n < most_told; ++n) text += " " + reasons[n];
  if (reasons.size() > most_told) text += " Och " + std::to_string(reasons.size() - most_told) + " till.";
  return text;
}

std::int64_t version_of(Tx& tx, std::string_view table, std::int64_t id) {
  return tx.value<std::int64_t>("select version from " + std::string(table) + " where id = $1", id).value_or(0);
}

/// Only one carries it out or takes it back; SQLite has one writer anyway.
/// What is restricted follows the work too, though whoever reorganises may not read it.
bool can_be_restricted(Owned const& owned) { return !owned.scope.empty() && owned.scope != owned.column; }

void hold(Tx& tx, Reorganisation const& plan) {
  if (tx.connection().is_postgres()) tx.run("select 1 from reorganisation where id = $1 for update", Tx::bind(plan.id));
}

class Execution {
public:
  Execution(Tx& tx, Reorganisation const& plan, Effects const& effects) : tx_(tx), plan_(plan), effects_(effects) {}

  ReorganisationDone run() {
    // A unit that ends gives its name to the one that takes over.
    for (auto const kind : {UnitChangeKind::ended, UnitChangeKind::created, UnitChangeKind::renamed, UnitChangeKind::moved})
      for (auto const& change : effects_.units)
        if (change.change == kind) apply(change);
    for (auto const& link : effects_.links) {
      UnitLink stored{{}, {}, {id_of(link.successor)}, {link.former}, plan_.day, std::string_view(plan_.name)};
      if (link_units(tx_, stored)) done_.links.push_back(stored.id.value);
    }
    for (auto const& owned : owned_kinds())
      for (auto const& change : effects_.owners)
        if (change.kind == owned.kind && change.from != change.to) give(owned, change);
    for (auto& unit : done_.units) unit.version = version_of(tx_, Unit::table, unit.id);
    for (auto& owner : done_.owners) owner.version = version_of(tx_, owner.kind, owner.now_id == 0 ? owner.id : owner.now_id);
    return std::move(done_);
  }

private:
  std::int64_t id_of(std::int64_t named) const { return named < 0 ? made_.at(named) : named; }

  void apply(UnitChange const& change) {
    if (change.change == UnitChangeKind::created) {
      Unit unit;
      unit.parent_id = Id<Unit>{change.parent_id};
      unit.kind = kernel::Codec<UnitKind>::from_name(change.before).value_or(UnitKind::unit);
      unit.name = change.name;
      unit.valid_from = plan_.day;
      add_unit(tx_, unit);
      made_.emplace(change.unit_id, unit.id.value);
      done_.units.push_back({change.change, unit.id.value, "", 0});
      return;
    }
    auto unit = tx_.get(Id<Unit>{change.unit_id});
    std::string before;
    switch (change.change) {
      case UnitChangeKind::created: break;
      case UnitChangeKind::ended:
        before = unit.valid_to ? unit.valid_to->text : "";
        unit.valid_to = day_before(plan_.day);
        break;
      case UnitChangeKind::renamed:
        before = unit.name;
        // Documents go on calling it what it was called.
        unit.aliases.push_back(unit.name);
        unit.name = change.after;
        break;
      case UnitChangeKind::moved:
        before = unit.parent_id ? std::to_string(unit.parent_id->value) : "";
        unit.parent_id = Id<Unit>{id_of(change.parent_id)};
        break;
    }
    change_unit(tx_, unit, unit.version);
    done_.units.push_back({change.change, unit.id.value, std::move(before), 0});
  }

  void give(Owned const& owned, OwnerChange const& change) {
    Handover const handover{change.id, {change.from}, {id_of(change.to)}, plan_.day};
    auto given = [&] {
      AllScopes const reach(tx_, can_be_restricted(owned));
      return owned.give(tx_, handover);
    }();
    done_.owners.push_back({change.kind, change.id, change.from, handover.to.value, given.id, std::move(given.memo), 0, change.label});
  }

  Tx& tx_;
  Reorganisation const& plan_;
  Effects const& effects_;
  std::map<std::int64_t, std::int64_t> made_;
  ReorganisationDone done_;
};

void take_back_unit(Tx& tx, DoneUnit const& done) {
  auto unit = tx.get(Id<Unit>{done.id});
  switch (done.change) {
    case UnitChangeKind::created:
      tx.execute_derived("delete from actor_scope where scope_id = $1", done.id);
      return tx.remove(unit);
    case UnitChangeKind::ended: unit.valid_to = done.before.empty() ? std::nullopt : std::optional(Date{done.before}); break;
    case UnitChangeKind::renamed:
      unit.name = done.before;
      std::erase(unit.aliases, UnitName(done.before));
      break;
    case UnitChangeKind::moved:
      unit.parent_id.reset();
      if (!done.before.empty()) unit.parent_id = Id<Unit>{std::stoll(done.before)};
      break;
  }
  change_unit(tx, unit, unit.version);
}

/// What stands at a unit that the reorganisation made and was not put there by it.
void find_newcomers(Tx& tx, Reorganisation const& plan, DoneUnit const& made, std::vector<std::string>& found) {
  std::map<std::string, std::int64_t, std::less<>> ours;
  for (auto const& owner : plan.done.owners) ours[owner.kind] += owner.to == made.id && owner.now_id != 0;
  std::int64_t others = 0;
  for (auto const& owned : owned_kinds()) {
    auto const there = tx.value<std::int64_t>("select count(*) from " + std::string(owned.kind) + " where " + std::string(owned.column) + " = $1", made.id).value_or(0);
    // Several may have become one, such as the reports of two units in a round.
    others += std::max<std::int64_t>(0, there - ours[std::string(owned.kind)]);
  }
  std::int64_t moved = 0;
  for (auto const& unit : plan.done.units) moved += unit.change == UnitChangeKind::moved;
  auto const below = tx.value<std::int64_t>("select count(*) from org_unit where parent_id = $1", made.id).value_or(0);
  if (others > 0 || below > moved) found.push_back(tx.get(Id<Unit>{made.id}).name + " har fått nytt innehåll sedan dess.");
}

}  // namespace

void carry_out(Tx& tx, Reorganisation& plan, std::string_view digest) {
  if (plan.state == ReorganisationState::done) throw Problem::conflict("already_done", "Omorganisationen är redan genomförd.");
  if (plan.day.text > tx.today().text) throw Problem::conflict("too_early", "Omorganisationen gäller från " + plan.day.text + ". Planera den, så genomförs den den dagen, eller ändra dagen till i dag.");
  hold(tx, plan);
  lock_scopes(tx);
  auto const effects = effects_of(tx, plan);
  std::vector<std::string> reasons;
  for (auto const& hindrance : effects.hindrances) reasons.push_back("Steg " + std::to_string(hindrance.step + 1) + ": " + hindrance.text);
  if (!reasons.empty()) throw Problem::conflict("hindered", told("Omorganisationen kan inte genomföras.", reasons));
  if (!digest.empty() && digest != digest_of(effects))
    throw Problem::conflict("changed_since_preview", "Något har ändrats sedan förhandsvisningen. Läs igenom den på nytt och genomför sedan.");
  tx.remark("Omorganisationen " + plan.name + ".");
  plan.done = Execution(tx, plan, effects).run();
  plan.done_at = tx.now();
  plan.state = ReorganisationState::done;
  plan.hindrances.clear();
  tx.update(plan);
  refresh_all_scopes(tx);
}

std::vector<std::string> undo_hindrances(Tx& tx, Reorganisation const& plan) {
  std::vector<std::string> found;
  if (plan.state != ReorganisationState::done || !plan.done_at) return {"Omorganisationen är inte genomförd."};
  auto const then = kernel::parse_instant(plan.done_at->text);
  auto const now = kernel::parse_instant(tx.now().text);
  if (!then || !now || *now - *then > std::chrono::hours(24)) found.emplace_back("Det har gått mer än ett dygn. Gör en ny omorganisation i stället.");
  for (auto const& owner : plan.done.owners)
    if (version_of(tx, owner.kind, owner.now_id == 0 ? owner.id : owner.now_id) != owner.version) found.push_back(owner.label + " har ändrats sedan dess.");
  for (auto const& unit : plan.done.units) {
    if (version_of(tx, Unit::table, unit.id) != unit.version) found.emplace_back("Enheten " + tx.value<std::string>("select name from org_unit where id = $1", unit.id).value_or("som skapades") + " har ändrats sedan dess.");
    else if (unit.change == UnitChangeKind::created) find_newcomers(tx, plan, unit, found);
  }
  return found;
}

void undo(Tx& tx, Reorganisation& plan) {
  hold(tx, plan);
  lock_scopes(tx);
  auto const reasons = undo_hindrances(tx, plan);
  if (!reasons.empty()) throw Problem::conflict("built_upon", told("Omorganisationen kan inte ångras.", reasons));
  tx.remark("Omorganisationen " + plan.name + " ångrad.");
  auto& done = plan.done;
  for (auto owner = done.owners.rbegin(); owner != done.owners.rend(); ++owner)
    if (auto const* owned = find_owned(owner->kind)) {
      AllScopes const reach(tx, can_be_restricted(*owned));
      owned->take_back(tx, {owner->id, {owner->from}, {owner->to}, plan.day}, {owner->now_id, owner->memo});
    }
  for (auto const link : done.links)
    if (auto const stored = tx.find(Id<UnitLink>{link})) tx.remove(*stored);
  // Below first what was moved, then what was made: nothing stands under a unit that is removed, nor has its name.
  for (auto const kind : {UnitChangeKind::moved, UnitChangeKind::renamed, UnitChangeKind::created, UnitChangeKind::ended})
    for (auto unit = done.units.rbegin(); unit != done.units.rend(); ++unit)
      if (unit->change == kind) take_back_unit(tx, *unit);
  plan.done = {};
  plan.done_at.reset();
  plan.state = ReorganisationState::draft;
  tx.update(plan);
  refresh_all_scopes(tx);
}

void carry_out_due(kernel::Services const& services) {
  kernel::Actor const program{.request_id = "clock"};
  auto connection = services.database.lease();
  std::vector<Id<Reorganisation>> due;
  {
    Tx tx(*connection, program, services.clock, kernel::TxMode::read);
    tx.run("select id from reorganisation where state = 'planned' and day <= $1 order by day, id", Tx::bind(tx.today()), [&](kernel::Row const& row) { due.push_back({row.integer(0)}); });
  }
  for (auto const id : due) {
    std::string refused;
    try {
      Tx tx(*connection, program, services.clock, kernel::TxMode::write);
      auto plan = tx.get(id);
      hold(tx, plan);
      plan = tx.get(id);
      if (plan.state != ReorganisationState::planned) continue;  // another server came first
      carry_out(tx, plan);
      tx.commit();
      continue;
    } catch (Problem const& problem) {
      refused = problem.detail();
    }
    Tx tx(*connection, program, services.clock, kernel::TxMode::write);
    auto plan = tx.get(id);
    if (plan.state != ReorganisationState::planned) continue;
    plan.hindrances = {refused};
    tx.update(plan);
    tx.commit();
  }
}

}  // namespace rimlig::org
