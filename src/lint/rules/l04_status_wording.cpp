// L4: the status says one thing and the words another. A closed action whose analysis speaks of
// work that goes on, or that will come, is the most common fault of a follow-up.
#include <algorithm>
#include <charconv>

#include "lint/calendar.hpp"
#include "lint/catalogue.hpp"
#include "lint/numbers.hpp"
#include "lint/progress.hpp"

namespace rimlig::lint::rules {
namespace {

int period_year(Context const& context) {
  int year = 0;
  auto const text = year_of(context.period_to.empty() ? context.report_date : context.period_to);
  std::from_chars(text.data(), text.data() + text.size(), year);
  return year;
}

struct Judgement { Severity severity; std::string question, suggestion; };

/// What a closed action's strongest sign of unfinished work asks for.
Judgement closed(Progress progress, std::string const& status, std::string const& quote) {
  auto const head = "Åtgärden har status " + status + ", men analysen säger ”" + quote + "”. ";
  switch (progress) {
    case Progress::ongoing:
      return {Severity::error, head + "Pågår arbetet fortfarande?",
              "Välj status Pågår, eller beskriv i analysen att arbetet är klart och när det blev det."};
    case Progress::planned:
      return {Severity::error, head + "Är det gjort nu, eller återstår det?",
              "Är det gjort: skriv när och med vilket resultat. Återstår det: välj status Pågår eller Ej påbörjad och sätt ett slutdatum."};
    case Progress::not_done:
      return {Severity::error, head + "Blev åtgärden genomförd?",
              "Välj status Ej genomförd och ange orsak, eller rätta analysen."};
    case Progress::follow_up_planned:
      return {Severity::warning, head + "Ska uppföljningen läggas upp som en egen åtgärd så att den inte tappas bort?",
              "Behåll status och för över uppföljningen till nästa år som en ny åtgärd."};
    case Progress::working_on:
      return {Severity::info, head + "Är åtgärden klar, eller har den blivit en del av det löpande arbetet?",
              "Är den en del av det löpande arbetet: välj status Ingår i arbetssätten."};
    case Progress::done: break;
  }
  return {Severity::info, {}, {}};
}

/// The sign with so much of its clause that it can be understood: "löper på enligt plan".
std::pair<std::size_t, std::size_t> around(Words const& words, ProgressMark const& mark) {
  constexpr std::size_t words_before = 4, words_after = 6;
  auto const [first, end] = words.clause_of(mark.first);
  auto from = mark.first - first <= words_before ? first : mark.first;
  auto to = std::max(mark.last, std::min(end - 1, mark.last + words_after));
  while (to > mark.last && words.at(to).kind == TokenKind::mark) --to;
  while (from < mark.first && words.at(from).kind == TokenKind::mark) ++from;
  return {from, to};
}

int weight(Progress progress) {
  switch (progress) {
    case Progress::planned: case Progress::ongoing: case Progress::not_done: return 3;
    case Progress::follow_up_planned: return 2;
    case Progress::working_on: return 1;
    case Progress::done: return 0;
  }
  return 0;
}

/// "har gjorts varje månad", "i sex av nio arbetslag", "utom i juli": done so far is not all done.
bool done_in_part(Words const& words) {
  for (std::size_t token = 0; token < words.size(); ++token) {
    auto const word = words[token];
    if (word == "varje" || word == "utom" || word == "hittills" || word == "löpande" || word == "månadsvis" || word == "men" || word == "vissa" || word == "per") return true;
    if (token > 0 && word == "av")
      if (auto const part = whole_number(words, token - 1, true), whole = whole_number(words, token + 1); part && whole && *part < *whole) return true;
  }
  return false;
}

void check_action(Item const& item, Context const& context, Findings& out) {
  if (item.action == nullptr || !item.action->status) return;
  auto const status = *item.action->status;
  auto const* field = item.field("analysis");
  if (field == nullptr) return;
  auto const marks = progress_marks(field->words, period_year(context));
  auto const name = std::string(to_swedish(status));
  ProgressMark const* strongest = nullptr;
  bool only_done = !marks.empty();
  for (auto const& mark : marks) {
    if (mark.progress != Progress::done) only_done = false;
    if (strongest == nullptr || weight(mark.progress) > weight(strongest->progress)) strongest = &mark;
  }
  if (strongest == nullptr) return;
  auto const [from, to] = around(field->words, *strongest);
  auto const quote = std::string(field->words.source(from, to));
  // Named again because clang 14 does not let a lambda capture a structured binding.
  auto const ask = [&, from = from, to = to](Severity severity, std::string question, std::string suggestion) {
    out.add("L4", severity, item, *field, from, to, std::move(question), std::move(suggestion));
  };
  switch (status) {
    case Status::done:
      if (weight(strongest->progress) > 0) {
        auto judgement = closed(strongest->progress, name, quote);
        ask(judgement.severity, std::move(judgement.question), std::move(judgement.suggestion));
      }
      break;
    case Status::part_of_routine:
      if (strongest->progress == Progress::planned || strongest->progress == Progress::not_done)
        ask(Severity::warning, "Åtgärden har status " + name + ", men analysen säger ”" + quote + "”. Är den redan en del av det löpande arbetet?",
            "Välj status Pågår tills det är gjort.");
      break;
    case Status::not_started:
      if (strongest->progress == Progress::ongoing || only_done)
        ask(Severity::warning, "Åtgärden har status " + name + ", men analysen säger ”" + quote + "”. Har arbetet kommit i gång?",
            "Välj status Pågår eller Avslutad.");
      break;
    case Status::in_progress:
      if (only_done && !done_in_part(field->words))
        ask(Severity::info, "Åtgärden har status " + name + ", men analysen säger bara ”" + quote + "”. Är den klar?",
            "Välj status Avslutad, eller skriv vad som återstår.");
      break;
    case Status::delayed:
      if (only_done && !done_in_part(field->words)) {
        ask(Severity::warning, "Åtgärden har status " + name + ", men analysen säger bara ”" + quote + "”. Vilket gäller?",
            "Välj status Avslutad, eller skriv vad som är försenat.");
        break;
      }
      if (quote.find("enligt plan") != std::string::npos ||
          (strongest->progress == Progress::ongoing && field->words.text().find("enligt plan") != std::string::npos))
        ask(Severity::warning, "Åtgärden har status " + name + ", men analysen säger att arbetet följer planen. Vilket gäller?",
            "Välj status Pågår, eller skriv vad som är försenat.");
      break;
    case Status::not_done:
      if (only_done)
        ask(Severity::warning, "Åtgärden har status " + name + ", men analysen säger ”" + quote + "”. Vilket gäller?",
            "Välj status Avslutad, eller rätta analysen.");
      break;
    case Status::cancelled: break;
  }
}

}  // namespace

Rule const l04_status_wording{"L4", Severity::error, "Status och text säger olika saker",
                              "En avslutad åtgärd ska inte beskrivas som pågående eller planerad, och en åtgärd som inte är "
                              "påbörjad ska inte beskrivas som gjord. Rimlig läser tempus och ordval i analysen.",
                              nullptr, &check_action, nullptr};

}  // namespace rimlig::lint::rules
