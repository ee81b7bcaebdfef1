#include "import/preview.hpp"

#include "import/actions_reading.hpp"
#include "import/narrative_reading.hpp"
#include "import/questions.hpp"
#include "import/text_tools.hpp"
#include "kernel/crypto.hpp"

namespace rimlig::import {

namespace {

std::string joined(std::vector<std::string> const& parts, std::string_view between) {
  std::string out;
  for (auto const& part : parts) out += (out.empty() ? std::string() : std::string(between)) + part;
  return out;
}

std::optional<std::string> if_any(std::string text) {
  if (text.empty()) return {};
  return text;
}

ImportRepair repair_of(Repair const& repair) {
  return {std::string(name_of(repair.kind)), repair.field, repair.before, repair.after, repair.line, repair.page, repair.text};
}

ImportQuestion question_of(RowQuestion const& question) {
  return {question.rule, question.severity, question.field, question.text, question.quote,
          static_cast<std::int64_t>(question.begin), static_cast<std::int64_t>(question.end), question.suggestion};
}

void spread(Preview& preview, std::vector<Repair> const& repairs, std::vector<RowQuestion> const& questions) {
  auto const row = [&](std::uint32_t seq) { return seq >= 1 && seq <= preview.rows.size() ? &preview.rows[seq - 1] : nullptr; };
  for (auto const& repair : repairs) {
    if (auto* at = row(repair.row)) at->repairs.push_back(repair_of(repair));
    else preview.repairs.push_back(repair_of(repair));
  }
  for (auto const& question : questions) {
    if (auto* at = row(question.row)) at->questions.push_back(question_of(question));
    else preview.questions.push_back(question_of(question));
  }
}

/// Rows that say the very same get numbers, so that each is itself and yet the same in the next file.
std::string content_key(std::map<std::string, int>& seen, std::string const& identity) {
  auto const times = ++seen[identity];
  return kernel::sha256_hex(identity + "\n" + std::to_string(times));
}

template <class Number>
std::vector<std::int64_t> numbers(std::vector<Number> const& from) {
  return {from.begin(), from.end()};
}

Preview preview_actions(reader::Document const& document, std::string const& today) {
  auto const reading = read_actions(document);
  Preview preview;
  preview.kind = ImportKind::actions;
  preview.title = reading.title;
  if (reading.year) preview.year = *reading.year;
  preview.events = reading.events;
  std::map<std::string, int> seen;
  for (auto const& row : reading.rows) {
    PreviewRow out;
    out.seq = row.seq;
    out.source_lines = numbers(row.source_lines);
    out.source_pages = numbers(row.source_pages);
    out.source_text = row.source_text;
    out.joins = row.joins;
    auto& to = out.reading;
    to.control = row.control;
    to.control_inherited = row.control_inherited;
    to.control_source = name_of(row.control_source);
    to.unwanted_event = row.unwanted_event;
    to.event_source = name_of(row.event_source);
    to.action = if_any(row.action);
    to.status = if_any(row.status_code);
    to.status_text = if_any(row.status);
    to.status_raw = if_any(row.status_raw);
    to.icon = if_any(row.icon_raw);
    to.start = row.start;
    to.due = row.due;
    to.analysis = row.analysis;
    to.responsible = row.responsible;
    to.unit = row.unit;
    out.content_key = content_key(seen, "action\n" + folded(row.unwanted_event.value_or("")) + "\n" + folded(row.action) + "\n" + row.start.value_or(""));
    preview.rows.push_back(std::move(out));
  }
  spread(preview, reading.repairs, questions(reading, today));
  return preview;
}

Preview preview_findings(reader::Document const& document, std::string const& today) {
  auto const reading = read_findings(document);
  Preview preview;
  preview.kind = ImportKind::findings;
  preview.title = reading.title;
  if (reading.review_year) preview.year = *reading.review_year;
  std::map<std::string, int> seen;
  for (auto const& row : reading.findings) {
    PreviewRow out;
    out.seq = row.seq;
    out.source_lines = numbers(row.source_lines);
    out.source_pages = numbers(row.source_pages);
    out.source_text = row.source_text;
    auto& to = out.reading;
    to.control_source = to.event_source = "none";
    to.title = row.title;
    to.text = if_any(joined(row.text, "\n"));
    to.actions = if_any(joined(row.actions, "\n"));
    to.review_result = if_any(joined(row.review_result, "\n"));
    if (reading.follow_up_year && to.review_result) to.review_year = std::to_string(*reading.follow_up_year);
    to.assessment = row.assessment;
    to.bases = if_any(joined(row.bases, ","));
    out.content_key = content_key(seen, "finding\n" + std::to_string(reading.review_year.value_or(0)) + "\n" + folded(row.title) + "\n" + folded(joined(row.text, "\n")));
    preview.rows.push_back(std::move(out));
  }
  spread(preview, reading.repairs, questions(reading, today));
  return preview;
}

}  // namespace

Preview preview_of(reader::Document const& document, std::string const& today, std::optional<ImportKind> kind) {
  if (!kind) kind = holds_actions(document) || !holds_findings(document) ? ImportKind::actions : ImportKind::findings;
  auto preview = *kind == ImportKind::actions ? preview_actions(document, today) : preview_findings(document, today);
  preview.format = reader::name_of(document.format);
  preview.encoding = document.encoding;
  for (auto const& warning : document.warnings) preview.warnings.push_back({warning.code, warning.text, warning.line, warning.column});
  if (document.warnings_left_out)
    preview.warnings.push_back({"more", "Ytterligare " + std::to_string(document.warnings_left_out) + " varningar av samma slag visas inte.", 0, 0});
  if (preview.rows.empty()) throw reader::Refusal("no_rows", "Filen har rubriker men inga rader. Kontrollera att rätt fil valdes och att exporten blev hel.");
  return preview;
}

}  // namespace rimlig::import
