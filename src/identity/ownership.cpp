#include "identity/ownership.hpp"

#include <algorithm>

#include "identity/positions.hpp"
#include "org/ownership.hpp"

namespace rimlig::identity {

using kernel::Date;
using kernel::Id;
using kernel::Tx;
using org::Given;
using org::Handover;

namespace {

constexpr std::string_view goes_on = "t.valid_to is null or t.valid_to >= {day}";

/// The last day, or the first when it had not begun.
Date last_day(std::optional<Date> const& from, Date const& day) {
  auto last = org::day_before(day);
  return from && from->text > last.text ? *from : last;
}

std::optional<Date> date_of(std::string const& memo) { return memo.empty() ? std::nullopt : std::optional(Date{memo}); }

/// Whoever stands in for the person does so at the new unit too.
void lend_too(Tx& tx, std::int64_t next, std::int64_t held) {
  tx.execute_derived("insert into substitution_assignment(substitution_id, assignment_id) select substitution_id, $1 from substitution_assignment where assignment_id = $2 on conflict do nothing", next, held);
}

/// What was held before the day stays as it was; from the day on it is held at the other unit.
Given give_assignment(Tx& tx, Handover const& handover) {
  auto held = tx.get(Id<Assignment>{handover.id});
  Given given{0, held.valid_to ? held.valid_to->text : ""};
  bool const begun = !held.valid_from || held.valid_from->text < handover.day.text;
  if (handover.to.value != 0 && !begun) {
    held.unit_id = handover.to;
    tx.update(held);
    given.id = held.id.value;
    return given;
  }
  auto next = held;
  held.valid_to = last_day(held.valid_from, handover.day);
  tx.update(held);
  if (handover.to.value == 0) return given;
  // Two who were merged may both have been led by the same person.
  auto const same = tx.value<std::int64_t>("select id from assignment where person_id = $1 and role = $2 and unit_id = $3 and (valid_from is null or valid_from <= $4) and valid_to is null and "
                                           "coalesce(custom_role_id, 0) = $5",
                                           next.person_id, next.role, handover.to, handover.day, next.custom_role_id ? next.custom_role_id->value : 0);
  if (same) {
    lend_too(tx, *same, held.id.value);
    return given;
  }
  next.unit_id = handover.to;
  next.valid_from = handover.day;
  tx.insert(next);
  lend_too(tx, next.id.value, held.id.value);
  // What a provider gave ends when it no longer says so, at the new unit too.
  tx.execute_derived("insert into provider_assignment(assignment_id, issuer) select $1, issuer from provider_assignment where assignment_id = $2 on conflict do nothing", next.id, held.id);
  given.id = next.id.value;
  return given;
}

void take_back_assignment(Tx& tx, Handover const& handover, Given const& given) {
  if (given.id != 0 && given.id != handover.id) tx.remove(tx.get(Id<Assignment>{given.id}));
  auto held = tx.get(Id<Assignment>{handover.id});
  held.unit_id = handover.from;
  held.valid_to = date_of(given.memo);
  tx.update(held);
}

void place(Tx& tx, Position& position, Id<org::Unit> unit) {
  position.unit_id = unit;
  tx.update(position);
  tx.execute_derived("update position_holder set unit_id = $1 where position_id = $2", unit, position.id);
}

Given give_position(Tx& tx, Handover const& handover) {
  auto position = tx.get(Id<Position>{handover.id});
  if (handover.to.value != 0) {
    place(tx, position, handover.to);
    return {handover.id, {}};
  }
  Given given{0, position.valid_to ? position.valid_to->text : ""};
  position.valid_to = last_day(position.valid_from, handover.day);
  tx.update(position);
  return given;
}

void take_back_position(Tx& tx, Handover const& handover, Given const& given) {
  auto position = tx.get(Id<Position>{handover.id});
  if (given.id != 0) return place(tx, position, handover.from);
  position.valid_to = date_of(given.memo);
  tx.update(position);
}

}  // namespace

void register_ownership() {
  org::register_owned({.kind = "assignment", .order = 10, .follows = goes_on, .label = "(select n.name from person n where n.id = t.person_id)", .title = "coalesce((select c.name from custom_role c where c.id = t.custom_role_id), t.role)",
                       .readers = -1, .give = give_assignment, .take_back = take_back_assignment, .ends_with_unit = true});
  org::register_owned({.kind = "position", .order = 20, .follows = goes_on, .label = "t.title", .title = "", .readers = -1, .give = give_position,
                       .take_back = take_back_position, .ends_with_unit = true});
}

}  // namespace rimlig::identity
