#include "report/report.hpp"

#include <algorithm>

#include "identity/permissions.hpp"
#include "kernel/crypto.hpp"
#include "kernel/feature.hpp"
#include "report/followup_report.hpp"
#include "report/pdf.hpp"
#include "report/report_files.hpp"

namespace rimlig::report {

using namespace kernel;

namespace {

struct Frozen {
  std::int64_t id;
  std::string content;
  std::string sha256;
};
BOOST_DESCRIBE_STRUCT(Frozen, (), (id, content, sha256))

/// The snapshot as it was frozen; what has been changed since is not reported on.
FollowUpSnapshot snapshot_of(Tx& tx, std::int64_t round_id) {
  auto const frozen = tx.select_one<Frozen>("select id, content, sha256 from round_snapshot where round_id = $1", round_id);
  if (!frozen) {
    auto const state = tx.value<std::string>("select state from round where id = $1", round_id);
    if (!state) throw Problem::not_found("omgången");
    throw Problem::conflict("round_not_closed", "Omgången är inte stängd. Rapporten görs av det som fryses när omgången stängs.");
  }
  if (sha256_hex(frozen->content) != frozen->sha256)
    throw Problem(500, "snapshot_changed", "Det som frystes när omgången stängdes har ändrats i databasen. Rapporten görs inte. Kontrollera loggen med rimlig audit verify.");
  auto snapshot = from_json<FollowUpSnapshot>(frozen->content);
  snapshot.id = frozen->id;
  snapshot.sha256 = frozen->sha256;
  return snapshot;
}

/// The lowest unit that has all the round's units at or below it: whose the whole report is.
Id<org::Unit> common_unit(Tx& tx, FollowUpSnapshot const& snapshot) {
  std::string common;
  for (auto const& unit : snapshot.units) {
    auto const path = tx.value<std::string>("select path from org_unit where id = $1", unit.id);
    if (!path) continue;
    if (common.empty()) {
      common = *path;
      continue;
    }
    auto const differs = std::mismatch(common.begin(), common.end(), path->begin(), path->end()).first;
    common.erase(differs, common.end());
    common.erase(common.rfind('/') + 1);  // "/1/5/" and "/1/57/" have "/1/" in common, not "/1/5"
  }
  auto const id = tx.value<std::int64_t>("select id from org_unit where path = $1", common);
  if (!id) throw Problem::conflict("no_common_unit", "Omgångens enheter har ingen gemensam enhet över sig. Gör en rapport per enhet.");
  return {*id};
}

/// The unit that the report will belong to; Problem 422 unless it is the actor's.
Id<org::Unit> owner_of(Tx& tx, FollowUpSnapshot const& snapshot, std::optional<Id<org::Unit>> const& wanted) {
  if (!wanted) {
    auto const owner = common_unit(tx, snapshot);
    if (!tx.holds_scope(owner.value))
      throw Problem::invalid("/unit_id", "outside_scope", "Omgången har enheter som du inte ser. Välj en av dina enheter.");
    return owner;
  }
  tx.require_scope(wanted->value, "/unit_id");
  auto const taking_part = std::any_of(snapshot.units.begin(), snapshot.units.end(), [&](SnapshotUnit const& unit) { return unit.id == wanted->value; });
  if (!taking_part) throw Problem::invalid("/unit_id", "not_in_round", "Enheten är inte med i omgången.");
  return *wanted;
}

constexpr std::string_view report_columns =
    "r.id as id, r.version as version, r.unit_id as unit_id, r.whole_round as whole_round, r.title as title, r.round_id as round_id, "
    "r.snapshot_id as snapshot_id, r.created_at as created_at, r.created_by as created_by, r.content_sha256 as content_sha256, "
    "r.published_at as published_at, r.published_by as published_by";

struct ReportQuery {
  std::optional<std::int64_t> round_id;
  std::optional<Text<0, 40>> sort;
  std::optional<Text<0, 2000>> after;
  std::optional<Range<1, 100>> limit;
};
BOOST_DESCRIBE_STRUCT(ReportQuery, (), (round_id, sort, after, limit))

constexpr SortColumn sorts[] = {{"created", "r.created_at"}};
constexpr ListShape shape{report_columns, "report r", "", "r.id", "r.unit_id", sorts};

struct ReportView {
  Report report;
  RawJson blocks;
  std::vector<ReportFormat> files;  // ready to be fetched
  std::string pdf_missing;          // what must be installed before a PDF can be made; empty when all is here
};
BOOST_DESCRIBE_STRUCT(ReportView, (), (report, blocks, files, pdf_missing))

/// SQL condition on `r`: published, or read by somebody who may see it before that.
std::string readable(Tx& tx) { return "(r.published_at is not null or " + tx.in_scope("r.unit_id", identity::roles_with("draft.read")) + ")"; }

Page<Report> list_reports(Context& context, Query<ReportQuery> query) {
  Where where;
  where.add(readable(context.tx));
  if (query.round_id) where.add("r.round_id = ?", *query.round_id);
  return list<Report>(context.tx, shape, where, {query.sort.value_or("-created"), query.after, query.limit});
}

Created<Report> post_report(Context& context, ReportDraft draft) { return {create_report(context.tx, context.services.files, draft)}; }

ReportView get_report(Context& context, Id<Report> id) {
  ReportView view;
  view.report = visible_report(context.tx, id);
  JsonDocument const content(to_json(read_report(context.services.files, view.report)));
  view.blocks.text = content.root().get("blocks").serialize();
  for (auto const& file : files_of(context.tx, id)) view.files.push_back(file.format);
  view.pdf_missing = PdfEngine(find_pdf_settings()).missing();
  return view;
}

Report set_published(Context& context, Id<Report> id, IfMatch match, bool published) {
  auto& tx = context.tx;
  auto report = tx.get(id);
  if (report.published_at.has_value() == published)
    throw Problem::conflict(published ? "already_published" : "not_published", published ? "Rapporten är redan publicerad." : "Rapporten är inte publicerad.");
  report.published_at = published ? std::optional(tx.now()) : std::nullopt;
  report.published_by = published ? tx.actor().name : std::string();
  tx.update(report, match.version);
  return report;
}

Report publish_report(Context& context, Id<Report> id, IfMatch match) { return set_published(context, id, match, true); }
Report withdraw_report(Context& context, Id<Report> id, IfMatch match) { return set_published(context, id, match, false); }

void routes(Routes& routes) {
  routes.add(Method::get, "/api/reports", "listReports", "report.read", list_reports, "Rapporter, den senaste först");
  routes.add(Method::post, "/api/reports", "createReport", "report.write", post_report, "Gör en rapport av en stängd omgång");
  routes.add(Method::get, "/api/reports/{id}", "getReport", "report.read", get_report, "En rapport med sitt innehåll");
  routes.add(Method::post, "/api/reports/{id}/publish", "publishReport", "report.publish", publish_report, "Låt de förtroendevalda läsa rapporten");
  routes.add(Method::post, "/api/reports/{id}/withdraw", "withdrawReport", "report.publish", withdraw_report, "Ta tillbaka en publicerad rapport");
  add_file_routes(routes);
}

}  // namespace

Report visible_report(Tx& tx, Id<Report> id) {
  auto report = tx.get(id);
  if (!tx.value<std::int64_t>("select 1 from report r where r.id = $1 and " + readable(tx), id)) throw Problem::not_found("rapporten");
  return report;
}

Report create_report(Tx& tx, FileStore const& files, ReportDraft const& draft) {
  auto const snapshot = snapshot_of(tx, draft.round_id);
  Report report;
  report.unit_id = owner_of(tx, snapshot, draft.unit_id);
  report.whole_round = !draft.unit_id.has_value();
  auto const document = followup_report(snapshot, report.whole_round ? 0 : report.unit_id.value);
  report.content_sha256 = files.store(to_json(document)).sha256;

  auto const same = tx.select_one<Report>("select " + std::string(report_columns) +
                                              " from report r where r.snapshot_id = $1 and r.unit_id = $2 and r.whole_round = $3 and r.content_sha256 = $4",
                                          snapshot.id, report.unit_id, report.whole_round, report.content_sha256);
  if (same) return *same;
  report.title = document.info().title + (report.whole_round ? "" : ", " + document.info().subtitle);
  report.round_id = draft.round_id;
  report.snapshot_id = snapshot.id;
  report.created_at = tx.now();
  report.created_by = tx.actor().name;
  tx.insert(report);
  return report;
}

Document read_report(FileStore const& files, Report const& report) {
  auto const content = files.read(report.content_sha256);
  if (sha256_hex(content) != report.content_sha256)
    throw Problem(500, "content_changed", "Rapportens innehåll på disken har ändrats sedan rapporten gjordes. Återställ det från en säkerhetskopia.");
  return document_from_json(content);
}

Feature feature() { return {"report", routes, add_file_job}; }

}  // namespace rimlig::report
