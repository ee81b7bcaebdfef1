#include "report/command.hpp"

#include <fstream>

#include "kernel/routes.hpp"
#include "report/pdf.hpp"
#include "report/report.hpp"

namespace rimlig::report {

using namespace kernel;

namespace {

struct CommandResult {
  Report report;
  std::string file;
  std::int64_t size = 0;
  std::vector<std::string> replaced;
};
BOOST_DESCRIBE_STRUCT(CommandResult, (), (report, file, size, replaced))

/// Nothing stands for the blocks as JSON.
std::optional<ReportFormat> format_of(std::filesystem::path const& target) {
  auto const ending = target.extension();
  if (ending == ".pdf") return ReportFormat::pdf;
  if (ending == ".docx") return ReportFormat::docx;
  if (ending == ".xlsx") return ReportFormat::xlsx;
  if (ending == ".json") return std::nullopt;
  throw Problem::invalid("/target", "unknown_value", "Filens namn avgör formatet och ska sluta på .pdf, .docx, .xlsx eller .json.");
}

Report report_of(Services const& services, Actor const& actor, CommandOptions const& options) {
  auto connection = services.database.lease();
  Tx tx(*connection, actor, services.clock, TxMode::write);
  auto const round = options.round_id ? options.round_id : tx.value<std::int64_t>("select round_id from round_snapshot order by taken_at desc, id desc limit 1");
  if (!round) throw Problem::conflict("round_not_closed", "Ingen omgång är stängd än. Rapporten görs av det som fryses när omgången stängs.");
  ReportDraft draft{*round, {}};
  if (options.unit_id) draft.unit_id = Id<org::Unit>{*options.unit_id};
  auto report = create_report(tx, services.files, draft);
  tx.commit();
  return report;
}

}  // namespace

std::string write_report(Services const& services, Actor const& actor, CommandOptions const& options) {
  auto const format = format_of(options.target);
  CommandResult result;
  result.report = report_of(services, actor, options);
  auto const document = read_report(services.files, result.report);
  PdfEngine engine(find_pdf_settings());
  auto rendered = format ? render(document, *format, engine) : RenderedFile{to_json(document), {}};

  std::ofstream file(options.target, std::ios::binary | std::ios::trunc);
  file << rendered.bytes;
  file.close();
  if (!file) throw Problem(500, "not_written", "Filen " + options.target.string() + " gick inte att skriva. Kontrollera mappen och utrymmet.");
  result.file = options.target.string();
  result.size = static_cast<std::int64_t>(rendered.bytes.size());
  result.replaced = std::move(rendered.replaced);
  if (options.json) return kernel::to_json(result);
  std::string characters;
  for (auto const& character : result.replaced) characters += " " + character;
  std::string const told = characters.empty() ? "" : " Tecken som inget typsnitt har är utskrivna i ord:" + characters;
  return result.report.title + ": " + result.file + " (" + std::to_string((rendered.bytes.size() + 1023) / 1024) + " kB)." + told;
}

}  // namespace rimlig::report
