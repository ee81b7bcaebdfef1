#include "access_review/handlers.hpp"
#include "org/ownership.hpp"

namespace rimlig::access_review {

namespace {

void routes(kernel::Routes& to) {
  view_routes(to);
  judging_routes(to);
  export_routes(to);
  rule_routes(to);
}

/// What is left to judge follows the work; what was signed stays where it was signed.
void store_moved(kernel::Tx& tx, AccessReview& review) {
  tx.update(review);
  tx.execute_derived("update access_review_entry set unit_id = $1 where review_id = $2", review.unit_id, review.id);
}

void register_ownership() {
  org::register_owned({.kind = AccessReview::table, .order = 60, .follows = "t.state = 'open'", .label = "t.month", .title = "",
                       .give = org::hand_over<AccessReview, store_moved>, .take_back = org::hand_back<AccessReview, store_moved>});
}

}  // namespace

kernel::Feature feature() {
  register_ownership();
  return {"access_review", routes, nullptr};
}

}  // namespace rimlig::access_review
