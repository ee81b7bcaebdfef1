// L15: words that turn the meaning round or are not in the vocabulary: a heading that lost a letter,
// a status spelled its own way, a term used where another belongs.
#include <algorithm>
#include <array>
#include <map>

#include "lint/catalogue.hpp"
#include "lint/phrases.hpp"

namespace rimlig::lint::rules {
namespace {

struct StatusWord { std::string_view spelling; Status status; };
constexpr std::array status_words{
    StatusWord{"ej påbörjad", Status::not_started}, StatusWord{"inte påbörjad", Status::not_started},
    StatusWord{"pågår", Status::in_progress}, StatusWord{"pågående", Status::in_progress},
    StatusWord{"försenad/avvikelse", Status::delayed}, StatusWord{"försenad", Status::delayed},
    StatusWord{"avslutad", Status::done}, StatusWord{"klar", Status::done},
    StatusWord{"ingår i arbetssätten", Status::part_of_routine},
    StatusWord{"ej genomförd", Status::not_done}, StatusWord{"inte genomförd", Status::not_done},
    StatusWord{"avbruten", Status::cancelled},
};

std::string squeezed(std::string_view text) {
  std::string out;
  for (char c : lower(text))
    if (c != ' ' && c != '\t') out += c;
  return out;
}

void check_status(Item const& item, Findings& out) {
  auto const& action = *item.action;
  if (action.status_raw.empty()) return;
  auto const shown = action.status ? to_swedish(*action.status) : std::string_view{};
  if (action.status_raw == shown) return;
  auto const known = std::any_of(status_words.begin(), status_words.end(), [&](StatusWord const& one) {
    return lower(action.status_raw) == one.spelling;
  });
  auto& one = action.status
      ? out.add("L15", Severity::info, item, "status", "Status är skriven ”" + action.status_raw + "” och har lästs som " + std::string(shown) + ". Stämmer det?", std::string(shown))
      : out.add("L15", Severity::warning, item, "status", "Status ”" + action.status_raw + "” finns inte i listan. Vilken status menas?",
                "Ej påbörjad, Pågår, Försenad/avvikelse, Avslutad, Ingår i arbetssätten, Ej genomförd eller Avbruten.");
  one.end = action.status_raw.size();
  one.quote = action.status_raw;
  if (known && action.status) one.severity = Severity::info;
}

void check_headings(Item const& item, Findings& out) {
  std::map<std::string, std::size_t> reversed;
  bool right_form = false;
  for (auto const& heading : item.document->column_headings) {
    auto const text = squeezed(heading);
    if (text == "önskadhändelse" || text == "önskadehändelser") ++reversed[heading];
    if (text == "oönskadhändelse") right_form = true;
  }
  for (auto const& [heading, count] : reversed) {
    auto& one = out.add("L15", Severity::error, item, "column_headings",
                        "Kolumnen heter ”" + heading + "” på " + std::to_string(count) + (count == 1 ? " ställe" : " ställen") +
                            (right_form ? " och ”Oönskad händelse” på andra" : "") + ". Menas oönskad händelse?",
                        "Oönskad händelse");
    one.quote = heading;
    one.end = heading.size();
  }
}

struct Term { std::string_view pattern, question, suggestion; };
constexpr std::array terms{
    Term{"revisionsberättelse|revisionsberättelsen i|för|efter _ t1|t2|delårsrapporten|delårsbokslutet",
         "En revisionsberättelse lämnas en gång om året. Menas revisorernas granskning eller utlåtande över delårsrapporten?",
         "revisorernas utlåtande över delårsrapporten"},
    Term{"önskad|önskade händelse|händelsen|händelser", "Menas oönskad händelse?", "oönskad händelse"},
};

PhraseSet const& phrases() {
  static std::array<std::string_view, terms.size()> const patterns{terms[0].pattern, terms[1].pattern};
  static PhraseSet const set(patterns);
  return set;
}

void check_text(Item const& item, Field const& field, Context const&, Findings& out) {
  for (auto const& hit : phrases().find(field.words))
    out.add("L15", Severity::warning, item, field, hit.first, hit.last,
            "”" + std::string(field.words.source(hit.first, hit.last)) + "”: " + std::string(terms[hit.pattern].question),
            std::string(terms[hit.pattern].suggestion));
}

void check_item(Item const& item, Context const&, Findings& out) {
  if (item.action != nullptr) check_status(item, out);
  if (item.document != nullptr) check_headings(item, out);
}

}  // namespace

Rule const l15_vocabulary{"L15", Severity::error, "Ord utanför ordlistan",
                          "En rubrik som ”Önskad händelse” säger motsatsen till vad som menas, och en status som stavas på eget "
                          "sätt räknas inte rätt. Rimlig visar hur ordet har lästs.",
                          &check_text, &check_item, nullptr};

}  // namespace rimlig::lint::rules
