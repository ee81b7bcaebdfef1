#include <map>

#include "access_review/draw.hpp"
#include "access_review/handlers.hpp"
#include "access_review/month.hpp"
#include "kernel/crypto.hpp"
#include "org/scope.hpp"

namespace rimlig::access_review {

using namespace kernel;

namespace {

/// A request that began before midnight may write its entry after it.
constexpr std::chrono::hours settling{1};

/// Which committee's log an entry belongs to.
class Committees {
public:
  explicit Committees(Tx& tx) : tx_(tx) {
    tx.run("select id, unit_id from circle", {}, [&](Row const& row) { units_of_circles_[row.integer(0)] = row.integer(1); });
    tx.run("select id from org_unit u where u.kind = 'committee' and " + org::in_force("u", "$1") + " order by id", Tx::bind(tx.today()), [&](Row const& row) { all_.push_back(row.integer(0)); });
    // What belongs to no unit must not escape the review.
    top_ = tx.value<std::int64_t>("select id from org_unit where parent_id is null order by id limit 1").value_or(0);
  }

  std::int64_t of_entry(std::int64_t scope, std::int64_t actor) {
    auto const circle = units_of_circles_.find(scope);
    auto unit = circle == units_of_circles_.end() ? scope : circle->second;
    if (unit == 0 && actor != 0) unit = of_person(actor);
    return of_unit(unit);
  }
  [[nodiscard]] std::vector<std::int64_t> const& all() const { return all_; }

private:
  std::int64_t of_unit(std::int64_t unit) {
    auto const [found, fresh] = of_units_.try_emplace(unit, 0);
    if (fresh) {
      bool const known = tx_.value<std::int64_t>("select 1 from org_unit where id = $1", unit).has_value();
      found->second = known ? org::committee_of(tx_, {unit}).value : top_;
    }
    return found->second;
  }
  /// An export of a list belongs to nobody's unit but to whoever made it.
  std::int64_t of_person(std::int64_t person) {
    auto const [found, fresh] = units_of_persons_.try_emplace(person, 0);
    if (fresh) found->second = tx_.value<std::int64_t>("select unit_id from assignment where person_id = $1 order by coalesce(valid_to, '9999') desc, id limit 1", person).value_or(0);
    return found->second;
  }

  Tx& tx_;
  std::map<std::int64_t, std::int64_t> units_of_circles_, of_units_, units_of_persons_;
  std::vector<std::int64_t> all_;
  std::int64_t top_ = 0;
};

/// The entries of the month, by committee. Those of a committee without any are empty.
std::map<std::int64_t, std::vector<std::int64_t>> frames(Tx& tx, std::string const& month) {
  struct Entry {
    std::int64_t seq, scope, actor;
  };
  std::vector<Entry> entries;
  tx.run("select e.seq, e.scope_id, e.actor_id from audit_entry e where e.operation in ('read', 'export') and e.at >= $1 and e.at < $2 and "
         "(e.operation = 'export' or exists (select 1 from circle c where c.id = e.scope_id)) order by e.seq",
         Tx::bind(instant_text(begin_of(month)), instant_text(begin_of(month_after(month)))), [&](Row const& row) { entries.push_back({row.integer(0), row.integer(1), row.integer(2)}); });
  Committees committees(tx);
  std::map<std::int64_t, std::vector<std::int64_t>> found;
  for (auto const committee : committees.all()) found[committee];
  for (auto const& entry : entries)
    if (auto const committee = committees.of_entry(entry.scope, entry.actor)) found[committee].push_back(entry.seq);
  return found;
}

void draw(Tx& tx, std::string const& month, std::int64_t committee, std::vector<std::int64_t> const& frame) {
  AccessReview review;
  review.unit_id = review.committee_id = {committee};
  review.month = month;
  review.state = frame.empty() ? State::empty : State::open;
  // Chosen when the month is over, so that nobody could know beforehand what would be looked at.
  review.seed = random_token();
  review.wanted = sample_size(tx);
  review.frame_size = static_cast<std::int64_t>(frame.size());
  review.frame_sha256 = frame_digest(frame);
  review.drawn_at = tx.now();
  auto const sample = draw_sample(review.seed, frame, static_cast<std::size_t>(review.wanted));
  std::string drawn;
  for (auto const seq : sample) drawn += (drawn.empty() ? "" : ", ") + std::to_string(seq);
  tx.insert(review, sample.empty() ? "Inga läsningar att granska" : "Urval ur månadens logg: post " + drawn);
  // Which they are stands in the review's own entry: one each would fill the log that is to be read.
  for (std::size_t n = 0; n < sample.size(); ++n)
    tx.execute_derived("insert into access_review_entry(id, version, unit_id, review_id, place, audit_seq, comment) values ($1, 1, $2, $3, $4, $5, '')", tx.next("id"), review.unit_id,
                       review.id, static_cast<std::int64_t>(n + 1), sample[n]);
}

/// The first month that has not been drawn and is over; nothing when there is none.
std::optional<std::string> due_month(Tx& tx, Clock const& clock) {
  auto const over = month_before(swedish_date(clock.now() - settling));
  auto const last = tx.value<std::string>("select max(month) from access_review");
  if (last) return *last < over ? std::optional(month_after(*last)) : std::nullopt;
  // A new installation has no log of the months before it.
  auto const logged = tx.value<std::int64_t>("select 1 from audit_entry where at < $1 limit 1", instant_text(begin_of(month_after(over))));
  return logged ? std::optional(over) : std::nullopt;
}

}  // namespace

DrawnAgain draw_again(Tx& tx, Id<AccessReview> id) {
  auto const review = tx.find<AccessReview>(id);
  if (!review) throw Problem::not_found("granskningen");
  DrawnAgain again{id.value, review->month, {}, review->seed, review->frame_size, 0, false, false, {}, {}};
  again.unit_name = tx.value<std::string>("select name from org_unit where id = $1", review->committee_id).value_or("");
  tx.run("select audit_seq from access_review_entry where review_id = $1 order by place", Tx::bind(id), [&](Row const& row) { again.stored.push_back(row.integer(0)); });
  auto const frame = frames(tx, review->month)[review->committee_id.value];
  again.frame_size_now = static_cast<std::int64_t>(frame.size());
  again.same_frame = frame_digest(frame) == review->frame_sha256;
  again.drawn = draw_sample(review->seed, frame, static_cast<std::size_t>(review->wanted));
  again.same = again.same_frame && again.drawn == again.stored;
  return again;
}

void draw_due_reviews(Services const& services) {
  auto connection = services.database.lease();
  Actor const program{.request_id = "clock"};
  while (true) {
    {
      Tx tx(*connection, program, services.clock, TxMode::read);
      if (!due_month(tx, services.clock)) return;
    }
    Tx tx(*connection, program, services.clock, TxMode::write);
    // SQLite has one writer at a time anyway.
    if (connection->is_postgres()) connection->script("lock table access_review in share row exclusive mode");
    auto const month = due_month(tx, services.clock);
    if (!month) return;  // another server came first
    auto const all = frames(tx, *month);
    if (all.empty()) return;  // there is no organisation yet
    for (auto const& [committee, frame] : all) draw(tx, *month, committee, frame);
    tx.commit();
  }
}

}  // namespace rimlig::access_review
