#include "identity/export_limit.hpp"

#include <algorithm>
#include <chrono>

#include "identity/session.hpp"
#include "kernel/clock.hpp"
#include "kernel/log.hpp"
#include "kernel/routes.hpp"

namespace rimlig::identity {

namespace {

constexpr std::int64_t most = 60;
constexpr std::chrono::seconds within{3600};

kernel::TimePoint moment(std::string_view instant) { return kernel::parse_instant(instant).value_or(kernel::TimePoint{}); }

}  // namespace

void limit_exports(kernel::Context& context) {
  auto& tx = context.tx;
  auto const now = moment(tx.now().text);
  // The last of those that an hour allows: while it is within the hour, there is none left. Reads no further back than a busy hour.
  auto const oldest = tx.value<std::string>(
      "select r.at from (select at, operation, seq from audit_entry where actor_id = $1 order by seq desc limit 5000) r "
      "where r.operation = 'export' and r.at > $2 order by r.seq desc limit 1 offset $3",
      tx.actor().id, kernel::instant_text(now - within), most - 1);
  if (!oldest) return;
  auto const wait = std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(moment(*oldest) + within - now).count());
  kernel::log(kernel::Message::export_limited, {{kernel::LogKey::id, tx.actor().id}});
  auto const minutes = (wait + 59) / 60;
  throw kernel::Problem::too_many(static_cast<int>(wait), "Du har hämtat " + std::to_string(most) + " exporter och rapporter den senaste timmen, och fler lämnas inte ut. Vänta " +
                                                              std::to_string(minutes) + (minutes == 1 ? " minut" : " minuter") + ", eller ta ut ett större urval på en gång.");
}

void note_export(kernel::Context& context, std::string_view object_kind, std::int64_t id, std::int64_t scope, std::string note) {
  auto const actor = context.tx.actor();
  // A list is nobody's: it belongs to the unit of whoever takes it out, so that somebody can see that it was.
  if (scope == 0) scope = home_unit(context.tx, {actor.id});
  context.tx.commit();
  kernel::Tx noting(context.tx.connection(), actor, context.services.clock, kernel::TxMode::write);
  noting.note({"export", std::string(object_kind), id, scope, "{}", std::move(note)});
  noting.commit();
}

}  // namespace rimlig::identity
