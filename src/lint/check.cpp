#include "lint/check.hpp"

#include <algorithm>
#include <array>

#include "lint/catalogue.hpp"

namespace rimlig::lint {
namespace {

Item item_of(Action const& action) {
  Item item;
  item.key = action.key;
  item.label = action.label.empty() ? action.key : action.label;
  item.action = &action;
  for (auto const& [name, text] : {std::pair<std::string_view, std::string const&>{"control", action.control},
                                   {"event", action.event}, {"text", action.text}, {"analysis", action.analysis},
                                   {"reason", action.reason}})
    if (!text.empty()) item.fields.push_back({std::string(name), Words(text)});
  return item;
}

Item item_of(Finding const& finding) {
  Item item;
  item.key = finding.key;
  item.label = finding.label.empty() ? finding.key : finding.label;
  item.finding = &finding;
  if (!finding.title.empty()) item.fields.push_back({"title", Words(finding.title)});
  if (!finding.text.empty()) item.fields.push_back({"text", Words(finding.text)});
  for (std::size_t index = 0; index < finding.actions.size(); ++index)
    item.fields.push_back({"actions/" + std::to_string(index), Words(finding.actions[index])});
  for (std::size_t index = 0; index < finding.results.size(); ++index)
    item.fields.push_back({"results/" + std::to_string(index), Words(finding.results[index].text)});
  return item;
}

Item item_of(Document const& document) {
  Item item;
  item.key = document.key;
  item.label = "hela dokumentet";
  item.document = &document;
  if (!document.title.empty()) item.fields.push_back({"title", Words(document.title)});
  if (!document.summary.empty()) item.fields.push_back({"summary", Words(document.summary)});
  return item;
}

void check_item(Item const& item, Context const& context, Findings& out) {
  for (auto const* rule : catalogue()) {
    if (rule->text != nullptr)
      for (auto const& field : item.fields) rule->text(item, field, context, out);
    if (rule->item != nullptr) rule->item(item, context, out);
  }
}

std::vector<Item> items_of(Document const& document) {
  std::vector<Item> items;
  items.reserve(document.actions.size() + document.findings.size());
  for (auto const& action : document.actions) items.push_back(item_of(action));
  for (auto const& finding : document.findings) items.push_back(item_of(finding));
  return items;
}

/// A question that most rows would get is asked once, about the set: an inbox of 46 times "vem
/// ansvarar?" hides the question that matters.
void gather_repeated(std::vector<Observation>& found, std::span<Item const> items, Item const& document) {
  constexpr std::size_t fewest = 4;
  if (items.size() < fewest) return;
  // How often a control is made is asked only where there is a control.
  auto const with_control = static_cast<std::size_t>(
      std::count_if(items.begin(), items.end(), [](Item const& one) { return one.action != nullptr && !one.action->control.empty(); }));
  struct Group { std::string field; std::string question; std::size_t count = 0; std::vector<std::string> keys; };
  std::vector<Group> groups;
  auto const asked_per_row = [](Observation const& one) { return one.rule == "L7" && one.begin == one.end; };
  for (auto const& one : found) {
    if (!asked_per_row(one)) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](Group const& g) { return g.field == one.field; });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{one.field, one.question, 0, {}});
    ++group->count;
    group->keys.push_back(one.subject);
  }
  for (auto& group : groups) {
    auto const rows = group.field == "frequency" ? with_control : items.size();
    if (group.count < fewest || group.count * 10 < rows * 6) continue;
    std::erase_if(found, [&](Observation const& one) { return asked_per_row(one) && one.field == group.field; });
    Observation all;
    all.rule = "L7";
    all.severity = Severity::warning;
    all.subject = document.key;
    all.field = group.field;
    all.question = group.question + " Det gäller " + std::to_string(group.count) + " av " + std::to_string(rows) + ".";
    all.related = std::move(group.keys);
    found.push_back(std::move(all));
  }
}

}  // namespace

Field const* Item::field(std::string_view name) const {
  auto const found = std::find_if(fields.begin(), fields.end(), [&](Field const& one) { return one.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

Observation& Findings::add(std::string_view rule, Severity severity, Item const& item, std::string_view field,
                           std::string question, std::string suggestion) {
  into_.push_back({std::string(rule), severity, item.key, std::string(field), 0, 0, {}, std::move(question),
                   std::move(suggestion), {}, {}});
  return into_.back();
}

Observation& Findings::add(std::string_view rule, Severity severity, Item const& item, Field const& field,
                           std::size_t first, std::size_t last, std::string question, std::string suggestion) {
  auto& one = add(rule, severity, item, field.name, std::move(question), std::move(suggestion));
  one.begin = field.words.at(first).begin;
  one.end = field.words.at(last).end;
  one.quote = std::string(field.words.source(first, last));
  return one;
}

std::string_view to_text(Severity severity) {
  switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return {};
}

std::string_view to_swedish(Status status) {
  switch (status) {
    case Status::not_started: return "Ej påbörjad";
    case Status::in_progress: return "Pågår";
    case Status::delayed: return "Försenad/avvikelse";
    case Status::done: return "Avslutad";
    case Status::part_of_routine: return "Ingår i arbetssätten";
    case Status::not_done: return "Ej genomförd";
    case Status::cancelled: return "Avbruten";
  }
  return {};
}

std::span<Rule const* const> catalogue() {
  using namespace rules;
  static constexpr std::array all{&l01_share, &l03_summary, &l04_status_wording, &l07_missing, &l08_vague, &l09_dates,
                                  &l12_duplicates, &l13_names, &l14_statutes, &l15_vocabulary, &l16_layout,
                                  &l21_spelling, &l22_closing};
  return all;
}

std::span<RuleText const> rule_texts() {
  static auto const texts = [] {
    std::vector<RuleText> all;
    for (auto const* rule : catalogue()) all.push_back({rule->id, rule->title, rule->explanation, rule->severity});
    return all;
  }();
  return texts;
}

std::vector<Observation> check(Action const& action, Context const& context) {
  std::vector<Observation> found;
  Findings out(found);
  check_item(item_of(action), context, out);
  // How often a control is made is a matter of the control; each of its actions need not ask.
  std::erase_if(found, [](Observation const& one) { return one.rule == "L7" && one.field == "frequency"; });
  return found;
}

std::vector<Observation> check(Finding const& finding, Context const& context) {
  std::vector<Observation> found;
  Findings out(found);
  check_item(item_of(finding), context, out);
  return found;
}

std::vector<Observation> check(Document const& document, Context const& context) {
  std::vector<Observation> found;
  Findings out(found);
  auto const items = items_of(document);
  auto const whole = item_of(document);
  check_item(whole, context, out);
  for (auto const& item : items) check_item(item, context, out);
  gather_repeated(found, items, whole);
  for (auto const* rule : catalogue())
    if (rule->set != nullptr) rule->set(items, &whole, context, out);
  return found;
}

std::vector<Observation> check_across(Document const& document, Context const& context) {
  std::vector<Observation> found;
  Findings out(found);
  auto const items = items_of(document);
  auto const whole = item_of(document);
  for (auto const* rule : catalogue())
    if (rule->set != nullptr) rule->set(items, &whole, context, out);
  return found;
}

}  // namespace rimlig::lint
