// What all that can be restricted to a circle has in common: who may be chosen, what those outside are told, what
// the log passes over, and that every read leaves a line. A feature adds how its own objects take another scope.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "identity/access_log.hpp"
#include "identity/identity.hpp"
#include "org/circle.hpp"

namespace rimlig::identity {

/// A kind of object that a circle can be drawn around; its struct has unit_id, scope_id, restricted() and circle().
struct Restrictable {
  std::string_view table;
  std::string_view number;  // SQL over o: what those outside may call it by
  std::string_view object;  // "åtgärden"
  std::string_view read, write, decide;  // permissions
};

/// What a feature keeps about a kind of object, and must not tell of one that is restricted.
struct Attached {
  std::string_view kind;                                  // the table of the object
  std::string_view objects = {};                          // SQL: ids whose log follows the object $1; may be empty
  std::string_view entries = {};                          // SQL: numbers of single log entries that say what stands in it; may be empty
  void (*rederive)(kernel::Tx&, std::int64_t) = nullptr;  // what it has made from the object's words
};
/// Once for each feature, when the program is put together; the same again changes nothing.
void add_attached(Attached attached);

struct AccessDraft {
  org::CircleReason reason;
  std::vector<kernel::Id<Person>> member_ids;
  std::optional<bool> substitutes;
};
BOOST_DESCRIBE_STRUCT(AccessDraft, (), (reason, member_ids, substitutes))

struct MemberRow {
  std::int64_t id = 0;
  std::string name;
};
BOOST_DESCRIBE_STRUCT(MemberRow, (), (id, name))

/// Who may read something restricted, as its circle sees it.
struct Access {
  kernel::Version version;  // of the circle
  std::string reason;
  std::string decided_by;
  kernel::Instant decided_at;
  bool substitutes = false;
  std::vector<MemberRow> members;
};
BOOST_DESCRIBE_STRUCT(Access, (), (version, reason, decided_by, decided_at, substitutes, members))

/// All that those outside the circle may know.
struct RestrictedRow {
  std::int64_t id = 0;
  std::int64_t number = 0;
  kernel::Id<org::Unit> unit_id;
  std::string unit_name;
  std::string decided_by;
};
BOOST_DESCRIBE_STRUCT(RestrictedRow, (), (id, number, unit_id, unit_name, decided_by))

struct RestrictedQuery {
  std::optional<kernel::Id<org::Unit>> committee;
  std::optional<kernel::Id<org::Unit>> unit;
};
BOOST_DESCRIBE_STRUCT(RestrictedQuery, (), (committee, unit))

/// Everybody must have something to read with, and somebody must be able to act and to open it again.
org::CircleChoice checked(kernel::Tx& tx, Restrictable const& kind, AccessDraft const& draft);
/// The same people with the same reason around another object, when they can do what it asks of a circle.
org::CircleChoice choice_of(kernel::Tx& tx, Restrictable const& kind, org::Circle const& circle);

/// Problem 403 `restricted`, with whom to ask, for one who reaches the unit but is not in the circle; 404 for all others.
[[noreturn]] void refuse_outside(kernel::Tx& tx, Restrictable const& kind, std::int64_t id);
/// The circle around what is restricted; problem 409 when it is not.
org::Circle circle_of(kernel::Tx& tx, std::int64_t id);
Access access_of(kernel::Tx& tx, org::Circle const& circle);
std::optional<Access> access_to(kernel::Tx& tx, std::int64_t id, bool restricted);
/// The actor may decide who reads it.
bool may_restrict(kernel::Tx& tx, Restrictable const& kind, std::int64_t id);

/// What the log says of the object and of all that hangs on it is passed over from now on, or read again.
void conceal(kernel::Tx& tx, Restrictable const& kind, std::int64_t id, std::int64_t circle);
void reveal(kernel::Tx& tx, std::int64_t circle);
void rederive_attached(kernel::Tx& tx, Restrictable const& kind, std::int64_t id);

/// Those that exist and are not shown to the actor.
std::vector<RestrictedRow> restricted_rows(kernel::Tx& tx, Restrictable const& kind, RestrictedQuery const& query);
/// Those of `ids`, an SQL query over $1, that exist and are not shown to the actor. `read_at` is the unit of what they hang
/// together with: who is let into a circle there, and reaches nothing else of the unit, is told of them too.
std::vector<RestrictedRow> restricted_among(kernel::Tx& tx, Restrictable const& kind, std::string_view ids, std::int64_t of, std::int64_t read_at);

/// A line in the log for each object, given with its circle, that is restricted.
void log_shown(kernel::Context& context, Restrictable const& kind, std::vector<std::pair<std::int64_t, std::int64_t>> const& objects_and_circles);
/// The same when the request's transaction is over already.
void log_shown_now(kernel::Context& context, Restrictable const& kind, std::vector<std::pair<std::int64_t, std::int64_t>> const& objects_and_circles);

/// Finding, restricting and opening objects of one kind. `take_scope` stores the object with its new scope under the
/// name of the operation, and lets all that hangs on it follow.
template <class T, Restrictable const& kind, void (*take_scope)(kernel::Tx&, T&, std::int64_t scope, std::string operation)>
struct Restricting {
  /// The object when the actor may read it.
  static T reachable(kernel::Tx& tx, kernel::Id<T> id) {
    auto object = tx.find(id);
    if (!object) refuse_outside(tx, kind, id.value);
    return std::move(*object);
  }
  /// The same for a page that shows it: a restricted one leaves a line in the log.
  static T reachable_and_logged(kernel::Context& context, kernel::Id<T> id) {
    auto object = reachable(context.tx, id);
    log_shown(context, kind, {{object.id.value, object.circle()}});
    return object;
  }
  /// Puts the object and what hangs on it in the circle; the actor may be outside it from then on.
  static org::Circle restrict(kernel::Tx& tx, T& object, org::CircleChoice const& choice) {
    auto circle = org::draw_circle(tx, object.unit_id, kind.table, object.id.value, choice);
    org::AllScopes const whole(tx);
    take_scope(tx, object, circle.id.value, "restrict");
    rederive_attached(tx, kind, object.id.value);
    conceal(tx, kind, object.id.value, object.scope_id);
    return circle;
  }

  static kernel::Items<RestrictedRow> list(kernel::Context& context, kernel::Query<RestrictedQuery> query) { return {restricted_rows(context.tx, kind, query)}; }

  static T open_object(kernel::Tx& tx, kernel::Id<T> id, kernel::IfMatch match) {
    auto object = reachable(tx, id);
    if (object.restricted()) throw kernel::Problem::conflict("restricted_already", "Åtkomsten är redan begränsad. Ändra kretsen i stället.");
    object.version = match.version;
    return object;
  }
  static Access draw(kernel::Context& context, kernel::Id<T> id, AccessDraft const& draft, kernel::IfMatch match) {
    auto object = open_object(context.tx, id, match);
    return access_of(context.tx, restrict(context.tx, object, checked(context.tx, kind, draft)));
  }
  static Access change(kernel::Context& context, kernel::Id<T> id, AccessDraft const& draft, kernel::IfMatch match) {
    auto& tx = context.tx;
    reachable(tx, id);
    auto circle = circle_of(tx, id.value);
    org::change_circle(tx, circle, checked(tx, kind, draft), match.version);
    return access_of(tx, circle);
  }
  static void lift(kernel::Context& context, kernel::Id<T> id) {
    auto& tx = context.tx;
    auto object = reachable(tx, id);
    auto circle = circle_of(tx, id.value);
    org::AllScopes const whole(tx);
    take_scope(tx, object, object.unit_id.value, "lift");
    rederive_attached(tx, kind, object.id.value);
    org::lift_circle(tx, circle, circle.version);
    reveal(tx, circle.id.value);
  }
};

}  // namespace rimlig::identity
