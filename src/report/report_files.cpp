#include "report/report_files.hpp"

#include <algorithm>

#include "identity/access_log.hpp"
#include "identity/export_limit.hpp"
#include "kernel/jobs.hpp"
#include "kernel/routes.hpp"
#include "report/docx.hpp"
#include "report/pdf.hpp"
#include "report/report_xlsx.hpp"
#include "report/text.hpp"

namespace rimlig::report {

using namespace kernel;

namespace {

constexpr std::string_view job_kind = "report_file";

struct FileOrder {
  ReportFormat format = ReportFormat::pdf;
};
BOOST_DESCRIBE_STRUCT(FileOrder, (), (format))

struct FileWanted {
  ReportFormat format = ReportFormat::pdf;
};
BOOST_DESCRIBE_STRUCT(FileWanted, (), (format))

struct FileJob {
  Id<Report> report_id;
  ReportFormat format = ReportFormat::pdf;
};
BOOST_DESCRIBE_STRUCT(FileJob, (), (report_id, format))

struct FileResult {
  Id<Report> report_id;
  ReportFormat format = ReportFormat::pdf;
  std::string link;
  std::int64_t size = 0;
  std::vector<std::string> replaced;  // told to the person who asked: these characters stand in words
};
BOOST_DESCRIBE_STRUCT(FileResult, (), (report_id, format, link, size, replaced))

std::string format_name(ReportFormat format) {
  switch (format) {
    case ReportFormat::pdf: return "pdf";
    case ReportFormat::docx: return "docx";
    case ReportFormat::xlsx: return "xlsx";
  }
  return {};
}

std::optional<ReportFile> find_file(Tx& tx, Id<Report> report, ReportFormat format) {
  auto files = files_of(tx, report);
  auto const found = std::find_if(files.begin(), files.end(), [&](ReportFile const& file) { return file.format == format; });
  return found == files.end() ? std::nullopt : std::optional(*found);
}

Accepted<Job> order_file(Context& context, Id<Report> id, FileOrder order) {
  visible_report(context.tx, id);
  if (order.format == ReportFormat::pdf)
    if (auto const missing = PdfEngine(find_pdf_settings()).missing(); !missing.empty())
      throw Problem(503, "pdf_unavailable", "PDF kan inte skapas här: " + missing + " saknas. Word och Excel fungerar ändå.");
  auto const job = enqueue(context, job_kind, kernel::to_json(FileJob{id, order.format}));
  return {find_job(context, job)};
}

Response get_file(Context& context, Id<Report> id, Query<FileWanted> query) {
  identity::limit_exports(context);
  auto const report = visible_report(context.tx, id);
  auto const file = find_file(context.tx, id, query.format);
  if (!file) throw Problem(404, "file_not_made", "Filen är inte skapad än. Beställ den först.");
  Response response;
  response.content_type = media_type(query.format);
  response.headers.emplace_back("Content-Disposition", content_disposition(file_name(report, query.format)));
  response.file = context.services.files.path(file->sha256);
  identity::note_export(context, Report::table, report.id.value, report.unit_id.value, format_name(query.format) + ", " + identity::described(context.request));
  return response;
}

std::string make_file(JobContext& context, PdfEngine& engine) {
  auto const order = from_json<FileJob>(context.payload);
  FileResult result{order.report_id, order.format, "/api/reports/" + std::to_string(order.report_id.value) + "/file?format=" + format_name(order.format), 0, {}};
  context.progress(0, 3, "Läser rapporten");
  Report report;
  {
    auto connection = context.services.database.lease();
    Tx tx(*connection, context.actor, context.services.clock, TxMode::read);
    report = tx.get(order.report_id);
    if (auto const file = find_file(tx, report.id, order.format); file && context.services.files.intact(file->sha256)) {
      result.size = file->size;
      return kernel::to_json(result);
    }
  }
  auto const document = read_report(context.services.files, report);

  context.progress(1, 3, "Skapar filen");  // no transaction is open while it is made
  RenderedFile rendered;
  try {
    rendered = render(document, order.format, engine, [&] { return context.live.cancel.load(); });
  } catch (Problem const& problem) {
    if (problem.code() == "cancelled") throw JobCancelled{};
    throw;
  }
  context.progress(2, 3, "Sparar filen");

  auto const stored = context.services.files.store(rendered.bytes);
  result.size = stored.size;
  result.replaced = std::move(rendered.replaced);
  auto connection = context.services.database.lease();
  Tx tx(*connection, context.actor, context.services.clock, TxMode::write);
  if (auto const file = find_file(tx, report.id, order.format)) tx.remove(*file, "filen på disken var borta eller ändrad");
  ReportFile file{{}, {}, report.unit_id, report.id, order.format, stored.sha256, stored.size, tx.now()};
  tx.insert(file);
  tx.commit();
  context.progress(3, 3, "Klar");
  return kernel::to_json(result);
}

}  // namespace

std::vector<ReportFile> files_of(Tx& tx, Id<Report> report) {
  return tx.select<ReportFile>("select id, version, unit_id, report_id, format, sha256, size, created_at from report_file where report_id = $1 order by format", report);
}

RenderedFile render(Document const& document, ReportFormat format, PdfEngine& engine, std::function<bool()> const& cancelled) {
  switch (format) {
    case ReportFormat::pdf: {
      auto pdf = engine.render(document, cancelled);
      return {std::move(pdf.bytes), std::move(pdf.replaced)};
    }
    case ReportFormat::docx: return {write_docx(document), {}};
    case ReportFormat::xlsx: return {report_xlsx(document), {}};
  }
  return {};
}

std::string file_name(Report const& report, ReportFormat format) {
  std::string name = shortened(report.title, 100);
  std::replace(name.begin(), name.end(), '/', '-');
  return name + "." + format_name(format);
}

std::string media_type(ReportFormat format) {
  switch (format) {
    case ReportFormat::pdf: return "application/pdf";
    case ReportFormat::docx: return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    case ReportFormat::xlsx: return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  }
  return {};
}

void add_file_routes(Routes& routes) {
  routes.add(Method::post, "/api/reports/{id}/files", "createReportFile", "report.read", order_file, "Beställ rapporten som fil");
  routes.add(Method::get, "/api/reports/{id}/file", "getReportFile", "report.read", get_file, "Hämta rapporten som fil");
}

void add_file_job(Jobs& jobs) {
  auto const engine = std::make_shared<PdfEngine>(find_pdf_settings());
  jobs.add(std::string(job_kind), [engine](JobContext& context) { return make_file(context, *engine); });
}

}  // namespace rimlig::report
