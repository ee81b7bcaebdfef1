#include "lint/seed_data_test.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace json = boost::json;

namespace rimlig::lint::test {
namespace {

std::optional<json::value> shared_json(std::string const& name) {
  auto const* folder = std::getenv("RIMLIG_SHARED");
  auto const root = folder != nullptr ? std::filesystem::path(folder) : std::filesystem::path(RIMLIG_SOURCE_DIR) / "../shared";
  std::ifstream file(root / "data/seed" / name);
  if (!file) {
    MESSAGE("skipped: ", name, " is not here");
    return std::nullopt;
  }
  std::stringstream text;
  text << file.rdbuf();
  return json::parse(text.str());
}

std::string text(json::value const& object, char const* key) {
  auto const* found = object.as_object().if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::vector<std::string> texts(json::value const& value) {
  std::vector<std::string> all;
  if (value.is_string()) all.emplace_back(value.as_string());
  else if (value.is_array())
    for (auto const& one : value.as_array()) all.emplace_back(one.as_string());
  return all;
}

std::optional<Status> status(std::string const& name) {
  for (auto const one : {Status::not_started, Status::in_progress, Status::delayed, Status::done, Status::part_of_routine, Status::not_done, Status::cancelled})
    if (to_swedish(one) == name) return one;
  return std::nullopt;
}

std::optional<Seed> narrative(std::string const& file) {
  auto const read = shared_json(file);
  if (!read) return std::nullopt;
  auto const& source = read->as_object();
  Seed seed;
  auto const examined = std::to_string(source.at("review_year").as_int64());
  auto const followed = std::to_string(source.at("follow_up_year").as_int64());
  seed.document.title = text(*read, "title");
  seed.document.review_year = examined;
  if (source.contains("intro"))
    for (auto const& part : texts(source.at("intro"))) seed.document.summary += (seed.document.summary.empty() ? "" : "\n") + part;
  seed.context = {followed, examined + "-01-01", examined + "-12-31", followed, "2026-11-22"};
  for (auto const& one : source.at("findings").as_array()) {
    auto const& object = one.as_object();
    auto const number = std::to_string(object.at("no").as_int64());
    Finding finding;
    finding.key = "finding:" + number;
    finding.label = "punkt " + number;
    finding.title = text(one, "title");
    for (auto const& part : texts(object.at("finding"))) finding.text += (finding.text.empty() ? "" : "\n") + part;
    finding.actions = texts(object.at("actions"));
    if (object.contains("review_result"))
      for (auto const& part : texts(object.at("review_result"))) finding.results.push_back({followed, part});
    seed.document.findings.push_back(std::move(finding));
  }
  return seed;
}

}  // namespace

std::optional<Seed> seed_000() { return narrative("findings-2012.json"); }

std::optional<Seed> seed_001() {
  auto seed = narrative("findings-2013.json");
  if (!seed) return seed;
  // The structured data leaves the introduction out; it stands in the source like this.
  seed->document.summary =
      "Under 2014 har handlingsplanerna stämts av. I några fall pågår fortfarande arbete med att hantera risken och att "
      "säkerställa att man med en rimlig grad av säkerhet uppnår kraven. Stadsdelen kommer i december 2014 göra ytterligare "
      "en kontroll av de fall där arbetet fortfarande pågår. Utfallet från den kontrollen kommer att finnas med i "
      "verksamhetsberättelsen för 2014.";
  seed->document.repairs = {{RepairKind::hard_wrap, "", "", "", "", 7, 1},
                            {RepairKind::page_break, "finding:1", "actions/0", "detta dokumenteras i\n journalanteckningarna", "detta dokumenteras i journalanteckningarna", 61, 2}};
  return seed;
}

std::optional<Seed> seed_004() {
  auto const read = shared_json("measures-2018.json");
  if (!read) return std::nullopt;
  Seed seed;
  seed.document.title = text(*read, "title");
  seed.context = {"2018-12-31", "2018-01-01", "2018-12-31", "2018", "2026-11-22"};
  for (int page = 1; page <= 7; ++page) {
    seed.document.column_headings.push_back(page == 2 || page == 7 ? "Önskad händelse" : "Oönskad händelse");
    if (page > 1) seed.document.repairs.push_back({RepairKind::repeated_header, "", "", "Löpande kontroll/ Systematiska kontroller", "", 0, page});
  }
  for (auto const& one : read->as_object().at("measures").as_array()) {
    auto const& object = one.as_object();
    auto const line = std::to_string(object.at("source_lines").as_array().front().as_int64());
    auto const sequence = object.at("seq").as_int64();
    Action action;
    // Line 26 holds the end of one action and the whole of the next.
    action.key = "row:" + (sequence == 16 ? std::string("26") : line);
    action.label = "rad " + (sequence == 16 ? std::string("26") : line);
    action.control = text(one, "control");
    action.event = text(one, "unwanted_event");
    action.text = text(one, "measure");
    action.analysis = text(one, "analysis");
    action.status_raw = text(one, "status_raw");
    action.status = status(text(one, "status"));
    action.start = text(one, "start_date");
    action.due = text(one, "end_date");
    if (text(one, "control_source") == "blank_new_event") {
      action.control = text(one, "control_inherited");
      action.control_inherited = true;
    }
    for (auto const& join : object.at("joins").as_array()) {
      auto const how = text(join, "how");
      auto const kind = how.starts_with("hyphen") ? RepairKind::hyphen_split : RepairKind::page_break;
      seed.document.repairs.push_back({kind, action.key, text(join, "field") == "measure" ? "text" : text(join, "field"), "", "", static_cast<int>(join.as_object().at("line_next").as_int64()), 0});
    }
    for (auto const& mark : object.at("markup_removed").as_array())
      seed.document.repairs.push_back({RepairKind::html_residue, action.key, "", std::string(mark.as_string()), "", 0, 0});
    for (auto const& flag : object.at("flags").as_array())
      if (flag.as_string() == "mixed_row_continuation_and_new_measure")
        seed.document.repairs.push_back({RepairKind::ambiguous_row, action.key, "event", "Frånvaro som innebär att beslut inte fattas i tid.", "", 26, 3});
    seed.document.actions.push_back(std::move(action));
  }
  return seed;
}

std::vector<Observation> of(std::vector<Observation> const& all, std::string_view rule, std::string_view subject) {
  std::vector<Observation> some;
  for (auto const& one : all)
    if (one.rule == rule && (subject.empty() || one.subject == subject)) some.push_back(one);
  return some;
}

bool quotes(std::vector<Observation> const& all, std::string_view rule, std::string_view subject, std::string_view part) {
  for (auto const& one : of(all, rule, subject))
    if (one.quote.find(part) != std::string::npos) return true;
  return false;
}

std::string listing(std::vector<Observation> const& all) {
  std::string out;
  for (auto const& one : all)
    out += one.rule + " " + std::string(to_text(one.severity)) + " " + one.subject + " " + one.field + " [" + one.quote + "] " + one.question + " → " + one.suggestion + "\n";
  return out;
}

}  // namespace rimlig::lint::test
