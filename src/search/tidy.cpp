#include "search/tidy.hpp"

#include "org/setting.hpp"

namespace rimlig::search {

using kernel::Tx;
using kernel::TxMode;

namespace {

constexpr std::string_view ran_on = "search_tidied_on";
/// Pages of the index (4 kB) that one step merges: some 10 ms, and a million documents are some 150 steps.
constexpr std::int64_t step = 64;

std::int64_t changes(Tx& tx) { return tx.value<std::int64_t>("select total_changes()").value_or(0); }

/// False when there is nothing left to merge, which SQLite tells by changing nothing but its own note of the call.
bool merge(Tx& tx, std::int64_t pages) {
  auto const before = changes(tx);
  tx.execute_derived("insert into search_text(search_text, rank) values ('merge', $1)", pages);
  return changes(tx) - before >= 2;
}

}  // namespace

void tidy_index(kernel::Services const& services) {
  auto connection = services.database.lease();
  if (connection->is_postgres()) return;
  kernel::Actor const program{.request_id = "clock"};
  auto const today = services.clock.today();
  {
    Tx tx(*connection, program, services.clock, TxMode::read);
    if (org::setting_text(tx, ran_on) == today) return;
  }
  // A negative number begins to merge all pieces into one; the steps that follow go on with it.
  std::int64_t pages = -step;
  for (bool more = true; more; pages = step) {
    Tx tx(*connection, program, services.clock, TxMode::write);
    more = merge(tx, pages);
    tx.commit();
  }
  Tx tx(*connection, program, services.clock, TxMode::write);
  org::remember(tx, ran_on, today);
  tx.commit();
}

}  // namespace rimlig::search
