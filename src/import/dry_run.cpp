// What `rimlig import … --dry-run` prints.
#include "import/preview.hpp"
#include "kernel/json_text.hpp"

namespace rimlig::import {

namespace {

class Json {
public:
  explicit Json(std::string& out) : out_(out) {}
  Json& key(std::string_view name) {
    comma();
    kernel::append_json_string(out_, name);
    out_ += ':';
    first_ = true;
    return *this;
  }
  void text(std::string_view value) {
    comma();
    kernel::append_json_string(out_, value);
  }
  void text_or_null(std::optional<std::string> const& value) {
    if (value) text(*value);
    else raw("null");
  }
  void number(std::int64_t value) { raw(std::to_string(value)); }
  void raw(std::string_view value) {
    comma();
    out_ += value;
  }
  void open(char bracket) {
    comma();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }

private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  std::string& out_;
  bool first_ = true;
};

void numbers(Json& json, std::string_view name, std::vector<std::int64_t> const& values) {
  json.key(name).open('[');
  for (auto const value : values) json.number(value);
  json.close(']');
}

void repair(Json& json, ImportRepair const& one, std::uint32_t row) {
  json.open('{');
  json.key("kind").text(one.kind);
  json.key("row").number(row);
  json.key("field").text(one.field);
  json.key("before").text(one.before);
  json.key("after").text(one.after);
  json.key("line").number(one.line);
  json.key("page").number(one.page);
  json.key("text").text(one.text);
  json.close('}');
}

void question(Json& json, ImportQuestion const& one, std::uint32_t row) {
  json.open('{');
  json.key("rule").text(one.rule);
  json.key("severity").text(to_text(one.severity));
  json.key("row").number(row);
  json.key("field").text(one.field);
  json.key("text").text(one.text);
  json.key("quote").text(one.quote);
  json.key("suggestion").text(one.suggestion);
  json.close('}');
}

void source(Json& json, PreviewRow const& row) {
  numbers(json, "source_lines", row.source_lines);
  numbers(json, "source_pages", row.source_pages);
  json.key("source_text").text(row.source_text);
}

void action_row(Json& json, PreviewRow const& row) {
  auto const& from = row.reading;
  json.open('{');
  json.key("seq").number(row.seq);
  json.key("control").text_or_null(from.control);
  json.key("control_source").text(from.control_source);
  json.key("control_inherited").text_or_null(from.control_source == "explicit" ? std::nullopt : from.control_inherited);
  json.key("unwanted_event").text_or_null(from.unwanted_event);
  json.key("event_source").text(from.event_source);
  json.key("action").text_or_null(from.action);
  json.key("status").text_or_null(from.status_text);
  json.key("status_code").text_or_null(from.status);
  json.key("status_raw").text_or_null(from.status_raw);
  json.key("icon").text_or_null(from.icon);
  json.key("start").text_or_null(from.start);
  json.key("due").text_or_null(from.due);
  json.key("analysis").text_or_null(from.analysis);
  json.key("responsible").text_or_null(from.responsible);
  json.key("unit").text_or_null(from.unit);
  json.key("joins").open('[');
  for (auto const& join : row.joins) {
    json.open('{');
    json.key("field").text(join.field);
    json.key("line_first").number(join.line_first);
    json.key("line_next").number(join.line_next);
    json.key("how").text(name_of(join.how));
    json.close('}');
  }
  json.close(']');
  source(json, row);
  json.close('}');
}

void lines(Json& json, std::string_view name, std::optional<std::string> const& text) {
  json.key(name).open('[');
  for (std::size_t at = 0; text && at <= text->size();) {
    auto end = text->find('\n', at);
    if (end == std::string::npos) end = text->size();
    if (end > at) json.text(std::string_view(*text).substr(at, end - at));
    at = end + 1;
  }
  json.close(']');
}

void finding_row(Json& json, PreviewRow const& row) {
  auto const& from = row.reading;
  json.open('{');
  json.key("no").number(row.seq);
  json.key("title").text_or_null(from.title);
  lines(json, "finding", from.text);
  lines(json, "actions", from.actions);
  lines(json, "review_result", from.review_result);
  json.key("assessment").text_or_null(from.assessment);
  json.key("bases").text_or_null(from.bases);
  source(json, row);
  json.close('}');
}

std::map<std::string, int> status_counts(Preview const& preview) {
  std::map<std::string, int> counts;
  for (auto const& row : preview.rows) ++counts[row.reading.status_text.value_or("")];
  return counts;
}

}  // namespace

std::string dry_run_json(Preview const& preview) {
  std::string out;
  Json json(out);
  bool const actions = preview.kind == ImportKind::actions;
  json.open('{');
  json.key(actions ? "actions" : "findings").number(static_cast<std::int64_t>(preview.rows.size()));
  if (actions) {
    json.key("status").open('{');
    for (auto const& [status, count] : status_counts(preview)) json.key(status).number(count);
    json.close('}');
    json.key("events").number(preview.events);
  }
  json.key("title").text(preview.title);
  if (preview.year) json.key("year").number(*preview.year);
  else json.key("year").raw("null");
  json.key("format").text(preview.format);
  json.key("encoding").text(preview.encoding);
  json.key("repairs").open('[');
  for (auto const& one : preview.repairs) repair(json, one, 0);
  for (auto const& row : preview.rows)
    for (auto const& one : row.repairs) repair(json, one, row.seq);
  json.close(']');
  json.key("questions").open('[');
  for (auto const& one : preview.questions) question(json, one, 0);
  for (auto const& row : preview.rows)
    for (auto const& one : row.questions) question(json, one, row.seq);
  json.close(']');
  json.key("warnings").open('[');
  for (auto const& one : preview.warnings) {
    json.open('{');
    json.key("code").text(one.code);
    json.key("text").text(one.text);
    json.key("line").number(one.line);
    json.key("column").number(one.column);
    json.close('}');
  }
  json.close(']');
  json.key("rows").open('[');
  for (auto const& row : preview.rows) actions ? action_row(json, row) : finding_row(json, row);
  json.close(']');
  json.close('}');
  return out;
}

std::string dry_run_text(Preview const& preview) {
  bool const actions = preview.kind == ImportKind::actions;
  std::size_t repairs = preview.repairs.size(), questions = preview.questions.size();
  for (auto const& row : preview.rows) {
    repairs += row.repairs.size();
    questions += row.questions.size();
  }
  std::string out = (preview.title.empty() ? std::string("Utan rubrik") : preview.title) + "\n" + std::to_string(preview.rows.size()) + (actions ? " åtgärder" : " iakttagelser");
  if (actions) {
    out += ", " + std::to_string(preview.events) + " oönskade händelser\n";
    for (auto const& [status, count] : status_counts(preview)) out += "  " + (status.empty() ? std::string("Status saknas") : status) + ": " + std::to_string(count) + "\n";
  } else {
    out += "\n";
    for (auto const& row : preview.rows) out += "  " + std::to_string(row.seq) + ". " + row.reading.title.value_or("") + "\n";
  }
  out += std::to_string(repairs) + " lagningar, " + std::to_string(questions) + " frågor, " + std::to_string(preview.warnings.size()) + " varningar.\n";
  for (auto const& warning : preview.warnings) out += "Varning" + (warning.line ? " rad " + std::to_string(warning.line) : std::string()) + ": " + warning.text + "\n";
  out += "Inget är sparat.";
  return out;
}

}  // namespace rimlig::import
