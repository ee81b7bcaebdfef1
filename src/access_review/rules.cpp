// How much is looked at each month, for the whole installation.
#include "access_review/handlers.hpp"
#include "org/setting.hpp"

namespace rimlig::access_review {

using namespace kernel;

/// Twenty are judged in a couple of minutes, and show with 88 per cent certainty one that is wrong when a tenth of all are.
struct AccessReviewRules {
  Range<1, 500> sample_size{20};
};
BOOST_DESCRIBE_STRUCT(AccessReviewRules, (), (sample_size))

namespace {

constexpr std::string_view setting = "access_review_sample";

AccessReviewRules rules(Tx& tx) {
  AccessReviewRules found;
  found.sample_size.value = org::setting_number(tx, setting, found.sample_size.value);
  return found;
}

AccessReviewRules get_rules(Context& context) { return rules(context.tx); }

AccessReviewRules change_rules(Context& context, AccessReviewRules changed) {
  org::change_setting(context.tx, setting, rules(context.tx).sample_size.value, changed.sample_size.value);
  return changed;
}

}  // namespace

std::int64_t sample_size(Tx& tx) { return rules(tx).sample_size.value; }

void rule_routes(Routes& routes) {
  routes.add(Method::get, "/api/access-review-rules", "getAccessReviewRules", "log.rules", get_rules, "Hur många poster som granskas ur åtkomstloggen varje månad");
  routes.add(Method::put, "/api/access-review-rules", "updateAccessReviewRules", "log.rules", change_rules, "Bestäm hur många poster som granskas; gäller från nästa urval");
}

}  // namespace rimlig::access_review
