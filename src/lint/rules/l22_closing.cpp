// L22: what closing or delaying an action asks for: an analysis and evidence, or a reason.
#include "lint/catalogue.hpp"

namespace rimlig::lint::rules {
namespace {

void check_item(Item const& item, Context const&, Findings& out) {
  if (item.action == nullptr || !item.action->status) return;
  auto const& action = *item.action;
  auto const ask = [&](std::string_view field, std::string question, std::string suggestion) {
    out.add("L22", Severity::warning, item, field, std::move(question), std::move(suggestion));
  };
  switch (*action.status) {
    case Status::done:
    case Status::part_of_routine:
      if (action.analysis.empty())
        ask("analysis", "Åtgärden är avslutad utan analys. Vad gjordes, och vad blev resultatet?", "Skriv kort vad som gjordes och vilken effekt det fick.");
      if (action.evidence_count && *action.evidence_count == 0 && action.no_evidence_reason.empty())
        ask("evidence", "Åtgärden är avslutad utan underlag. Vad visar att den är gjord?", "Bifoga ett underlag, eller skriv varför det inte finns något.");
      break;
    case Status::delayed:
      if (action.analysis.empty() && action.reason.empty())
        ask("reason", "Åtgärden är försenad utan förklaring. Vad är orsaken, och när blir den klar?", "Skriv orsaken och sätt ett nytt slutdatum.");
      break;
    case Status::not_done:
    case Status::cancelled:
      if (action.analysis.empty() && action.reason.empty())
        ask("reason", "Varför blev åtgärden inte genomförd?", "Skriv orsaken.");
      break;
    case Status::not_started:
    case Status::in_progress: break;
  }
}

}  // namespace

Rule const l22_closing{"L22", Severity::warning, "Avslutad utan analys eller underlag",
                       "En avslutad åtgärd behöver analys och underlag, en försenad en orsak och ett nytt datum.",
                       nullptr, &check_item, nullptr};

}  // namespace rimlig::lint::rules
