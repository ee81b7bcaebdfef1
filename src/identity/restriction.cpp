#include "identity/restriction.hpp"

#include "identity/permissions.hpp"
#include "org/scope.hpp"

namespace rimlig::identity {

using kernel::Context;
using kernel::Problem;
using kernel::Tx;

namespace {

constexpr std::size_t most_members = 100;

std::vector<Attached>& attached() {
  static std::vector<Attached> all;
  return all;
}

std::vector<RestrictedRead> reads_of(Restrictable const& kind, std::vector<std::pair<std::int64_t, std::int64_t>> const& objects_and_circles) {
  std::vector<RestrictedRead> reads;
  for (auto const& [object, circle] : objects_and_circles)
    if (circle != 0) reads.push_back({std::string(kind.table), object, circle});
  return reads;
}

void check_members(Tx& tx, Restrictable const& kind, std::vector<std::int64_t> const& members) {
  auto const refuse = [](char const* code, std::string text) { throw Problem::invalid("/member_ids", code, std::move(text)); };
  if (members.empty()) refuse("required", "Välj minst en person som får läsa.");
  if (members.size() > most_members) refuse("too_many", "Högst 100 personer kan ingå. Är det fler bör det vara öppet.");
  std::int64_t roles = 0;
  for (auto const id : members) {
    auto const held = roles_today(tx, {id});
    if ((held & roles_with(kind.read)) == 0)
      refuse("no_role", tx.value<std::string>("select name from person where id = $1", id).value_or("Personen") + " har inget uppdrag som får läsa detta. Välj någon annan.");
    roles |= held;
  }
  if ((roles & roles_with(kind.write)) == 0) refuse("nobody_writes", "Minst en i kretsen måste få ändra, så att arbetet kan gå vidare.");
  if ((roles & roles_with(kind.decide)) == 0) refuse("nobody_decides", "Minst en i kretsen måste få bestämma om åtkomsten, annars kan ingen häva den.");
}

/// Of what is restricted and not shown to the actor, over o, the object, and c, its circle.
std::string outside(Tx const& tx, Restrictable const& kind, std::string const& or_known = {}) {
  auto const readers = roles_with(kind.read);
  return "select o.id as id, " + std::string(kind.number) + " as number, c.unit_id as unit_id, u.name as unit_name, c.decided_by as decided_by from circle c join " + std::string(kind.table) +
         " o on o.id = c.object_id join org_unit u on u.id = c.unit_id where c.object_kind = '" + std::string(kind.table) + "' and c.lifted_at is null and (" + tx.in_scope("c.unit_id", readers) + or_known +
         ") and not (" + tx.in_scope("c.id", readers) + ")";
}

}  // namespace

void add_attached(Attached added) {
  for (auto const& known : attached())
    if (known.kind == added.kind && known.objects == added.objects && known.entries == added.entries && known.rederive == added.rederive) return;
  attached().push_back(added);
}

org::CircleChoice checked(Tx& tx, Restrictable const& kind, AccessDraft const& draft) {
  if (draft.reason.find_first_not_of(" \t\n") == std::string::npos) throw Problem::invalid("/reason", "required", "Skriv varför åtkomsten begränsas. Bara kretsen ser det.");
  org::CircleChoice choice{draft.reason, {}, draft.substitutes.value_or(false)};
  for (auto const& id : draft.member_ids) choice.member_ids.push_back(id.value);
  check_members(tx, kind, choice.member_ids);
  return choice;
}

org::CircleChoice choice_of(Tx& tx, Restrictable const& kind, org::Circle const& circle) {
  org::CircleChoice choice{circle.reason, org::members_of(tx, circle.id), circle.substitutes};
  check_members(tx, kind, choice.member_ids);
  return choice;
}

void refuse_outside(Tx& tx, Restrictable const& kind, std::int64_t id) {
  auto const circle = org::circle_around(tx, id);
  if (!circle || circle->object_kind != kind.table || !tx.holds_scope(circle->unit_id.value)) throw Problem::not_found(std::string(kind.object));
  throw Problem{403, "restricted", "Det här har begränsad åtkomst. " + circle->decided_by + " har bestämt vilka som får läsa det; fråga " + circle->decided_by + " om du behöver det."};
}

org::Circle circle_of(Tx& tx, std::int64_t id) {
  auto circle = org::circle_around(tx, id);
  if (!circle) throw Problem::conflict("not_restricted", "Åtkomsten är inte begränsad.");
  return std::move(*circle);
}

Access access_of(Tx& tx, org::Circle const& circle) {
  return {circle.version, circle.reason, circle.decided_by, circle.decided_at, circle.substitutes,
          tx.select<MemberRow>("select p.id as id, p.name as name from circle_member m join person p on p.id = m.person_id where m.circle_id = $1 order by p.name collate sv, p.id", circle.id)};
}

std::optional<Access> access_to(Tx& tx, std::int64_t id, bool restricted) {
  if (!restricted) return std::nullopt;
  auto const circle = org::circle_around(tx, id);
  return circle ? std::optional(access_of(tx, *circle)) : std::nullopt;
}

bool may_restrict(Tx& tx, Restrictable const& kind, std::int64_t id) {
  return tx.value<std::int64_t>("select 1 from " + std::string(kind.table) + " o where o.id = $1 and " + tx.in_scope("o.scope_id", roles_with(kind.decide)), id).has_value();
}

void conceal(Tx& tx, Restrictable const& kind, std::int64_t id, std::int64_t circle) {
  for (auto const& each : attached()) {
    if (each.kind != kind.table) continue;
    if (!each.objects.empty())
      tx.execute_derived("insert into concealed(object_id, scope_id) select kept.id, $2 from (" + std::string(each.objects) + ") kept where true on conflict (object_id, scope_id) do nothing", id, circle);
    if (!each.entries.empty())
      tx.execute_derived("insert into concealed_entry(seq, scope_id) select kept.seq, $2 from (" + std::string(each.entries) + ") kept where true on conflict (seq, scope_id) do nothing", id, circle);
  }
}

void reveal(Tx& tx, std::int64_t circle) {
  for (auto const* table : {"concealed", "concealed_entry"}) tx.execute_derived("delete from " + std::string(table) + " where scope_id = $1", circle);
}

void rederive_attached(Tx& tx, Restrictable const& kind, std::int64_t id) {
  for (auto const& each : attached())
    if (each.kind == kind.table && each.rederive) each.rederive(tx, id);
}

std::vector<RestrictedRow> restricted_rows(Tx& tx, Restrictable const& kind, RestrictedQuery const& query) {
  std::string where;
  for (auto const& unit : {query.committee, query.unit})
    if (unit) where += " and " + org::within("c.unit_id", *unit);
  return tx.select<RestrictedRow>(outside(tx, kind) + where + " order by number limit 1000");
}

std::vector<RestrictedRow> restricted_among(Tx& tx, Restrictable const& kind, std::string_view ids, std::int64_t of, std::int64_t read_at) {
  return tx.select<RestrictedRow>(outside(tx, kind, " or c.unit_id = $2") + " and o.id in (" + std::string(ids) + ") order by number limit 100", of, read_at);
}

void log_shown(Context& context, Restrictable const& kind, std::vector<std::pair<std::int64_t, std::int64_t>> const& objects_and_circles) { log_reads(context, reads_of(kind, objects_and_circles)); }
void log_shown_now(Context& context, Restrictable const& kind, std::vector<std::pair<std::int64_t, std::int64_t>> const& objects_and_circles) { log_reads_now(context, reads_of(kind, objects_and_circles)); }

}  // namespace rimlig::identity
