#include "retention/log_entries.hpp"

#include <algorithm>
#include <filesystem>

#include "access_review/month.hpp"
#include "kernel/audit_disposal.hpp"
#include "kernel/clock.hpp"
#include "kernel/feature.hpp"

namespace rimlig::retention {

using namespace kernel;

/// What is gone from the log, for whoever reads it and wonders.
struct LogDisposal {
  std::string kind;
  std::string first_month;
  std::string last_month;
  std::int64_t entries;
  std::string decision;
};
BOOST_DESCRIBE_STRUCT(LogDisposal, (), (kind, first_month, last_month, entries, decision))

namespace {

constexpr std::string_view emptied = "at = '', actor_id = 0, actor_name = '', operation = '', object_kind = '', object_id = 0, scope_id = 0, changes = '{}', note = '', request_id = ''";

std::string month_of(std::string_view instant) { return swedish_date(parse_instant(instant).value()).substr(0, 7); }

/// Where the next entry of the chain will stand. Held until the transaction ends, so that it is this one's.
EmptiedEntry chain_end(Tx& tx) {
  EmptiedEntry end;
  tx.run(tx.pick({"select seq, hash from audit_head where one = 1", "select seq, hash from audit_head where one = 1 for update"}), {}, [&](Row const& row) {
    end.seq = row.integer(0);
    end.hash = row.text(1);
  });
  return end;
}

/// The oldest of them. Each must still be what was sealed: an entry that somebody changed would else be signed for and pass for ever.
std::vector<EmptiedEntry> whole_entries(Tx& tx, std::string const& which, std::string const& before, std::string const& from, std::int64_t most) {
  std::vector<EmptiedEntry> entries;
  tx.run("select d.seq, coalesce(p.hash, ''), d.hash, d.at, d.actor_id, d.actor_name, d.request_id, d.operation, d.object_kind, d.object_id, d.scope_id, d.changes, d.note from "
         "(select t.* from audit_entry t where " + which + " order by t.at, t.seq limit " + std::to_string(most) + ") d left join audit_entry p on p.seq = d.seq - 1 order by d.seq",
         Tx::bind(before, from), [&](Row const& row) {
           entries.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
           Audit const entry{std::string(row.text(7)), std::string(row.text(8)), row.integer(9), row.integer(10), std::string(row.text(11)), std::string(row.text(12))};
           if (sealed_hash(row.text(1), row.integer(0), row.text(3), row.integer(4), row.text(5), row.text(6), entry) != row.text(2)) throw BrokenLog{row.integer(0)};
         });
  return entries;
}

Items<LogDisposal> list_disposals(Context& context) {
  return {context.tx.select<LogDisposal>("select d.kind as kind, min(d.month) as first_month, max(d.month) as last_month, cast(sum(d.entries) as bigint) as entries, d.decision as decision "
                                         "from log_disposal d group by d.kind, d.decision order by max(d.month) desc, d.kind, d.decision")};
}

}  // namespace

std::optional<SigningKey> signing_key(Services const& services) {
  auto const file = services.files.root().parent_path() / signing_key_name;
  if (!std::filesystem::exists(file)) return {};
  try {
    return SigningKey(file);
  } catch (Problem const&) {
    return {};
  }
}

std::string log_kind_in_words(std::string_view kind) {
  if (kind == Codec<Kind>::name_of(Kind::log_read)) return "läsningar";
  if (kind == Codec<Kind>::name_of(Kind::log_export)) return "exporter";
  if (kind == Codec<Kind>::name_of(Kind::log_sign_in)) return "in- och utloggningar";
  return std::string(kind);
}

std::int64_t empty_some(Tx& tx, KindRule const& kind, RetentionRule const& rule, SigningKey const& key, std::string& from, std::int64_t most) {
  // Not left to the row of the rule alone: whoever can write there must not have the key sign for anything.
  if (rule.decision.empty() || rule.days.value < kind.least_days) return 0;
  auto const end = chain_end(tx);
  auto before = cutoff(tx, kind, rule.days.value);
  auto const which = due(tx, kind) + " and t.at >= $2";
  auto const oldest = tx.value<std::string>("select t.at from audit_entry t where " + which + " order by t.at limit 1", before, from);
  if (!oldest) return 0;
  from = *oldest;
  // A month at a time: what is told of it can then be told of the whole month.
  auto const month = month_of(*oldest);
  before = std::min(before, instant_text(access_review::begin_of(access_review::month_after(month))));
  auto const entries = whole_entries(tx, which, before, from, most);
  for (auto const& entry : entries) tx.execute_derived("update audit_entry set " + std::string(emptied) + " where seq = $1", entry.seq);

  AuditDisposal said{tx.now(), end.seq + 1, end.hash, std::string(Codec<Kind>::name_of(kind.kind)), rule.days.value, {before}, rule.decision, rule.decided_by, {}, {}, key.public_key(), {}};
  name_entries(said, entries);
  said.signature = key.sign(signed_text(said));
  auto const rows = static_cast<std::int64_t>(entries.size());
  auto const changes = "{\"rows\":[" + std::to_string(rows) + ",0],\"rule_version\":[null," + std::to_string(rule.version.value) + "],\"disposal\":[null," + to_json(said) + "]}";
  auto const note = "Gallrade uppgifterna i " + std::to_string(rows) + " loggposter (" + log_kind_in_words(said.kind) + ", " + access_review::month_in_words(month) + "), " +
                    std::to_string(rule.days.value) + " dagar, " + by_what(rule);
  tx.execute("insert into log_disposal(record_seq, kind, month, entries, decision, at) values ($1, $2, $3, $4, $5, $6)",
             {std::string(disposal_operation), std::string(disposal_object), 0, scope_of_removals(tx), changes, note}, said.seq, kind.kind, month, rows, rule.decision, tx.now());
  return rows;
}

void log_routes(Routes& routes) {
  routes.add(Method::get, "/api/log-disposals", "listLogDisposals", "audit.read", list_disposals, "Vad som är gallrat ur loggen, enligt vilka beslut");
}

}  // namespace rimlig::retention
