#include "retention/retention.hpp"

#include "kernel/feature.hpp"
#include "org/setting.hpp"
#include "retention/kinds.hpp"
#include "retention/log_entries.hpp"

namespace rimlig::retention {

using namespace kernel;

/// A rule as the administrator sees it.
struct RetentionRuleView {
  Kind kind;
  bool keep;
  Range<1, 36'500> days;
  std::string decision;
  std::string decided_by;  // empty: the program's own rule
  std::optional<Instant> decided_at;
  bool technical;
  std::int64_t least_days;
  std::int64_t removable;  // by this rule, today
  std::optional<Date> oldest;
  std::int64_t waiting;  // old enough, and kept by a review of the log
  bool lacks_key;        // takes the key of the installation, which is not there or cannot be used
  std::int64_t broken_at;  // the entry at which the last run found the log changed, and took nothing out of it
};
BOOST_DESCRIBE_STRUCT(RetentionRuleView, (), (kind, keep, days, decision, decided_by, decided_at, technical, least_days, removable, oldest, waiting, lacks_key, broken_at))

struct RetentionDecision {
  Kind kind;
  bool keep;
  Range<1, 36'500> days;
  Text<0, 500> decision;
};
BOOST_DESCRIBE_STRUCT(RetentionDecision, (), (kind, keep, days, decision))

struct PreviewQuery {
  std::optional<Kind> kind;
  std::optional<Range<1, 36'500>> days;
};
BOOST_DESCRIBE_STRUCT(PreviewQuery, (), (kind, days))

struct RetentionPreview {
  std::int64_t removable;
  std::optional<Date> oldest;
  std::int64_t waiting;
};
BOOST_DESCRIBE_STRUCT(RetentionPreview, (), (removable, oldest, waiting))

namespace {

constexpr std::int64_t batch = 500;
/// Of a kind at once: what is left goes a minute later, so that nothing else that the clock does waits long.
constexpr int most_batches = 40;
constexpr std::string_view ran_on = "retention_ran_on";
constexpr std::string_view log_broken_at = "retention_log_broken_at";

std::optional<Date> day(std::optional<std::string> const& text) { return text ? std::optional(Date{*text}) : std::nullopt; }

std::int64_t broken_at(Tx& tx) {
  return org::setting_number(tx, log_broken_at, 0);
}

/// What is due, a batch and its entry in the log in each transaction; false when there may be more.
bool dispose_some(Services const& services, Connection& connection, Actor const& program, KindRule const& kind, RetentionRule const& rule, std::optional<SigningKey> const& key) {
  // Nobody could tell what is not signed for from tampering.
  if (kind.log && !key) return true;
  std::string from;
  for (int n = 0; n < most_batches; ++n) {
    Tx tx(connection, program, services.clock, TxMode::write);
    auto const removed = kind.log ? empty_some(tx, kind, rule, *key, from, batch) : remove_some(tx, kind, rule, batch);
    tx.commit();
    if (removed == 0) return true;
  }
  return false;
}

RetentionRuleView view(Context& context, KindRule const& kind) {
  auto& tx = context.tx;
  auto const rule = in_force(tx, kind);
  auto const found = rule.keep ? Removable{} : removable(tx, kind, rule.days.value);
  return {kind.kind,      rule.keep,       rule.days,  rule.decision, rule.decided_by, rule.id ? std::optional(rule.decided_at) : std::nullopt, kind.technical,
          kind.least_days, found.rows, day(found.oldest), found.waiting, kind.log && !signing_key(context.services), kind.log ? broken_at(tx) : 0};
}

Items<RetentionRuleView> list_rules(Context& context) {
  Items<RetentionRuleView> all;
  for (auto const& kind : all_kinds()) all.items.push_back(view(context, kind));
  return all;
}

RetentionPreview preview(Context& context, Query<PreviewQuery> query) {
  auto const& kind = rule_of(query.kind.value_or(Kind::session));
  auto const found = removable(context.tx, kind, query.days ? query.days->value : kind.days);
  return {found.rows, day(found.oldest), found.waiting};
}

RetentionRuleView decide(Context& context, RetentionDecision decision) {
  auto& tx = context.tx;
  auto const& kind = rule_of(decision.kind);
  if (!decision.keep && decision.days.value < kind.least_days)
    throw Problem::invalid("/days", "too_few", "Minst " + std::to_string(kind.least_days) + (kind.least_days == 1 ? " dag" : " dagar") + ", annars tas något bort som behövs.");
  if (!decision.keep && !kind.technical && decision.decision.empty())
    throw Problem::invalid("/decision", "required", "Skriv vilket gallringsbeslut som gäller, till exempel dokumenthanteringsplanen med datum och paragraf. Utan beslut bevaras det.");
  auto rule = in_force(tx, kind);
  rule.keep = decision.keep;
  rule.days = decision.days;
  rule.decision = decision.decision;
  rule.decided_by = tx.actor().name;
  rule.decided_at = tx.now();
  if (rule.id) tx.update(rule);
  else tx.insert(rule);
  return view(context, kind);
}

void routes(Routes& to) {
  to.add(Method::get, "/api/retention-rules", "listRetentionRules", "retention.write", list_rules, "Vad som gallras och när, och hur mycket det är i dag");
  to.add(Method::get, "/api/retention-preview", "previewRetention", "retention.write", preview, "Hur mycket som skulle gallras med en annan tid");
  to.add(Method::put, "/api/retention-rules", "decideRetention", "retention.write", decide, "Bestäm gallring för ett slag; det sker tidigast nästa dygn");
  log_routes(to);
}

}  // namespace

void dispose_due(Services const& services) {
  auto connection = services.database.lease();
  Actor const program{.request_id = "clock"};
  auto const today = services.clock.today();
  std::vector<std::pair<KindRule const*, RetentionRule>> rules;
  {
    Tx tx(*connection, program, services.clock, TxMode::read);
    auto const last = org::setting_text(tx, ran_on);
    // A rule holds from the day after it was decided, so that a mistake can be taken back.
    if (last >= today) return;
    for (auto const& kind : all_kinds())
      if (auto rule = in_force(tx, kind); !rule.keep && swedish_date(parse_instant(rule.decided_at.text).value_or(TimePoint{})) < today) rules.emplace_back(&kind, std::move(rule));
  }
  auto const key = signing_key(services);
  std::int64_t broken = 0;
  bool all = true;
  for (auto const& [kind, rule] : rules) {
    try {
      if ((!kind->log || broken == 0) && !dispose_some(services, *connection, program, *kind, rule, key)) all = false;
    } catch (BrokenLog const& found) {
      broken = found.at;
    }
  }
  Tx tx(*connection, program, services.clock, TxMode::write);
  if (all) org::remember(tx, ran_on, today);
  org::remember(tx, log_broken_at, std::to_string(broken));
  tx.commit();
}

Feature feature() { return {"retention", routes, nullptr}; }

}  // namespace rimlig::retention
