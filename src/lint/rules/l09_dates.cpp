// L9: dates that cannot be, that lie outside the year reported on, or that have passed. A partial
// date is compared as the days it may mean, so "2013" is never early or late by accident.
#include <charconv>

#include "lint/calendar.hpp"
#include "lint/catalogue.hpp"
#include "lint/progress.hpp"

namespace rimlig::lint::rules {
namespace {

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool open(Status status) {
  switch (status) {
    case Status::not_started: case Status::in_progress: case Status::delayed: return true;
    case Status::done: case Status::part_of_routine: case Status::not_done: case Status::cancelled: return false;
  }
  return false;
}

/// Longer than a year, told from the dates alone: the same day a year later, or after.
bool spans_years(Days const& start, Days const& due) {
  auto const a_year_later = std::to_string(number(start.last.substr(0, 4)) + 1) + start.last.substr(4);
  return due.first >= a_year_later;
}

void check_action(Item const& item, Context const& context, Findings& out) {
  auto const& action = *item.action;
  // Each question stands on both dates, whichever it points at.
  auto const quote = [&](Observation& one, std::string const& text) {
    one.begin = 0;
    one.end = text.size();
    one.quote = text;
    one.basis = action.start + "/" + action.due;
  };
  auto const start = days(action.start), due = days(action.due);
  for (auto const& [name, text] : {std::pair<std::string_view, std::string const&>{"start", action.start}, {"due", action.due}})
    if (!text.empty() && !is_partial_date(text))
      quote(out.add("L9", Severity::error, item, name, "”" + text + "” är inget datum. Vilken dag, månad eller vilket år avses?",
                    "Skriv datum som 2026, 2026-04 eller 2026-04-30."), text);
  if (start && due && start->first > due->last)
    quote(out.add("L9", Severity::error, item, "due", "Slutdatum " + action.due + " ligger före startdatum " + action.start + ". Vilket är rätt?",
                  "Byt plats på datumen eller rätta det ena."), action.due);
  bool const before_period = due && !context.period_from.empty() && due->last < context.period_from;
  if (before_period) {
    bool const is_open = action.status && open(*action.status);
    quote(out.add("L9", is_open ? Severity::error : Severity::warning, item, "due",
                  "Åtgärden skulle vara klar " + action.due + ", före perioden som redovisas (" + std::string(year_of(context.period_from)) +
                      "). Hör den hemma i den här uppföljningen?",
                  is_open ? "Sätt ett nytt slutdatum och skriv varför det blev senare." : "Ta bort den ur årets uppföljning, eller skriv vad som gjorts i år."),
          action.due);
  }
  if (!before_period && due && action.status && open(*action.status)) {
    auto const report = days(context.report_date);
    if (report && due->last < report->first)
      quote(out.add("L9", Severity::warning, item, "due", "Slutdatum " + action.due + " har passerat. När blir åtgärden klar?",
                    "Sätt ett nytt slutdatum och skriv orsaken."), action.due);
  }
  if (start && !context.period_to.empty() && start->first > context.period_to)
    quote(out.add("L9", Severity::info, item, "start", "Åtgärden börjar " + action.start + ", efter perioden som redovisas. Hör den hemma här?", ""), action.start);
  if (start && due && start->first <= due->last && spans_years(*start, *due))
    quote(out.add("L9", Severity::info, item, "due", "Åtgärden löper längre än ett år (" + action.start + " till " + action.due + "). Är det en åtgärd som ska bli klar, eller något som görs löpande?",
                  "Görs den löpande: välj status Ingår i arbetssätten."), action.due);
  if (action.start.size() == 10 && action.start.ends_with("-12-31"))
    quote(out.add("L9", Severity::info, item, "start", "Startdatum är årets sista dag (" + action.start + "). Skulle det vara 1 januari?",
                  std::to_string(number(action.start.substr(0, 4)) + 1) + "-01-01"), action.start);
}

/// An action that is told as done in the year that was examined may be older than the finding.
void check_finding(Item const& item, Context const& context, Findings& out) {
  auto const examined = number(year_of(context.period_from));
  if (examined == 0) return;
  for (auto const& field : item.fields) {
    if (!field.name.starts_with("actions")) continue;
    auto const& words = field.words;
    for (std::size_t token = 0; token + 1 < words.size(); ++token) {
      if (words[token] != "under" || year_at(words, token + 1) != examined) continue;
      auto const [first, last] = words.sentence_of(token);
      bool past = false;
      for (auto at = first; at < last; ++at) past = past || words[at] == "har" || words[at] == "hade";
      if (!past) continue;
      out.add("L9", Severity::info, item, field, token, token + 1,
              "Åtgärden är daterad " + std::string(words[token + 1]) + ", samma år som granskningen. Gjordes den före eller efter att bristen upptäcktes?",
              "Ange månad, eller beskriv vad som gjorts efter granskningen.");
    }
  }
}

void check_item(Item const& item, Context const& context, Findings& out) {
  if (item.action != nullptr) check_action(item, context, out);
  if (item.finding != nullptr) check_finding(item, context, out);
}

}  // namespace

Rule const l09_dates{"L9", Severity::error, "Datum som inte går ihop",
                     "Start ska ligga före slut, slutdatum inom perioden som redovisas, och ett passerat slutdatum ska få en "
                     "förklaring. Ett år räknas som hela året.",
                     nullptr, &check_item, nullptr};

}  // namespace rimlig::lint::rules
