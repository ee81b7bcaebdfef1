// L7: what a reader needs and does not find: who, when, which year, how often, out of how many.
#include <algorithm>
#include <array>

#include "lint/calendar.hpp"
#include "lint/catalogue.hpp"
#include "lint/numbers.hpp"
#include "lint/phrases.hpp"

namespace rimlig::lint::rules {
namespace {

enum class Gap { frequency, population, sample };
struct Vague { std::string_view pattern; Gap gap; };
constexpr std::array vague{
    Vague{"regelbundet|återkommande", Gap::frequency},
    Vague{"med jämna mellanrum", Gap::frequency},
    Vague{"vid behov", Gap::frequency},
    Vague{"hälften av", Gap::population},
    Vague{"en|ett tredjedel|fjärdedel|femtedel av", Gap::population},
    Vague{"två|tre tredjedelar|fjärdedelar av", Gap::population},
    Vague{"stickprov|stickproven|stickprovet|stickprovskontroll _ visar|visade|framkom", Gap::sample},
    Vague{"vid _ stickprov|stickprovskontroll|stickprovskontroller", Gap::sample},
};

PhraseSet const& phrases() {
  static auto const patterns = [] {
    std::array<std::string_view, vague.size()> all;
    for (std::size_t index = 0; index < all.size(); ++index) all[index] = vague[index].pattern;
    return all;
  }();
  static PhraseSet const set(patterns);
  return set;
}

constexpr std::array<std::string_view, 3> responsible_words{
    "ansvarig|ansvariga|ansvarar|huvudansvar", "har|bär _ ansvar|ansvaret", "en|två|tre|fyra person|personer inom|i|på|vid"};

bool names_responsible(Item const& item) {
  static PhraseSet const set(responsible_words);
  return std::any_of(item.fields.begin(), item.fields.end(), [](Field const& field) {
    return field.name.starts_with("actions") && !set.find(field.words).empty();
  });
}

bool says_how_often(Words const& words, std::size_t token) {
  auto const [first, last] = words.sentence_of(token);
  for (auto at = first; at < last; ++at) {
    auto const word = words[at];
    if (word == "varje" || word == "årligen" || word == "månadsvis" || word == "tertialvis" || word == "veckovis" ||
        word == "kvartalsvis" || word == "dagligen" || word == "gång" || word == "gånger" || word == "ggr") return true;
    if (word == "per" && at + 1 < last && words[at + 1] != "person") return true;
  }
  return false;
}

/// "ska lämnas den 1 oktober", but not "hölls den 14 oktober" or "gäller sedan den 1 april".
bool promised(Words const& words, std::size_t token) {
  auto const first = words.clause_of(token).first;
  for (auto at = first; at < token; ++at)
    if (words[at] == "ska" || words[at] == "skall" || words[at] == "kommer") return words[token - 1] != "sedan" && (token < 2 || words[token - 2] != "sedan");
  return false;
}

bool has_count(Words const& words, std::size_t token) {
  auto const [first, last] = words.sentence_of(token);
  for (auto at = first; at < last; ++at)
    if (words.at(at).kind == TokenKind::number && year_at(words, at) == 0 && !words.is(at + 1, "kap") && !words.is(at + 1, "§") &&
        !words.is(at + 1, "månader")) return true;
  return false;
}

void check_text(Item const& item, Field const& field, Context const&, Findings& out) {
  // A title or a risk is no promise: how often and by when belong to what shall be done.
  bool const promise = field.name == "text" || field.name == "analysis" || field.name.starts_with("actions") ||
                       field.name.starts_with("results");
  if (!promise) return;
  auto const& words = field.words;
  bool const plan = item.finding == nullptr || field.name.starts_with("actions") || field.name.starts_with("results");
  for (auto const& hit : phrases().find(words)) {
    auto const quote = std::string(words.source(hit.first, hit.last));
    switch (vague[hit.pattern].gap) {
      case Gap::frequency:
        if (plan && item.finding != nullptr && !says_how_often(words, hit.first))
          out.add("L7", Severity::info, item, field, hit.first, hit.last, "Texten säger ”" + quote + "”. Hur ofta är det?",
                  "Skriv ett intervall, till exempel varje månad eller två gånger per år.");
        break;
      case Gap::population:
        if (!has_count(words, hit.first))
          out.add("L7", Severity::warning, item, field, hit.first, std::min(hit.last + 1, words.size() - 1),
                  "Texten säger ”" + std::string(words.source(hit.first, std::min(hit.last + 1, words.size() - 1))) +
                      "”. Hur många granskades, och hur många var det?",
                  "Skriv antalen: del och helhet.");
        break;
      case Gap::sample:
        if (item.finding != nullptr && field.name.starts_with("results") && !has_count(words, hit.first))
          out.add("L7", Severity::warning, item, field, hit.first, hit.last,
                  "Texten hänvisar till ett stickprov. Hur många ingick, och hur många avvek?", "Skriv urvalets storlek och utfallet.");
        break;
    }
  }
  for (auto const& point : time_points(words)) {
    if (point.year != 0) continue;
    // Only a start or a latest day is a promise that needs a year; "under hösten genomfördes" is told
    // within the year of the report.
    auto const before = [&](std::size_t back) { return point.first >= back ? words[point.first - back] : std::string_view{}; };
    bool const from = before(1) == "fr.o.m" || before(1) == "från" || (before(1) == "." && before(2) == "fr.o.m") || before(1) == "med";
    bool const by = before(1) == "senast" || (before(1) == "den" && before(2) == "senast") || before(1) == "t.o.m" ||
                    (point.day && before(1) == "den" && promised(words, point.first));
    if (!from && !by) continue;
    auto first = point.first;
    auto const leads = [&](std::size_t token) {
      return words[token] == "den" || words[token] == "senast" || words[token] == "fr.o.m" || words[token] == "t.o.m" ||
             words[token] == "från" || (words[token] == "." && token > 0 && (words[token - 1] == "fr.o.m" || words[token - 1] == "t.o.m"));
    };
    while (first > 0 && leads(first - 1)) --first;
    auto const quote = std::string(words.source(first, point.last));
    out.add("L7", Severity::warning, item, field, first, point.last, "Texten säger ”" + quote + "”. Vilket år gäller det?",
            "Skriv ut årtalet.");
  }
}

bool states_percent(Words const& words) {
  for (std::size_t token = 0; token + 1 < words.size(); ++token)
    if (words.at(token).kind == TokenKind::number && (words.is(token + 1, "%") || words.is(token + 1, "procent"))) return true;
  return false;
}

/// A finding measured in percent whose follow-up gives no figure at all.
void check_new_value(Item const& item, Findings& out) {
  auto const* text = item.field("text");
  if (text == nullptr || !states_percent(text->words)) return;
  Field const* latest = nullptr;
  for (auto const& field : item.fields) {
    if (!field.name.starts_with("results")) continue;
    for (std::size_t token = 0; token < field.words.size(); ++token)
      if (whole_number(field.words, token)) return;
    latest = &field;
  }
  if (latest != nullptr && !latest->words.empty())
    out.add("L7", Severity::warning, item, *latest, 0, latest->words.size() - 1,
            "Bristen beskrevs med ett mätvärde, men uppföljningen anger inget nytt. Vilket är värdet nu?", "Skriv värdet och när det togs fram.");
}

void check_item(Item const& item, Context const&, Findings& out) {
  if (item.finding != nullptr) check_new_value(item, out);
  if (item.action != nullptr) {
    auto const& action = *item.action;
    if (action.owner.empty()) out.add("L7", Severity::warning, item, "owner", "Vem ansvarar för åtgärden?", "Välj en person eller en funktion.");
    if (action.due.empty()) out.add("L7", Severity::warning, item, "due", "När ska åtgärden vara klar?", "Ange ett slutdatum; ett år räcker om dagen inte är känd.");
    if (!action.status) out.add("L7", Severity::warning, item, "status", "Vilken status har åtgärden?", "Välj en status.");
    if (action.frequency.empty() && !action.control.empty())
      out.add("L7", Severity::info, item, "frequency", "Hur ofta görs kontrollen?", "Välj till exempel månadsvis eller tertialvis.");
  }
  if (item.finding != nullptr) {
    auto const& finding = *item.finding;
    if (finding.actions.empty()) return;
    if (!finding.status) out.add("L7", Severity::warning, item, "status", "Vilken status har åtgärden?", "Välj en status.");
    if (finding.due.empty()) out.add("L7", Severity::warning, item, "due", "När ska åtgärden vara klar?", "Ange ett slutdatum; ett år räcker om dagen inte är känd.");
    if (finding.owner.empty() && !names_responsible(item))
      out.add("L7", Severity::warning, item, "owner", "Vem ansvarar för åtgärden?", "Välj en person eller en funktion.");
  }
}

}  // namespace

Rule const l07_missing{"L7", Severity::warning, "Uppgift saknas",
                       "En åtgärd behöver en ansvarig, ett slutdatum med år och en status; en återkommande kontroll ett "
                       "intervall; en andel det antal den räknas på.",
                       &check_text, &check_item, nullptr};

}  // namespace rimlig::lint::rules
