// How much is looked at each month, for the whole installation.
#include <charconv>

#include "access_review/handlers.hpp"

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
  auto const text = tx.value<std::string>("select value from setting where name = $1", setting).value_or("");
  std::from_chars(text.data(), text.data() + text.size(), found.sample_size.value);
  return found;
}

AccessReviewRules get_rules(Context& context) { return rules(context.tx); }

AccessReviewRules change_rules(Context& context, AccessReviewRules changed) {
  auto const before = rules(context.tx);
  if (before.sample_size == changed.sample_size) return changed;
  auto const now = std::to_string(changed.sample_size.value);
  context.tx.execute("insert into setting(name, value) values ($1, $2) on conflict (name) do update set value = $2",
                     {"update", "setting", 0, 0, "{\"" + std::string(setting) + "\":[" + std::to_string(before.sample_size.value) + "," + now + "]}", ""}, setting, now);
  return changed;
}

}  // namespace

std::int64_t sample_size(Tx& tx) { return rules(tx).sample_size.value; }

void rule_routes(Routes& routes) {
  routes.add(Method::get, "/api/access-review-rules", "getAccessReviewRules", "log.rules", get_rules, "Hur många poster som granskas ur åtkomstloggen varje månad");
  routes.add(Method::put, "/api/access-review-rules", "updateAccessReviewRules", "log.rules", change_rules, "Bestäm hur många poster som granskas; gäller från nästa urval");
}

}  // namespace rimlig::access_review
