#include <algorithm>
#include <map>
#include <set>

#include "kernel/crypto.hpp"
#include "org/ownership.hpp"
#include "org/reorganisation.hpp"

namespace rimlig::org {

using kernel::Id;
using kernel::Tx;

namespace {

/// The parts of a split: where each object goes.
struct Destination {
  std::int64_t usual = 0;
  std::vector<std::int64_t> parts{};
  ReorganisationStep const* step = nullptr;

  [[nodiscard]] std::int64_t part_of(std::string_view kind, std::int64_t id) const {
    if (!step || parts.empty()) return -1;
    for (auto const& choice : step->choices)
      if (choice.kind == kind && choice.id == id) return choice.part;
    return step->default_part;
  }
  [[nodiscard]] std::int64_t of(std::int64_t part) const {
    return part >= 0 && part < static_cast<std::int64_t>(parts.size()) ? parts[static_cast<std::size_t>(part)] : usual;
  }
};

class Planner {
public:
  Planner(Tx& tx, Reorganisation const& plan) : tx_(tx), plan_(plan) {
    std::string root;
    for (auto& row : visible_units(tx)) {
      if (row.id == plan.unit_id) root = row.path;
      all_.emplace(row.id.value, std::move(row));
    }
    for (auto const& [id, row] : all_)
      if (!root.empty() && row.path.starts_with(root)) within_.insert(id);
  }

  Effects run() {
    if (plan_.steps.empty()) hinder("Planen har inga steg.");
    for (step_ = 0; step_ < static_cast<std::int64_t>(plan_.steps.size()); ++step_) mark(current());
    for (step_ = 0; step_ < static_cast<std::int64_t>(plan_.steps.size()); ++step_) take(current());
    step_ = static_cast<std::int64_t>(plan_.steps.size()) - 1;
    find_circles();
    return std::move(effects_);
  }

private:
  /// Two moves can each be right alone and together put a unit below itself.
  void find_circles() {
    std::map<std::int64_t, std::int64_t> above;
    for (auto const& [id, unit] : all_) above[id] = unit.parent_id ? unit.parent_id->value : 0;
    for (auto const& change : effects_.units)
      if (change.change == UnitChangeKind::moved || change.change == UnitChangeKind::created) above[change.unit_id] = change.parent_id;
    for (auto const& change : effects_.units) {
      if (change.change != UnitChangeKind::moved) continue;
      auto at = above[change.unit_id];
      for (std::size_t height = 0; at != 0 && at != change.unit_id && height < above.size(); ++height) at = above[at];
      if (at == change.unit_id) return hinder(change.name + " skulle komma att ligga under sig själv.");
    }
  }


  ReorganisationStep const& current() const { return plan_.steps[static_cast<std::size_t>(step_)]; }
  void hinder(std::string text) {
    auto const told = std::ranges::any_of(effects_.hindrances, [&](Hindrance const& each) { return each.step == step_ && each.text == text; });
    if (!told) effects_.hindrances.push_back({std::max<std::int64_t>(step_, 0), std::move(text)});
  }

  bool in_force(UnitRow const& unit) const { return !unit.valid_to || unit.valid_to->text >= plan_.day.text; }
  bool knows(std::int64_t id) {
    if (!within_.contains(id)) hinder("En enhet i steget finns inte i den del av organisationen som planen gäller.");
    else if (!in_force(all_.at(id))) hinder(name(id) + " har upphört.");
    else return true;
    return false;
  }
  std::string name(std::int64_t id) const {
    if (auto const found = all_.find(id); found != all_.end()) return found->second.name;
    auto const made = created_.find(id);
    return made == created_.end() ? std::string() : made->second;
  }

  /// Which units end, known before any step is taken, so that no step leans on one of them.
  void mark(ReorganisationStep const& step) {
    auto const ends = [&](std::int64_t id) {
      if (!ending_.insert(id).second) hinder(name(id) + " upphör i två steg. Låt den vara med i ett.");
    };
    if (step.kind == StepKind::merge) {
      for (auto const id : step.unit_ids)
        if (id != step.into_id) ends(id);
    } else if (step.kind == StepKind::end) {
      for (auto const id : step.unit_ids) ends(id);
    } else if (step.kind == StepKind::split && !step.unit_ids.empty()) {
      if (std::ranges::find(step.parts, step.unit_ids.front(), &StepPart::unit_id) == step.parts.end()) ends(step.unit_ids.front());
    }
  }

  bool may_receive(std::int64_t id) {
    if (!knows(id)) return false;
    if (ending_.contains(id)) hinder(name(id) + " upphör i samma omorganisation och kan inte ta över något.");
    return !ending_.contains(id);
  }

  void take(ReorganisationStep const& step) {
    bool known = true;
    for (auto const id : step.unit_ids) known = knows(id) && known;
    if (!known) return;
    if (step.unit_ids.size() < (step.kind == StepKind::merge ? 2u : 1u)) return hinder(step.kind == StepKind::merge ? "Välj minst två enheter att slå samman." : "Välj en enhet.");
    switch (step.kind) {
      case StepKind::merge: return merge(step);
      case StepKind::split: return split(step);
      case StepKind::move: return move_unit(step);
      case StepKind::rename: return rename(step);
      case StepKind::end: return end(step);
    }
  }

  void merge(ReorganisationStep const& step) {
    std::int64_t target = 0;
    if (step.into_id.value_or(0) != 0) {
      if (!may_receive(*step.into_id)) return;
      target = *step.into_id;
    } else {
      target = create(step, step.name, step.unit_ids.front());
      if (target == 0) return;
    }
    for (auto const id : step.unit_ids)
      if (id != target) finish(id, {target});
  }

  void split(ReorganisationStep const& step) {
    auto const source = step.unit_ids.front();
    if (step.parts.size() < 2) return hinder("Dela i minst två delar.");
    if (step.default_part < 0 || step.default_part >= static_cast<std::int64_t>(step.parts.size())) return hinder("Välj vilken del som får det som ingen annan del får.");
    Destination to{0, {}, &step};
    for (auto const& part : step.parts) {
      if (part.unit_id == 0) to.parts.push_back(create(step, part.name, source));
      else if (part.unit_id == source || may_receive(part.unit_id)) to.parts.push_back(part.unit_id);
      else return;
    }
    if (std::ranges::find(to.parts, 0) != to.parts.end()) return;
    for (auto const& choice : step.choices)
      if (choice.part < 0 || choice.part >= static_cast<std::int64_t>(to.parts.size())) return hinder("Ett val pekar på en del som inte finns.");
    to.usual = to.of(step.default_part);
    if (std::ranges::find(to.parts, source) == to.parts.end()) return finish(source, to);
    hand_over(source, to);
    for (auto const part : to.parts)
      if (part != source) effects_.links.push_back({source, part});
  }

  void move_unit(ReorganisationStep const& step) {
    auto const id = step.unit_ids.front();
    auto const parent = step.parent_id.value_or(0);
    if (id == plan_.unit_id.value) return hinder(name(id) + " är det som planen gäller och kan inte flyttas i den.");
    if (!may_receive(parent)) return;
    if (all_.at(parent).path.starts_with(all_.at(id).path)) return hinder(name(id) + " kan inte ligga under sig själv.");
    place(id, parent);
  }

  void rename(ReorganisationStep const& step) {
    auto const id = step.unit_ids.front();
    if (step.name.empty()) return hinder("Skriv det nya namnet på " + name(id) + ".");
    if (ending_.contains(id)) return hinder(name(id) + " upphör i samma omorganisation.");
    auto const& unit = all_.at(id);
    if (taken(unit.parent_id ? unit.parent_id->value : 0, step.name, id)) return hinder("Det finns redan en enhet som heter " + step.name + " där.");
    effects_.units.push_back({UnitChangeKind::renamed, id, unit.name, unit.name, step.name, 0});
  }

  void end(ReorganisationStep const& step) {
    auto const into = step.into_id.value_or(0);
    if (into != 0 && !may_receive(into)) return;
    for (auto const id : step.unit_ids) finish(id, {into});
  }

  bool taken(std::int64_t parent, std::string_view wanted, std::int64_t but) const {
    for (auto const& each : effects_.units)
      if ((each.change == UnitChangeKind::created || each.change == UnitChangeKind::moved) && each.parent_id == parent && each.name == wanted && each.unit_id != but) return true;
    return std::ranges::any_of(all_, [&](auto const& each) {
      auto const& unit = each.second;
      return unit.id.value != but && (unit.parent_id ? unit.parent_id->value : 0) == parent && unit.name == wanted && in_force(unit) && !ending_.contains(unit.id.value);
    });
  }

  /// A unit beside `like`, or below the step's own parent; 0 when it cannot be.
  std::int64_t create(ReorganisationStep const& step, std::string const& wanted, std::int64_t like) {
    auto const& old = all_.at(like);
    auto const parent = step.parent_id.value_or(old.parent_id ? old.parent_id->value : 0);
    if (wanted.empty()) return hinder("Skriv vad den nya enheten ska heta."), 0;
    if (!within_.contains(parent)) return hinder("Den nya enheten ska ligga under en enhet i planens del av organisationen. Låt planen gälla enheten ovanför."), 0;
    if (!may_receive(parent)) return 0;
    if (taken(parent, wanted, 0)) return hinder("Det finns redan en enhet som heter " + wanted + " där."), 0;
    auto const id = -static_cast<std::int64_t>(created_.size()) - 1;
    created_.emplace(id, wanted);
    effects_.units.push_back({UnitChangeKind::created, id, wanted, std::string(kernel::name_of(old.kind)), name(parent), parent});
    return id;
  }

  void place(std::int64_t id, std::int64_t parent) {
    auto const& unit = all_.at(id);
    auto const before = unit.parent_id ? unit.parent_id->value : 0;
    if (before == parent) return;
    if (!moved_.insert(id).second) return hinder(unit.name + " flyttas i två steg. Låt den vara med i ett.");
    if (taken(parent, unit.name, id)) return hinder("Två enheter under " + name(parent) + " skulle heta " + unit.name + ". Byt namn på en av dem först.");
    effects_.units.push_back({UnitChangeKind::moved, id, unit.name, name(before), name(parent), parent});
  }

  /// The unit ends; what is open, its people and the units below it go to where the step says.
  void finish(std::int64_t id, Destination const& to) {
    auto const& unit = all_.at(id);
    if (id == plan_.unit_id.value) return hinder(unit.name + " är det som planen gäller och kan inte upphöra i den. Låt planen gälla enheten ovanför.");
    if (unit.valid_from && unit.valid_from->text >= plan_.day.text) return hinder(unit.name + " börjar gälla först " + unit.valid_from->text + ". Välj en senare dag.");
    effects_.units.push_back({UnitChangeKind::ended, id, unit.name, "", "", 0});
    hand_over(id, to);
    std::set<std::int64_t> successors(to.parts.begin(), to.parts.end());
    if (to.usual != 0) successors.insert(to.usual);
    for (auto const successor : successors) effects_.links.push_back({id, successor});
  }

  void hand_over(std::int64_t from, Destination const& to) {
    for (auto const& [id, below] : all_) {
      if (!below.parent_id || below.parent_id->value != from || !in_force(below) || ending_.contains(id) || moves_itself(id)) continue;
      auto target = to.of(to.part_of(Unit::table, id));
      if (target == from) continue;
      // A unit that takes over from the one above it takes its place, and so does what it stands below.
      if (target > 0 && all_.at(target).path.starts_with(below.path)) target = all_.at(from).parent_id ? all_.at(from).parent_id->value : 0;
      if (target == 0) hinder(below.name + " ligger under " + name(from) + ". Flytta den, eller välj en enhet som tar över.");
      else place(id, target);
    }
    for (auto const& owned : owned_kinds()) {
      if (owned.hinder) {
        std::vector<std::string> found;
        owned.hinder(tx_, {from}, found);
        for (auto& text : found) hinder(std::move(text));
      }
      std::int64_t homeless = 0;
      auto const words = owned.title.empty() ? std::string("''") : "case when " + tx_.in_scope("t." + std::string(owned.scope.empty() ? owned.column : owned.scope), owned.readers) + " then " + std::string(owned.title) + " else '' end";
      tx_.run("select t.id, " + std::string(owned.label) + ", " + words + " from " + std::string(owned.kind) + " t where t." + std::string(owned.column) + " = $1 and (" + with_day(owned.follows) +
                  ") order by t.id",
              Tx::bind(from), [&](kernel::Row const& row) {
                auto const part = to.part_of(owned.kind, row.integer(0));
                auto const target = to.of(part);
                homeless += target == 0 && !owned.ends_with_unit;
                if (target != from) effects_.owners.push_back({std::string(owned.kind), row.integer(0), from, target, std::string(row.text(1)), std::string(row.text(2)), step_, part});
                // What stays with the part that goes on is a choice too, and shown as one.
                else effects_.owners.push_back({std::string(owned.kind), row.integer(0), from, from, std::string(row.text(1)), std::string(row.text(2)), step_, part});
              });
      if (homeless > 0) hinder(name(from) + " har sådant som pågår. Välj en enhet som tar över.");
    }
  }

  bool moves_itself(std::int64_t id) const {
    return std::ranges::any_of(plan_.steps, [&](ReorganisationStep const& step) { return step.kind == StepKind::move && !step.unit_ids.empty() && step.unit_ids.front() == id; });
  }

  std::string with_day(std::string_view condition) const {
    std::string sql(condition);
    // The day has been read as a date, so nothing else can stand in it.
    for (auto at = sql.find("{day}"); at != std::string::npos; at = sql.find("{day}")) sql.replace(at, 5, "'" + plan_.day.text + "'");
    return sql;
  }

  Tx& tx_;
  Reorganisation const& plan_;
  std::map<std::int64_t, UnitRow> all_;
  std::set<std::int64_t> within_, ending_, moved_;
  std::map<std::int64_t, std::string> created_;
  Effects effects_;
  std::int64_t step_ = 0;
};

}  // namespace

Effects effects_of(Tx& tx, Reorganisation const& plan) { return Planner(tx, plan).run(); }

std::string digest_of(Effects const& effects) { return kernel::sha256_hex(kernel::to_json(effects)); }

}  // namespace rimlig::org
