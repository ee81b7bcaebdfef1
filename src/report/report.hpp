// Reports of closed rounds: made once from what the round froze, kept word for word, shown in the browser
// and turned into files. Only the frozen JSON goes in, so the same round gives the same content again.
#pragma once
#include <functional>

#include "kernel/files.hpp"
#include "org/org.hpp"
#include "report/blocks.hpp"

namespace rimlig::kernel {
struct Feature;
}

namespace rimlig::report {

struct Report {
  static constexpr std::string_view table = "report";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<Report> id;
  kernel::Version version;
  kernel::Id<org::Unit> unit_id;  // whose it is: one unit, or the lowest above all units of the round
  bool whole_round = false;
  std::string title;
  std::int64_t round_id = 0;
  std::int64_t snapshot_id = 0;
  kernel::Instant created_at;
  std::string created_by;
  std::string content_sha256;
  std::optional<kernel::Instant> published_at;  // from then on those who are elected may read it
  std::string published_by;
};
BOOST_DESCRIBE_STRUCT(Report, (), (id, version, unit_id, whole_round, title, round_id, snapshot_id, created_at, created_by, content_sha256, published_at, published_by))

/// The report, or Problem 404 when it is absent, outside the actor's scope, or not published to somebody who
/// reads what is published alone.
Report visible_report(kernel::Tx& tx, kernel::Id<Report> id);

enum class ReportFormat { pdf, docx, xlsx };
BOOST_DESCRIBE_ENUM(ReportFormat, pdf, docx, xlsx)

struct ReportFile {
  static constexpr std::string_view table = "report_file";
  static constexpr std::string_view scope = "unit_id";
  kernel::Id<ReportFile> id;
  kernel::Version version;
  kernel::Id<org::Unit> unit_id;
  kernel::Id<Report> report_id;
  ReportFormat format = ReportFormat::pdf;
  std::string sha256;
  std::int64_t size = 0;
  kernel::Instant created_at;
};
BOOST_DESCRIBE_STRUCT(ReportFile, (), (id, version, unit_id, report_id, format, sha256, size, created_at))

struct ReportDraft {
  std::int64_t round_id;
  std::optional<kernel::Id<org::Unit>> unit_id;  // absent: the whole round
};
BOOST_DESCRIBE_STRUCT(ReportDraft, (), (round_id, unit_id))

/// Makes the report, or finds the one that already says the same. Problem 404 for a round that the actor may
/// not see, 409 while the round is not closed, 422 for a unit outside the round or the actor's scope.
Report create_report(kernel::Tx& tx, kernel::FileStore const& files, ReportDraft const& draft);

/// The stored content. Problem 500 when it no longer has its hash.
Document read_report(kernel::FileStore const& files, Report const& report);

struct RenderedFile {
  std::string bytes;
  std::vector<std::string> replaced;  // characters that the PDF's fonts lack, written out in words
};

/// One format; nothing else than the document decides the bytes.
class PdfEngine;
RenderedFile render(Document const& document, ReportFormat format, PdfEngine& engine, std::function<bool()> const& cancelled = {});

/// "Uppföljning av åtgärder – Tertial 2 2026.pdf"
std::string file_name(Report const& report, ReportFormat format);
std::string media_type(ReportFormat format);

/// /api/reports…, and the job that makes files.
kernel::Feature feature();

}  // namespace rimlig::report
