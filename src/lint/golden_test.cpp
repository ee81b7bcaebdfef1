#include "lint/golden_test.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "lint/seed_data_test.hpp"

namespace rimlig::lint::test {
namespace {

struct Expected { std::string severity, quote, question; };

struct Case {
  std::string name;
  Document document;
  Context context;
  std::vector<Expected> expected;
};

std::string trimmed(std::string_view text) {
  auto const first = text.find_first_not_of(" \r");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \r") - first + 1));
}

std::optional<Status> status_by_code(std::string const& code) {
  static std::vector<std::pair<std::string, Status>> const codes{
      {"not_started", Status::not_started}, {"in_progress", Status::in_progress}, {"delayed", Status::delayed}, {"done", Status::done},
      {"part_of_routine", Status::part_of_routine}, {"not_done", Status::not_done}, {"cancelled", Status::cancelled}};
  for (auto const& [name, status] : codes)
    if (name == code) return status;
  FAIL("no such status: ", code);
  return std::nullopt;
}

/// Collects one subject's lines and decides at its end whether it is an action or a finding.
struct Subject {
  Action action;
  Finding finding;
  bool is_action = false, is_finding = false;

  void finish(Document& document) {
    auto const number = std::to_string(document.actions.size() + document.findings.size() + 1);
    if (is_finding) {
      finding.key = "finding:" + number;
      finding.label = "punkt " + number;
      document.findings.push_back(finding);
    } else if (is_action) {
      action.key = "action:" + number;
      action.label = "rad " + number;
      document.actions.push_back(action);
    }
    *this = {};
  }

  bool set(std::string const& key, std::string const& value) {
    if (key == "title") finding.title = value;
    else if (key == "finding") finding.text = value;
    else if (key == "action") finding.actions.push_back(value);
    else if (key == "result") finding.results.push_back({"", value});
    else {
      if (key == "status") action.status = status_by_code(value);
      else if (key == "text") action.text = value;
      else if (key == "analysis") action.analysis = value;
      else if (key == "control") action.control = value;
      else if (key == "event") action.event = value;
      else if (key == "reason") action.reason = value;
      else if (key == "start") action.start = value;
      else if (key == "due") action.due = value;
      else if (key == "owner") action.owner = value;
      else if (key == "raw") action.status_raw = value;
      else if (key == "evidence") action.evidence_count = std::stoi(value);
      else if (key == "inherited") action.control_inherited = value == "yes";
      else return false;
      is_action = true;
      return true;
    }
    is_finding = true;
    return true;
  }
};

void set_document(Case& one, std::string const& key, std::string const& value) {
  if (key == "summary") one.document.summary = value;
  else if (key == "heading") one.document.column_headings.push_back(value);
  else if (key == "name") one.document.names.push_back(value);
  else if (key == "period") one.context.period_from = value + "-01-01", one.context.period_to = value + "-12-31";
  else if (key == "date") one.context.document_date = value;
  else if (key == "report") one.context.report_date = value;
  else if (key == "today") one.context.today = value;
  else FAIL("no such key: ", key, " in ", one.name);
}

std::vector<Case> cases_in(std::filesystem::path const& path) {
  std::ifstream file(path);
  std::vector<Case> cases;
  Subject subject;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line.starts_with('#')) continue;
    if (line.starts_with("= ")) {
      if (!cases.empty()) subject.finish(cases.back().document);
      cases.emplace_back().name = line.substr(2);
    } else if (line.starts_with("> ")) {
      auto const first = line.find('|'), second = line.find('|', first + 1);
      cases.back().expected.push_back({trimmed(line.substr(2, first - 2)), trimmed(line.substr(first + 1, second - first - 1)), trimmed(line.substr(second + 1))});
    } else if (trimmed(line) == "item") {
      subject.finish(cases.back().document);
    } else {
      auto const colon = line.find(':');
      REQUIRE_MESSAGE(colon != std::string::npos, line);
      auto const key = line.substr(0, colon), value = trimmed(line.substr(colon + 1));
      if (!subject.set(key, value)) set_document(cases.back(), key, value);
    }
  }
  if (!cases.empty()) subject.finish(cases.back().document);
  return cases;
}

}  // namespace

void run_cases(std::string_view rule) {
  std::vector<std::filesystem::path> files;
  for (auto const& entry : std::filesystem::directory_iterator(std::filesystem::path(RIMLIG_SOURCE_DIR) / "tests/data/lint" / rule))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  for (auto const& file : files)
    for (auto const& one : cases_in(file)) {
      INFO(file.filename().string(), ": ", one.name);
      auto const found = of(check(one.document, one.context), rule);
      INFO("found:\n", listing(found));
      CHECK(found.size() == one.expected.size());
      std::vector<bool> used(found.size());
      for (auto const& wanted : one.expected) {
        bool hit = false;
        for (std::size_t index = 0; index < found.size() && !hit; ++index) {
          auto const& got = found[index];
          hit = !used[index] && to_text(got.severity) == wanted.severity && got.quote.find(wanted.quote) != std::string::npos &&
                got.question.find(wanted.question) != std::string::npos;
          if (hit) used[index] = true;
        }
        CHECK_MESSAGE(hit, "expected ", wanted.severity, " | ", wanted.quote, " | ", wanted.question);
      }
    }
}

}  // namespace rimlig::lint::test
