#include "import/lint_file.hpp"

#include "import/actions_reading.hpp"
#include "import/questions.hpp"
#include "kernel/json_text.hpp"

namespace rimlig::import {
namespace {

std::string json_string(std::string_view text) {
  std::string out;
  kernel::append_json_string(out, text);
  return out;
}

std::string as_json(std::string const& file, std::string_view kind, std::vector<RowQuestion> const& all) {
  std::string out = "{\"file\":" + json_string(file) + ",\"kind\":" + json_string(kind) + ",\"questions\":[";
  for (auto const& one : all) {
    if (out.back() != '[') out += ',';
    out += "{\"rule\":" + json_string(one.rule) + ",\"severity\":" + json_string(to_text(one.severity)) + ",\"row\":" + std::to_string(one.row) + ",\"field\":" + json_string(one.field) +
           ",\"text\":" + json_string(one.text) + ",\"quote\":" + json_string(one.quote) + ",\"begin\":" + std::to_string(one.begin) + ",\"end\":" + std::to_string(one.end) +
           ",\"suggestion\":" + json_string(one.suggestion) + "}";
  }
  return out + "]}";
}

std::string for_person(std::string const& file, std::string_view unit, std::vector<RowQuestion> const& all) {
  std::string text = file + ": " + std::to_string(all.size()) + (all.size() == 1 ? " fråga." : " frågor.");
  for (auto const& one : all) {
    text += "\n" + (one.row == 0 ? std::string("hela filen") : std::string(unit) + " " + std::to_string(one.row)) + "  " + one.rule + "  " + one.text;
    if (!one.suggestion.empty()) text += "  Förslag: " + one.suggestion;
  }
  return text;
}

}  // namespace

FileLint lint_document(reader::Document const& document, std::string const& file_name, std::string const& today, bool json) {
  bool const actions = holds_actions(document);
  auto const all = actions ? questions(read_actions(document), today) : questions(read_findings(document), today);
  FileLint result;
  for (auto const& one : all)
    if (one.severity == Severity::error) result.exit_code = 3;
  result.text = json ? as_json(file_name, actions ? "actions" : "findings", all) : for_person(file_name, actions ? "åtgärd" : "punkt", all);
  return result;
}

}  // namespace rimlig::import
