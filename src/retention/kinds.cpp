#include "retention/kinds.hpp"

#include <algorithm>
#include <array>

#include "access_review/access_review.hpp"
#include "access_review/month.hpp"
#include "kernel/clock.hpp"

namespace rimlig::retention {

using namespace kernel;

namespace {

// A session lives eight hours after its last use, and waits for failures are counted in hours: a day is enough for both.
constexpr std::array<KindRule, 9> kinds{{
    {Kind::session, "web_session", "id", "t.seen_at", "true", true, 1, 1, ""},
    {Kind::sign_in_failure, "sign_in_failure", "subject", "t.last_at", "true", true, 7, 1, ""},
    {Kind::job, "job", "id", "t.heartbeat", "t.state in ('done', 'failed', 'cancelled')", true, 90, 7, ""},
    {Kind::api_token, "api_token", "id", "t.expires_on", "true", true, 365, 1, ""},
    // What has been stored stays beside what it became: the source of a stored row is never removed.
    {Kind::import, "import", "id", "t.created_at",
     "t.state in ('preview', 'refused', 'rejected') and not exists (select 1 from source_row s where s.import_id = t.id) and not exists (select 1 from import_content c where c.import_id = t.id) and not exists (select 1 from import d where d.duplicate_of = t.id)", false, 365, 7,
     "import_row.import_id"},
    // The report itself stays, and the file can be made from it again.
    {Kind::report_file, "report_file", "id", "t.created_at", "true", false, 365, 7, ""},
    // Whoever audits a year does so the year after, and asks who has read. Five years is what health care must keep.
    // The indexes are of both operations together.
    {Kind::log_read, "audit_entry", "seq", "t.at", "t.operation in ('read', 'export') and t.operation = 'read'", false, 1826, 730, "", true, true},
    {Kind::log_export, "audit_entry", "seq", "t.at", "t.operation in ('read', 'export') and t.operation = 'export'", false, 1826, 730, "", true, true},
    {Kind::log_sign_in, "audit_entry", "seq", "t.at", "t.operation in ('sign_in', 'sign_out')", false, 730, 365, "", true, false},
}};

std::string old_enough(KindRule const& kind) { return std::string(kind.ready) + " and " + std::string(kind.event) + " < $1"; }

}  // namespace

std::string due(Tx& tx, KindRule const& kind) { return old_enough(kind) + (kind.reviewed ? " and " + access_review::released(tx, "t") : ""); }

std::string cutoff(Tx& tx, KindRule const& kind, std::int64_t days) {
  auto const then = parse_instant(tx.now().text).value() - std::chrono::hours(24 * days);
  // All of the days before, in UTC as instants are kept; of the log, all of the months before, as they are in Sweden.
  return kind.log ? instant_text(access_review::begin_of(swedish_date(then).substr(0, 7))) : instant_text(then).substr(0, 10);
}

std::span<KindRule const> all_kinds() { return kinds; }
KindRule const& rule_of(Kind kind) { return *std::ranges::find(kinds, kind, &KindRule::kind); }

RetentionRule in_force(Tx& tx, KindRule const& kind) {
  if (auto decided = tx.select_one<RetentionRule>("select r.id as id, r.version as version, r.kind as kind, r.keep as keep, r.days as days, r.decision as decision, r.decided_by as decided_by, "
                                                  "r.decided_at as decided_at from retention_rule r where r.kind = $1",
                                                  kind.kind))
    return std::move(*decided);
  RetentionRule rule;
  rule.kind = kind.kind;
  rule.keep = !kind.technical;
  rule.days.value = kind.days;
  return rule;
}

Removable removable(Tx& tx, KindRule const& kind, std::int64_t days) {
  Removable found;
  auto const before = cutoff(tx, kind, days);
  tx.run("select count(*), min(substr(" + std::string(kind.event) + ", 1, 10)) from " + std::string(kind.table) + " t where " + due(tx, kind), Tx::bind(before), [&](Row const& row) {
    found.rows = row.integer(0);
    if (!row.null(1)) found.oldest = std::string(row.text(1));
  });
  if (kind.reviewed) found.waiting = tx.value<std::int64_t>("select count(*) from audit_entry t where " + old_enough(kind), before).value_or(0) - found.rows;
  return found;
}

std::string by_what(RetentionRule const& rule) { return rule.decision.empty() ? std::string("programmets egen regel") : "beslut: " + std::string(rule.decision); }

std::int64_t scope_of_removals(Tx& tx) { return tx.value<std::int64_t>("select id from org_unit where parent_id is null order by id limit 1").value_or(0); }

std::int64_t remove_some(Tx& tx, KindRule const& kind, RetentionRule const& rule, std::int64_t most) {
  auto const before = cutoff(tx, kind, rule.days.value);
  auto const key = std::string(kind.key);
  auto const table = std::string(kind.table);
  // Counted first, so that nothing is logged where nothing is due.
  std::int64_t rows = 0;
  std::string oldest, newest;
  auto const batch = "select t." + key + " from " + table + " t where " + due(tx, kind) + " order by " + std::string(kind.event) + ", t." + key + " limit " + std::to_string(most);
  tx.run("select count(*), min(substr(" + std::string(kind.event) + ", 1, 10)), max(substr(" + std::string(kind.event) + ", 1, 10)) from " + table + " t where t." + key + " in (" + batch + ")",
         Tx::bind(before), [&](Row const& row) {
           rows = row.integer(0);
           if (rows > 0) oldest = row.text(1), newest = row.text(2);
         });
  if (rows == 0) return 0;
  if (!kind.with.empty()) {
    auto const dot = kind.with.find('.');
    tx.execute_derived("delete from " + std::string(kind.with.substr(0, dot)) + " where " + std::string(kind.with.substr(dot + 1)) + " in (" + batch + ")", before);
  }
  auto const note = "Gallrade " + std::to_string(rows) + " från " + oldest + " till och med " + newest + ", " + std::to_string(rule.days.value) + " dagar, " + by_what(rule);
  auto const changes = "{\"rows\":[" + std::to_string(rows) + ",0],\"rule_version\":[null," + std::to_string(rule.version.value) + "]}";
  return tx.execute("delete from " + table + " where " + key + " in (" + batch + ")", {"dispose", table, 0, scope_of_removals(tx), changes, note}, before);
}

}  // namespace rimlig::retention
