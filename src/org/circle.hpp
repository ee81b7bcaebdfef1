// Restricted access: an object's scope is a circle of named people in place of its unit. Members are in
// the circle by the roles they hold, wherever they hold them; an auditor over the unit reads too, with log.
// What hangs on the object takes the same scope, so that every query goes on asking one thing.
#pragma once
#include "kernel/tx.hpp"
#include "org/org.hpp"

namespace rimlig::org {

using CircleReason = kernel::Text<1, 2000>;

struct Circle {
  static constexpr std::string_view table = "circle";
  static constexpr std::string_view scope = "id";  // read by those who are in it
  kernel::Id<Circle> id;
  kernel::Version version;
  kernel::Id<Unit> unit_id;  // whose the object is
  std::string object_kind;
  std::int64_t object_id = 0;
  CircleReason reason;
  bool substitutes = false;  // whoever stands in for a member is let in too
  std::int64_t decided_by_id = 0;
  std::string decided_by;
  kernel::Instant decided_at;
  std::optional<kernel::Instant> lifted_at;
};
BOOST_DESCRIBE_STRUCT(Circle, (), (id, version, unit_id, object_kind, object_id, reason, substitutes, decided_by_id, decided_by, decided_at, lifted_at))

struct CircleMember {
  static constexpr std::string_view table = "circle_member";
  static constexpr std::string_view scope = "circle_id";
  kernel::Id<CircleMember> id;
  kernel::Version version;
  kernel::Id<Circle> circle_id;
  std::int64_t person_id = 0;
};
BOOST_DESCRIBE_STRUCT(CircleMember, (), (id, version, circle_id, person_id))

/// What a person chose: who may read, and why.
struct CircleChoice {
  CircleReason reason;
  std::vector<std::int64_t> member_ids;
  bool substitutes = false;
};

/// Draws a circle around the object. From here to the end of the transaction the actor may be outside it.
Circle draw_circle(kernel::Tx& tx, kernel::Id<Unit> unit, std::string_view object_kind, std::int64_t object_id, CircleChoice const& choice);
/// Who is let in and who must leave, in the same transaction.
void change_circle(kernel::Tx& tx, Circle& circle, CircleChoice const& choice, kernel::Version expected);
/// Nobody is in it any more but the auditors, who may go on reading what the log says of it.
void lift_circle(kernel::Tx& tx, Circle& circle, kernel::Version expected);
/// The object came to another unit: other auditors, the same members.
void move_circle(kernel::Tx& tx, std::int64_t circle_id, kernel::Id<Unit> unit);

/// The circle around the object, whoever asks.
std::optional<Circle> circle_around(kernel::Tx& tx, std::int64_t object_id);
std::vector<std::int64_t> members_of(kernel::Tx& tx, kernel::Id<Circle> circle);

/// SQL condition: the scope in `column` is that of the unit or of one below it, or of a circle around something there.
std::string scope_within(std::string_view column, kernel::Id<Unit> unit);

/// While it lives, the transaction reaches every scope, and still says who did it: for what follows by itself
/// from a decision that the actor was allowed to make.
class AllScopes {
public:
  /// Does nothing unless wanted, so that it can be held for a case that asks for it only at times.
  explicit AllScopes(kernel::Tx& tx, bool wanted = true) : tx_(tx), actor_(tx.actor()) {
    if (!wanted) return;
    auto everywhere = actor_;
    everywhere.id = 0;
    everywhere.grants = -1;
    tx_.act_as(std::move(everywhere));
  }
  ~AllScopes() { tx_.act_as(actor_); }
  AllScopes(AllScopes const&) = delete;
  AllScopes& operator=(AllScopes const&) = delete;

private:
  kernel::Tx& tx_;
  kernel::Actor actor_;
};

}  // namespace rimlig::org
