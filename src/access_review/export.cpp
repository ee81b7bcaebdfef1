// A review as a workbook or CSV, for the file.
#include "access_review/handlers.hpp"
#include "access_review/month.hpp"
#include "report/table_answer.hpp"

namespace rimlig::access_review {

using namespace kernel;

struct ReviewExport {
  report::TableFormat format = report::TableFormat::xlsx;
};
BOOST_DESCRIBE_STRUCT(ReviewExport, (), (format))

namespace {

using report::ColumnKind;

std::string swedish(std::optional<Verdict> verdict) {
  if (!verdict) return "inte bedömd";
  switch (*verdict) {
    case Verdict::justified: return "befogad";
    case Verdict::unclear: return "går inte att avgöra";
    case Verdict::unjustified: return "obefogad";
  }
  return "";
}

/// By number, and by name only what nobody is kept from.
std::string object_in_words(AccessEntryView const& entry) {
  if (entry.object_number.empty()) return entry.object_name;
  return (entry.object_kind == finding::Finding::table ? "Iakttagelse " : "") + entry.object_number;
}

Response export_review(Context& context, Id<AccessReview> id, Query<ReviewExport> query) {
  auto& tx = context.tx;
  auto const review = tx.get(id);
  auto const entries = entries_of(tx, review);
  std::size_t at = 0;
  report::RowSource const source = [&](std::vector<std::string>& cells) {
    if (at == entries.size()) return false;
    auto const& entry = entries[at++];
    cells = {std::to_string(entry.place), std::to_string(entry.audit_seq), entry.at.text, entry.who, entry.for_absent, entry.operation == "read" ? "läsning" : "export",
             object_in_words(entry), entry.unit_name, entry.asked, entry.from, swedish(entry.verdict), entry.comment,
             entry.judged_by.value_or(""), entry.judged_at ? entry.judged_at->text : ""};
    return true;
  };
  std::vector<report::Column> const columns{{"Nummer", 10, ColumnKind::number}, {"Loggpost", 10, ColumnKind::number}, {"När", 24}, {"Vem", 24}, {"Som ersättare för", 24},
                                            {"Vad", 12},   {"Objekt", 24},      {"Enhet", 24},   {"Begäran", 40},     {"Från", 18},  {"Bedömning", 20},
                                            {"Kommentar", 40}, {"Bedömd av", 24}, {"Bedömd när", 24}};
  return report::answer_with_table(context, {query.format, std::string(AccessReview::table), "Loggranskning " + review.month, "poster", columns, source, entries.size()});
}

}  // namespace

void export_routes(Routes& routes) {
  routes.add(Method::get, "/api/access-reviews/{id}/export", "exportAccessReview", "access_review.read", export_review, "En loggranskning som arbetsbok eller CSV");
}

}  // namespace rimlig::access_review
