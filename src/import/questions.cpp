#include "import/questions.hpp"

#include <algorithm>
#include <charconv>

#include "lint/check.hpp"

namespace rimlig::import {
namespace {

std::string key_of(std::uint32_t row) { return "row:" + std::to_string(row); }

std::uint32_t row_of(std::string const& key) {
  std::uint32_t row = 0;
  if (key.starts_with("row:")) std::from_chars(key.data() + 4, key.data() + key.size(), row);
  return row;
}

/// The reading has its own names for the columns of the source.
std::string field_of(std::string const& field) {
  if (field == "event") return "unwanted_event";
  if (field == "text") return "action";
  if (field == "owner") return "responsible";
  return field;
}
std::string field_of_finding(std::string const& field) {
  return field.starts_with("results/") ? "review_result/" + field.substr(8) : field == "owner" ? "responsible" : field;
}

std::optional<lint::Status> status_of(std::string const& code) {
  using enum lint::Status;
  if (code == "not_started") return not_started;
  if (code == "in_progress") return in_progress;
  if (code == "delayed") return delayed;
  if (code == "done") return done;
  if (code == "part_of_routine") return part_of_routine;
  if (code == "not_done") return not_done;
  if (code == "cancelled") return cancelled;
  return std::nullopt;
}

lint::Context context_of(std::optional<int> const& examined, std::optional<int> const& written, std::string const& today) {
  lint::Context context;
  context.today = today;
  if (examined) {
    context.period_from = std::to_string(*examined) + "-01-01";
    context.period_to = std::to_string(*examined) + "-12-31";
  }
  if (auto const year = written ? written : examined) context.document_date = std::to_string(*year);
  return context;
}

/// The reading's doubt and the rule may ask the same; the doubt knows the file, so it stays.
bool already_asked(std::vector<RowQuestion> const& asked, std::size_t doubts, RowQuestion const& one) {
  return std::any_of(asked.begin(), asked.begin() + static_cast<std::ptrdiff_t>(doubts),
                     [&](RowQuestion const& doubt) { return doubt.rule == one.rule && doubt.row == one.row && doubt.field == one.field; });
}

std::vector<RowQuestion> gather(std::vector<Doubt> const& doubts, std::vector<lint::Observation> observations, std::string (*name)(std::string const&)) {
  std::vector<RowQuestion> all;
  for (auto const& doubt : doubts)
    all.push_back({doubt.row, doubt.rule, doubt.severity, doubt.field, doubt.text, doubt.quote, 0, 0, doubt.suggestion});
  for (auto& one : observations) {
    RowQuestion question{row_of(one.subject), one.rule, one.severity, name(one.field), one.question, one.quote, one.begin, one.end, one.suggestion};
    if (!already_asked(all, doubts.size(), question)) all.push_back(std::move(question));
  }
  return all;
}

/// A table without the column is one question about the file, not one about every row.
bool lacks_column(std::vector<Doubt> const& doubts, std::string_view field) {
  return std::any_of(doubts.begin(), doubts.end(), [&](Doubt const& one) { return one.rule == "L7" && one.row == 0 && one.field == field; });
}

std::string joined(std::vector<std::string> const& paragraphs) {
  std::string text;
  for (auto const& one : paragraphs) text += (text.empty() ? "" : "\n") + one;
  return text;
}

}  // namespace

std::vector<RowQuestion> questions(Reading const& reading, std::string const& today) {
  lint::Document document;
  document.title = reading.title;
  for (auto const& row : reading.rows) {
    lint::Action action;
    action.key = key_of(row.seq);
    action.label = row.source_lines.empty() ? "rad " + std::to_string(row.seq) : "rad " + std::to_string(row.source_lines.front());
    action.control = row.control.value_or("");
    action.event = row.unwanted_event.value_or("");
    action.text = row.action;
    action.analysis = row.analysis.value_or("");
    action.owner = row.responsible.value_or("");
    action.status = status_of(row.status_code);
    action.status_raw = row.status_raw;
    action.start = row.start.value_or("");
    action.due = row.due.value_or("");
    document.actions.push_back(std::move(action));
  }
  auto found = lint::check(document, context_of(reading.year, std::nullopt, today));
  if (lacks_column(reading.doubts, "analysis")) std::erase_if(found, [](lint::Observation const& one) { return one.rule == "L22"; });
  return gather(reading.doubts, std::move(found), field_of);
}

std::vector<RowQuestion> questions(NarrativeReading const& reading, std::string const& today) {
  lint::Document document;
  document.title = reading.title;
  document.summary = joined(reading.introduction);
  for (auto const& row : reading.findings) {
    lint::Finding finding;
    finding.key = key_of(row.seq);
    finding.label = "punkt " + std::to_string(row.seq);
    finding.title = row.title;
    finding.text = joined(row.text);
    finding.actions = row.actions;
    for (auto const& paragraph : row.review_result)
      finding.results.push_back({reading.follow_up_year ? std::to_string(*reading.follow_up_year) : "", paragraph});
    document.findings.push_back(std::move(finding));
  }
  return gather(reading.doubts, lint::check(document, context_of(reading.review_year, reading.follow_up_year, today)), field_of_finding);
}

}  // namespace rimlig::import
