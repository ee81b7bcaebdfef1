#include <algorithm>
#include <map>

#include "kernel/routes.hpp"
#include "org/ownership.hpp"
#include "org/reorganisation.hpp"

namespace rimlig::org {

using kernel::Context;
using kernel::Created;
using kernel::FieldError;
using kernel::Id;
using kernel::IfMatch;
using kernel::Method;
using kernel::Page;
using kernel::Problem;
using kernel::Tx;

struct ReorganisationDraft {
  Id<Unit> unit_id;
  kernel::Text<1, 200> name;
  kernel::Date day;
  std::vector<ReorganisationStep> steps;
};
BOOST_DESCRIBE_STRUCT(ReorganisationDraft, (), (unit_id, name, day, steps))

/// A plan in the list.
struct ReorganisationRow {
  Id<Reorganisation> id;
  kernel::Version version;
  Id<Unit> unit_id;
  std::string name;
  kernel::Date day;
  ReorganisationState state;
  std::optional<kernel::Instant> done_at;
  std::vector<std::string> hindrances;
};
BOOST_DESCRIBE_STRUCT(ReorganisationRow, (), (id, version, unit_id, name, day, state, done_at, hindrances))

/// A plan as it is written: without the record of what was done.
struct ReorganisationView {
  Id<Reorganisation> id;
  kernel::Version version;
  Id<Unit> unit_id;
  std::string name;
  kernel::Date day;
  std::vector<ReorganisationStep> steps;
  ReorganisationState state;
  std::optional<kernel::Instant> done_at;
  std::vector<std::string> hindrances;
};
BOOST_DESCRIBE_STRUCT(ReorganisationView, (), (id, version, unit_id, name, day, steps, state, done_at, hindrances))

/// So many objects of a kind go from one unit to another.
struct OwnerCount {
  std::string kind;
  std::string from;
  std::string to;  // empty: they end, or stay
  std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(OwnerCount, (), (kind, from, to, count))

struct ReorganisationPreview {
  std::vector<UnitChange> units;
  std::vector<OwnerCount> moves;
  std::vector<OwnerCount> stays;
  std::vector<OwnerChange> choices;  // in splits, where each object can be sent to another part
  std::int64_t choices_left_out = 0;
  std::vector<Hindrance> hindrances;
  std::string digest;
  std::vector<std::string> undo_hindrances;
};
BOOST_DESCRIBE_STRUCT(ReorganisationPreview, (), (units, moves, stays, choices, choices_left_out, hindrances, digest, undo_hindrances))

struct CarryOut {
  kernel::Text<0, 64> digest;  // of the preview that was read; empty for none
};
BOOST_DESCRIBE_STRUCT(CarryOut, (), (digest))

namespace {

constexpr std::size_t most_choices = 500;

struct ReorganisationQuery {
  std::optional<kernel::Text<0, 40>> sort;
  std::optional<kernel::Text<0, 2000>> after;
  std::optional<kernel::Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ReorganisationQuery, (), (sort, after, limit))

constexpr kernel::SortColumn sorts[] = {{"day", "r.day"}, {"name", "r.name collate sv"}};
constexpr kernel::ListShape shape{"r.id as id, r.version as version, r.unit_id as unit_id, r.name as name, r.day as day, r.state as state, r.done_at as done_at, r.hindrances as hindrances",
                                  "reorganisation r", "", "r.id", "r.unit_id", sorts};

ReorganisationView view_of(Reorganisation const& plan) {
  return {plan.id, plan.version, plan.unit_id, plan.name, plan.day, plan.steps, plan.state, plan.done_at, plan.hindrances};
}

Page<ReorganisationRow> list_plans(Context& context, kernel::Query<ReorganisationQuery> query) {
  if (!query.sort) query.sort = "-day";
  return kernel::list<ReorganisationRow>(context.tx, shape, {}, {query.sort, query.after, query.limit});
}

ReorganisationView get_plan(Context& context, Id<Reorganisation> id) { return view_of(context.tx.get(id)); }

/// Every unit that a step names lies in the part of the organisation that the plan is about, which is in the actor's scope.
void check_units(Tx& tx, ReorganisationDraft const& draft) {
  std::vector<FieldError> errors;
  for (std::size_t n = 0; n < draft.steps.size(); ++n) {
    auto const& step = draft.steps[n];
    auto named = step.unit_ids;
    for (auto const& part : step.parts) named.push_back(part.unit_id);
    named.push_back(step.into_id.value_or(0));
    named.push_back(step.parent_id.value_or(0));
    for (auto const id : named) {
      if (id == 0 || tx.value<std::int64_t>("select 1 from org_unit u where u.id = $1 and " + within("u.id", draft.unit_id), id)) continue;
      errors.push_back({"/steps/" + std::to_string(n), "outside_plan", "Steg " + std::to_string(n + 1) + ": enheten ligger inte i den del av organisationen som planen gäller."});
      break;
    }
  }
  if (!errors.empty()) throw Problem::invalid(std::move(errors));
}

void fill(Tx& tx, Reorganisation& plan, ReorganisationDraft draft) {
  check_units(tx, draft);
  if (draft.day.text < tx.today().text) throw Problem::invalid("/day", "passed", "Dagen har redan passerat. Välj i dag eller senare.");
  kernel::copy_members(std::move(draft), plan);
  plan.hindrances.clear();
}

Created<ReorganisationView> create_plan(Context& context, ReorganisationDraft draft) {
  Reorganisation plan;
  fill(context.tx, plan, std::move(draft));
  context.tx.insert(plan);
  return {view_of(plan)};
}

Reorganisation undone(Tx& tx, Id<Reorganisation> id) {
  auto plan = tx.get(id);
  if (plan.state == ReorganisationState::done) throw Problem::conflict("already_done", "Omorganisationen är genomförd och kan inte ändras. Ångra den först.");
  return plan;
}

ReorganisationView update_plan(Context& context, Id<Reorganisation> id, ReorganisationDraft draft, IfMatch match) {
  auto plan = undone(context.tx, id);
  fill(context.tx, plan, std::move(draft));
  context.tx.update(plan, match.version);
  return view_of(plan);
}

void remove_plan(Context& context, Id<Reorganisation> id) { context.tx.remove(undone(context.tx, id)); }

std::vector<OwnerCount> staying(Tx& tx, Reorganisation const& plan, Effects const& effects) {
  std::vector<OwnerCount> stays;
  for (auto const& unit : effects.units) {
    if (unit.change != UnitChangeKind::ended) continue;
    for (auto const& owned : owned_kinds()) {
      std::int64_t going = 0;
      for (auto const& change : effects.owners) going += change.kind == owned.kind && change.from == unit.unit_id;
      auto const all = tx.value<std::int64_t>("select count(*) from " + std::string(owned.kind) + " t where t." + std::string(owned.column) + " = $1", unit.unit_id).value_or(0);
      if (all > going) stays.push_back({std::string(owned.kind), unit.name, "", all - going});
    }
  }
  return plan.state == ReorganisationState::done ? std::vector<OwnerCount>{} : stays;
}

ReorganisationPreview preview(Context& context, Id<Reorganisation> id) {
  auto& tx = context.tx;
  auto const plan = tx.get(id);
  ReorganisationPreview shown;
  if (plan.state == ReorganisationState::done) {
    shown.undo_hindrances = undo_hindrances(tx, plan);
    return shown;
  }
  auto effects = effects_of(tx, plan);
  shown.digest = digest_of(effects);
  shown.stays = staying(tx, plan, effects);
  std::map<std::int64_t, std::string> names;
  for (auto const& unit : visible_units(tx)) names[unit.id.value] = unit.name;
  for (auto const& unit : effects.units) names[unit.unit_id] = unit.change == UnitChangeKind::renamed ? unit.after : unit.name;
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> counts;
  for (auto& change : effects.owners) {
    // What nobody takes over is told as a hindrance.
    bool const homeless = change.to == 0 && !find_owned(change.kind)->ends_with_unit;
    if (change.from != change.to && !homeless) ++counts[{change.kind, names[change.from], change.to == 0 ? "" : names[change.to]}];
    if (change.part < 0) continue;
    if (shown.choices.size() < most_choices) shown.choices.push_back(std::move(change));
    else ++shown.choices_left_out;
  }
  for (auto const& [key, count] : counts) shown.moves.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  shown.units = std::move(effects.units);
  shown.hindrances = std::move(effects.hindrances);
  return shown;
}

ReorganisationView plan_it(Context& context, Id<Reorganisation> id, IfMatch match) {
  auto plan = undone(context.tx, id);
  auto const effects = effects_of(context.tx, plan);
  if (!effects.hindrances.empty())
    throw Problem::conflict("hindered", "Steg " + std::to_string(effects.hindrances.front().step + 1) + ": " + effects.hindrances.front().text);
  plan.state = ReorganisationState::planned;
  context.tx.update(plan, match.version);
  return view_of(plan);
}

ReorganisationView unplan(Context& context, Id<Reorganisation> id, IfMatch match) {
  auto plan = undone(context.tx, id);
  plan.state = ReorganisationState::draft;
  plan.hindrances.clear();
  context.tx.update(plan, match.version);
  return view_of(plan);
}

ReorganisationView carry_out_now(Context& context, Id<Reorganisation> id, CarryOut const& body, IfMatch match) {
  auto plan = context.tx.get(id);
  plan.version = match.version;
  carry_out(context.tx, plan, body.digest);
  return view_of(plan);
}

ReorganisationView undo_it(Context& context, Id<Reorganisation> id, IfMatch match) {
  auto plan = context.tx.get(id);
  plan.version = match.version;
  undo(context.tx, plan);
  return view_of(plan);
}

}  // namespace

void reorganisation_routes(kernel::Routes& to) {
  to.add(Method::get, "/api/reorganisations", "listReorganisations", "org.write", list_plans, "Omorganisationer, den senaste dagen först");
  to.add(Method::get, "/api/reorganisations/{id}", "getReorganisation", "org.write", get_plan, "En omorganisation med sina steg");
  to.add(Method::get, "/api/reorganisations/{id}/preview", "previewReorganisation", "org.write", preview, "Vad omorganisationen skulle ändra i dag, och vad som hindrar");
  to.add(Method::post, "/api/reorganisations", "createReorganisation", "org.write", create_plan, "Ny plan för en omorganisation");
  to.add(Method::put, "/api/reorganisations/{id}", "updateReorganisation", "org.write", update_plan, "Ändra planen");
  to.add(Method::del, "/api/reorganisations/{id}", "removeReorganisation", "org.write", remove_plan, "Ta bort en plan som inte är genomförd");
  to.add(Method::post, "/api/reorganisations/{id}/plan", "planReorganisation", "org.write", plan_it, "Låt den genomföras av sig själv på sin dag");
  to.add(Method::post, "/api/reorganisations/{id}/unplan", "unplanReorganisation", "org.write", unplan, "Vänta med den");
  to.add(Method::post, "/api/reorganisations/{id}/carry-out", "carryOutReorganisation", "org.write", carry_out_now, "Genomför den nu");
  to.add(Method::post, "/api/reorganisations/{id}/undo", "undoReorganisation", "org.write", undo_it, "Ångra inom ett dygn");
}

}  // namespace rimlig::org
