// L8: a quantity in words where a number belongs. Only where the sentence gives no number itself.
#include <array>

#include "lint/calendar.hpp"
#include "lint/catalogue.hpp"
#include "lint/numbers.hpp"
#include "lint/phrases.hpp"

namespace rimlig::lint::rules {
namespace {

enum class Kind { count, estimate, judgement };
struct Vague { std::string_view pattern; Kind kind; };
constexpr std::array vague{
    Vague{"i flertalet|flera|många|några|vissa|enstaka fall|ärenden|enheter|verksamheter", Kind::count},
    Vague{"flertalet|merparten|majoriteten av", Kind::count},
    Vague{"flera|många|några|vissa|enstaka ärenden|enheter|klienter|brukare|barn|verksamheter|fakturor|chefer|medarbetare|avvikelser", Kind::count},
    Vague{"de flesta ärenden|ärendena|enheter|enheterna|fall|fallen|verksamheter|verksamheterna|chefer|cheferna|medarbetare|medarbetarna", Kind::count},
    Vague{"ett fåtal", Kind::count},
    Vague{"till stor|viss del", Kind::count},
    Vague{"i stor utsträckning|omfattning", Kind::count},
    Vague{"i stort sett", Kind::count},
    Vague{"är|var _ skiftande|varierande", Kind::judgement},
};
constexpr std::array<std::string_view, 1> estimates{"ca|cirka|uppskattningsvis|ungefär|omkring|runt|drygt|knappt"};

PhraseSet const& phrases() {
  static auto const patterns = [] {
    std::array<std::string_view, vague.size()> all;
    for (std::size_t index = 0; index < all.size(); ++index) all[index] = vague[index].pattern;
    return all;
  }();
  static PhraseSet const set(patterns);
  return set;
}
PhraseSet const& estimate_phrases() { static PhraseSet const set(estimates); return set; }

bool has_count(Words const& words, std::size_t token) {
  auto const [first, last] = words.sentence_of(token);
  for (auto at = first; at < last; ++at)
    if (whole_number(words, at) && year_at(words, at) == 0 && !words.is(at + 1, "månader") && !words.is(at + 1, "§")) return true;
  return false;
}

void check_text(Item const& item, Field const& field, Context const&, Findings& out) {
  // Titles and risks are named in general words, and the summary's quantities belong to L3.
  if (field.name == "title" || field.name == "summary" || field.name == "event" || field.name == "control") return;
  auto const& words = field.words;
  std::size_t taken = 0;
  for (auto const& hit : phrases().find(words)) {
    if (hit.first < taken || has_count(words, hit.first)) continue;
    taken = hit.last + 1;
    auto const quote = std::string(words.source(hit.first, hit.last));
    if (vague[hit.pattern].kind == Kind::judgement)
      out.add("L8", Severity::info, item, field, hit.first, hit.last, "Texten säger ”" + quote + "”. Hur många av dem som tillfrågades eller granskades klarade kravet?",
              "Skriv antal eller andel.");
    else
      out.add("L8", Severity::info, item, field, hit.first, hit.last, "Texten säger ”" + quote + "”. Hur många är det?",
              "Skriv antalet, eller del och helhet.");
  }
  for (auto const& hit : estimate_phrases().find(words)) {
    if (hit.first < taken) continue;  // "uppskattningsvis … ca": one question
    std::size_t number = 0;
    for (auto token = hit.last + 1; token < words.size() && token <= hit.last + 6 && number == 0; ++token)
      if (words.at(token).sentence == words.at(hit.first).sentence && words.at(token).kind == TokenKind::number) number = token;
    if (number == 0 || year_at(words, number) != 0) continue;
    auto last = number;
    while (last + 1 < words.size() && (words.is(last + 1, "%") || words.is(last + 1, "-") || words.is(last + 1, "–") ||
                                       words.at(last + 1).kind == TokenKind::number)) ++last;
    taken = last + 1;
    auto const quote = std::string(words.source(hit.first, last));
    out.add("L8", Severity::info, item, field, hit.first, last, "”" + quote + "” är en uppskattning. Finns det ett uppmätt värde?",
            "Ange det uppmätta värdet och när det togs fram, eller markera det som uppskattning.");
  }
}

}  // namespace

Rule const l08_vague{"L8", Severity::info, "Mängd utan siffra",
                     "Ord som ”flertalet”, ”till stor del” och ”cirka” säger inte hur mycket. Rimlig frågar efter antalet när "
                     "meningen inte redan har ett.",
                     &check_text, nullptr, nullptr};

}  // namespace rimlig::lint::rules
