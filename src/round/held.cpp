#include "round/held.hpp"

namespace rimlig::round {

using namespace kernel;

void add_obstacles(Tx& tx, action::Withdrawal const& of, std::vector<action::Obstacle>& found) {
  action::add_where(tx, of, action::imported_actions, "exists (select 1 from round_answer ra where ra.action_id = o.id)", "har ett svar i en omgång", found);
  tx.run("select distinct r.id, r.name from round_snapshot s join round r on r.id = s.round_id join round_report rr on rr.round_id = r.id "
         "where s.taken_at >= $2 and rr.unit_id in (select a.unit_id from action a where a.source_import_id = $1) order by r.id limit $3",
         Tx::bind(of.import_id, of.stored_at, action::most_obstacles), [&](Row const& row) {
           found.push_back({std::string(row.text(1)), "är stängd, och importens åtgärder ingår i det som frystes", "/rounds/" + std::to_string(row.integer(0))});
         });
}

}  // namespace rimlig::round
