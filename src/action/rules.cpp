#include "action/rules.hpp"

#include <charconv>

namespace rimlig::action {

namespace {

bool blank(std::string_view text) { return text.find_first_not_of(" \t\n") == std::string_view::npos; }

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

/// Months of one occurrence; 0 for a control that is not planned by date.
int months_of(Frequency frequency) {
  switch (frequency) {
    case Frequency::continuous: return 0;
    case Frequency::monthly: return 1;
    case Frequency::tertial: return 4;
    case Frequency::half_yearly: return 6;
    case Frequency::yearly:
    case Frequency::at_closing: return 12;
  }
  return 0;
}

void missing_when_done(StatusFacts const& facts, std::string_view today, std::vector<Missing>& out) {
  if (blank(facts.analysis)) out.push_back({"analysis", "required", "Skriv en analys innan åtgärden avslutas."});
  if (facts.evidence == 0 && blank(facts.no_evidence_reason))
    out.push_back({"no_evidence_reason", "required", "Lägg till ett underlag, eller skriv varför det inte finns något."});
  if (blank(facts.effect) && facts.effect_review_on.empty())
    out.push_back({"effect", "required", "Bedöm effekten nu, eller ange en dag då den ska bedömas."});
  if (!facts.done_on.empty() && facts.done_on > today)
    out.push_back({"done_on", "in_future", "Avslutsdagen kan inte ligga framåt i tiden."});
  if (!facts.start.empty() && kernel::PartialDate{std::string(facts.start)}.first_day() > today)
    out.push_back({"start", "in_future", "Startdatumet har inte varit ännu. Rätta det innan åtgärden avslutas."});
}

void missing_when_delayed(StatusFacts const& facts, std::string_view today, std::vector<Missing>& out) {
  if (blank(facts.reason)) out.push_back({"reason", "required", "Skriv varför åtgärden är försenad."});
  if (facts.due.empty()) {
    out.push_back({"due", "required", "Ange ett nytt slutdatum."});
  } else if (last_day(facts.due) < today) {
    out.push_back({"due", "in_past", "Det nya slutdatumet har redan passerat. Välj ett senare."});
  } else if (facts.from != Status::delayed && facts.due == facts.due_before) {
    out.push_back({"due", "unchanged", "Ange ett nytt slutdatum. Det tidigare finns kvar i historiken."});
  }
}

}  // namespace

std::string_view swedish(Status status) {
  switch (status) {
    case Status::not_started: return "Ej påbörjad";
    case Status::in_progress: return "Pågår";
    case Status::delayed: return "Försenad/avvikelse";
    case Status::done: return "Avslutad";
    case Status::part_of_routine: return "Ingår i arbetssätten";
    case Status::not_done: return "Ej genomförd";
    case Status::cancelled: return "Avbruten";
  }
  return "";
}

bool is_closed(Status status) {
  switch (status) {
    case Status::done:
    case Status::part_of_routine:
    case Status::cancelled: return true;
    case Status::not_started:
    case Status::in_progress:
    case Status::delayed:
    case Status::not_done: return false;
  }
  return false;
}

std::vector<Missing> missing(StatusFacts const& facts, std::string_view today) {
  std::vector<Missing> out;
  switch (facts.to) {
    case Status::not_started:
    case Status::in_progress:
      // Work that was called finished is not opened again without a word.
      if (facts.from != facts.to && is_closed(facts.from) && blank(facts.reason))
        out.push_back({"reason", "required", "Skriv varför åtgärden öppnas igen."});
      break;
    case Status::done: missing_when_done(facts, today, out); break;
    case Status::delayed: missing_when_delayed(facts, today, out); break;
    case Status::part_of_routine:
      if (blank(facts.document_ref)) out.push_back({"document_ref", "required", "Ange vilket styrdokument som beskriver arbetssättet."});
      if (!facts.has_recurring_control)
        out.push_back({"recurring_control_id", "required", "Välj den återkommande kontroll som bevakar arbetssättet."});
      break;
    case Status::not_done:
      if (blank(facts.reason)) out.push_back({"reason", "required", "Skriv varför åtgärden inte har genomförts."});
      break;
    case Status::cancelled:
      if (blank(facts.reason)) out.push_back({"reason", "required", "Skriv varför åtgärden avbryts."});
      if (blank(facts.decided_by)) out.push_back({"decided_by", "required", "Ange vem som har beslutat att avbryta."});
      break;
  }
  return out;
}

std::vector<NextStatus> next_statuses(Status from, std::size_t evidence) {
  std::vector<NextStatus> out;
  for (auto const to : all_statuses) {
    NextStatus next{to, {}, {}};
    switch (to) {
      case Status::not_started:
      case Status::in_progress:
        if (from != to && is_closed(from)) next.requires_all = {"reason"};
        break;
      case Status::delayed: next.requires_all = {"reason", "due"}; break;
      case Status::done:
        next.requires_all = {"analysis"};
        if (evidence == 0) next.one_of.push_back({"evidence", "no_evidence_reason"});
        next.one_of.push_back({"effect", "effect_review_on"});
        break;
      case Status::part_of_routine: next.requires_all = {"document_ref", "recurring_control_id"}; break;
      case Status::not_done: next.requires_all = {"reason"}; break;
      case Status::cancelled: next.requires_all = {"reason", "decided_by"}; break;
    }
    out.push_back(std::move(next));
  }
  return out;
}

std::string last_day(std::string_view partial_date) {
  return partial_date.empty() ? std::string{} : kernel::PartialDate{std::string(partial_date)}.last_day();
}

bool is_late(Status status, std::string_view due, std::string_view day) {
  return !is_closed(status) && !due.empty() && last_day(due) < day;
}

std::vector<Occurrence> occurrences(Frequency frequency, int year) {
  std::vector<Occurrence> out;
  int const months = months_of(frequency);
  if (months == 0) return out;
  std::string const written = std::to_string(year);
  for (int first = 1; first <= 12; first += months) {
    int const last = first + months - 1;
    auto const from = two_digits(first);
    auto const to = two_digits(last);
    out.push_back({written + from + (months == 1 ? "" : "-" + written + to), {written + "-" + from + "-01"},
                   {kernel::PartialDate{written + "-" + to}.last_day()}});
  }
  return out;
}

std::string next_date(Status status, std::string_view due, std::string_view effect_review_on, std::optional<Frequency> frequency, std::string_view today) {
  switch (status) {
    case Status::not_started:
    case Status::in_progress:
    case Status::delayed:
    case Status::not_done: return std::string(due);
    case Status::done: return effect_review_on >= today ? std::string(effect_review_on) : std::string{};
    case Status::part_of_routine: {
      if (!frequency) return {};
      int year = 0;
      std::from_chars(today.data(), today.data() + 4, year);
      for (int const each : {year, year + 1})
        for (auto const& occurrence : occurrences(*frequency, each))
          if (occurrence.due.text >= today) return occurrence.due.text;
      return {};
    }
    case Status::cancelled: return {};
  }
  return {};
}

}  // namespace rimlig::action
