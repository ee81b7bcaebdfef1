#include "lint/progress.hpp"

#include <algorithm>
#include <array>

#include "lint/calendar.hpp"
#include "lint/phrases.hpp"

namespace rimlig::lint {
namespace {

enum class Reading { done, ongoing, planned, planned_requirement, planned_if_dated, follow_up, working_on, not_done, effect };

struct Wording { std::string_view pattern; Reading reading; };

// The order matters only where two patterns begin at one word: the longer hit wins.
constexpr std::array wordings{
  Wording{"pågår", Reading::ongoing},
  Wording{"pågående dialog|dialoger|arbete|process|projekt|översyn|upphandling|kartläggning|rekrytering|implementering|utbildning|utveckling*|diskussion*|förhandling*|införande|insats*", Reading::ongoing},
  Wording{"är|fortfarande pågående", Reading::ongoing},
  Wording{"fortgår", Reading::ongoing},
  Wording{"fortlöper|fortskrider|framskrider", Reading::ongoing},
  Wording{"löper på|vidare|enligt", Reading::ongoing},
  Wording{"rullar på|vidare", Reading::ongoing},
  Wording{"följer planen|tidplanen|tidsplanen", Reading::ongoing},
  Wording{"håller _ på att|med", Reading::ongoing},
  Wording{"är på gång", Reading::ongoing},
  Wording{"i full gång", Reading::ongoing},
  Wording{"kommit|dragit|dragits|sätts|satts igång", Reading::ongoing},
  Wording{"kommit|dragit|dragits|sätts|satts i gång", Reading::ongoing},
  Wording{"är|ligger|fortfarande under arbete|framtagande|utveckling|införande|uppbyggnad|upphandling|utredning|utarbetande", Reading::ongoing},
  Wording{"har _ påbörjats|påbörjat|inletts|inlett|startat|startats|börjat|initierats|igångsatts", Reading::ongoing},
  Wording{"är _ påbörjad|påbörjat|påbörjade|inledd|inledda|igångsatt|igångsatta|uppstartad|uppstartat", Reading::ongoing},
  Wording{"delvis genomför*|klar*|slutför*|avsluta*|åtgärda*|införd*|inför*|påbörja*", Reading::ongoing},
  Wording{"inte|ej|ännu _ klar|klart|klara|färdig|färdigt|färdiga|slutfört|slutförd|slutförda|slutförts|avslutad|avslutat|avslutats|avslutade", Reading::ongoing},
  Wording{"återstår|kvarstår", Reading::ongoing},
  Wording{"inväntar|avvaktar", Reading::ongoing},
  Wording{"väntar på", Reading::ongoing},
  Wording{"fortsätter", Reading::ongoing},
  Wording{"arbetar|jobbar _ med|för att", Reading::working_on},
  Wording{"arbetar|jobbar vidare|fortsatt", Reading::working_on},
  Wording{"tas|arbetas fram", Reading::working_on},
  Wording{"kommer _ följas upp", Reading::follow_up},
  Wording{"kommer _ följa upp", Reading::follow_up},
  Wording{"kommer _ utvärderas|utvärdera", Reading::follow_up},
  Wording{"ska|skall _ följas upp", Reading::follow_up},
  Wording{"ska|skall _ utvärderas", Reading::follow_up},
  Wording{"kommer _ att leda|innebära|bidra|medföra|resultera|minska|öka|underlätta|påverka|kräva|behövas", Reading::effect},
  Wording{"kommer _ att", Reading::planned},
  Wording{"kommer _ ske|bli|göras|tas|ges|hållas|starta|börja|genomföra|ta|hålla|följa|utbilda|påbörja|gå|erbjuda|införa|upprätta|revidera|*ras", Reading::planned},
  Wording{"kommer _ genomföras|införas|följas|läggas|skickas|byggas|ses|inledas", Reading::planned},
  Wording{"ska|skall _ genomföras|genomföra|göras|ske|starta|startas|påbörjas|påbörja|inledas|införas|implementeras|upphandlas|kartläggas|färdigställas|slutföras|slutföra|uppdateras|uppdatera|revideras|rekryteras|utbildas|utarbetas", Reading::planned_requirement},
  Wording{"ska|skall _ tas|ta|arbetas|arbeta fram", Reading::planned_requirement},
  Wording{"ska|skall _ ses|se över", Reading::planned_requirement},
  Wording{"ska|skall _ gå _ utbildning|kurs", Reading::planned_requirement},
  Wording{"ska|skall _ vara klar|klart|klara|färdig|färdigt|färdiga|införd|infört|på", Reading::planned_if_dated},
  Wording{"ska|skall _ *as", Reading::planned_if_dated},
  Wording{"flyttas|flyttats|flyttad till", Reading::planned_if_dated},
  Wording{"flyttas|flyttats|flyttad|skjuts fram|upp", Reading::planned},
  Wording{"senareläggs|senarelagts|senarelagd", Reading::planned},
  Wording{"planeras", Reading::planned},
  Wording{"planerar _ att|för", Reading::planned},
  Wording{"är|finns _ planerad|planerat|planerade|inplanerad|inplanerat|inplanerade|inbokad|inbokat|inbokade|schemalagd|schemalagt|schemalagda", Reading::planned},
  Wording{"inplanerad|inplanerat|inplanerade|inbokad|inbokat|inbokade|planerad|planerat|planerade till|under|i", Reading::planned},
  Wording{"avser|ämnar att", Reading::planned},
  Wording{"har för avsikt", Reading::planned},
  Wording{"har|hade inte|ej|ännu _ genomfört|genomförts|gjort|gjorts|påbörjat|påbörjats|vidtagit|vidtagits|skett", Reading::not_done},
  Wording{"inte|ej har genomfört|genomförts|gjort|gjorts|påbörjat|påbörjats|vidtagit|vidtagits", Reading::not_done},
  Wording{"är inte|ej _ genomförd|genomfört|genomförda|påbörjad|påbörjat|påbörjade", Reading::not_done},
  Wording{"ej genomförd|genomfört|genomförda|påbörjad|påbörjat|påbörjade", Reading::not_done},
  Wording{"inte hunnit|hunnits", Reading::not_done},
  Wording{"genomfördes|gjordes|skedde|hölls|påbörjades inte|ej|aldrig", Reading::not_done},
  Wording{"skjutits|sköts upp|fram", Reading::not_done},
  Wording{"ställdes|ställts|ställs in", Reading::not_done},
  Wording{"har _ genomförts|genomfört|gjorts|gjort|slutförts|slutfört|avslutats|avslutat|åtgärdats|åtgärdat|uppdaterats|uppdaterat|upprättats|upprättat|tagits|införts|infört|utbildats|skett|kontrollerats|informerat|informerats|hållits|färdigställts|reviderats|lösts", Reading::done},
  Wording{"är|blev|blivit _ genomförd|genomfört|genomförda|klar|klart|klara|slutförd|slutfört|slutförda|åtgärdad|åtgärdat|åtgärdade|avslutad|avslutat|avslutade|färdig|färdigt|färdiga|införd|infört|införda", Reading::done},
  Wording{"genomfördes|avslutades|slutfördes|färdigställdes|åtgärdades|infördes", Reading::done},
};

PhraseSet const& phrases() {
  static auto const patterns = [] {
    std::array<std::string_view, wordings.size()> all;
    for (std::size_t index = 0; index < all.size(); ++index) all[index] = wordings[index].pattern;
    return all;
  }();
  static PhraseSet const set(patterns);
  return set;
}

bool any_of(Words const& words, std::size_t first, std::size_t last, std::initializer_list<std::string_view> list) {
  for (auto token = first; token < last; ++token)
    if (std::find(list.begin(), list.end(), words[token]) != list.end()) return true;
  return false;
}

/// "en gång per år", "varje höst", "månadsvis": what is described is a habit, not a plan.
bool habitual(Words const& words, std::size_t token) {
  auto const [first, last] = words.clause_of(token);
  for (auto at = first; at < last; ++at)
    if (words[at] == "per" && at + 1 < last &&
        any_of(words, at + 1, at + 2, {"år", "månad", "termin", "vecka", "tertial", "kvartal"})) return true;
  return any_of(words, first, last, {"varje", "årligen", "årlig", "årligt", "månadsvis", "tertialvis", "veckovis",
                "kvartalsvis", "löpande", "kontinuerligt", "regelbundet", "brukar", "alltid", "årsvis"});
}

/// "utredningar som pågår längre än …", "när arbetet pågår": a condition, not a report.
bool conditional(Words const& words, std::size_t token) {
  return token > 0 && any_of(words, token - 1, token, {"som", "medan", "när", "om", "där", "tills", "så"});
}

/// "… informerats om att kontroller ska genomföras": the sentence tells of a requirement.
bool told_requirement(Words const& words, std::size_t token) {
  auto const clause = words.clause_of(token).first;
  auto const from = std::max(clause, token >= 5 ? token - 5 : 0);
  return any_of(words, from, token, {"att", "hur", "som", "när", "vilka", "vilket", "vad", "om", "där"});
}

bool dated(Words const& words, std::vector<TimePoint> const& points, std::size_t token) {
  return std::any_of(points.begin(), points.end(), [&](TimePoint const& point) { return words.at(point.first).clause == words.at(token).clause; });
}

bool has_past_verb(Words const& words, std::size_t first, std::size_t last) {
  for (auto token = first; token < last; ++token) {
    auto const word = words[token];
    if (word == "har" || word == "hade" || word == "var" || word == "blev" || word == "skedde" || word == "hölls" ||
        word == "gjordes" || word == "gavs" || word == "togs" || word == "gick" || word == "fick") return true;
    if (word.size() > 5 && (word.ends_with("des") || word.ends_with("tes") || word.ends_with("ades") ||
                            word.ends_with("erade"))) return true;
    if (word.size() > 5 && word.ends_with("ade") && token + 1 < last && !words.at(token).capital) return true;
  }
  return false;
}

bool present_verb(Words const& words, std::size_t first, std::size_t last) {
  return any_of(words, first, last, {"genomförs", "görs", "sker", "hålls", "startar", "startas", "börjar", "påbörjas",
    "inleds", "införs", "implementeras", "ges", "följs", "tas", "ses", "skickas", "uppdateras", "revideras", "utbildas",
    "slutförs", "avslutas", "redovisas", "lanseras", "anordnas", "erbjuds", "genomför", "upphandlas", "rekryteras"});
}

/// A present tense with a named time is a plan: "genomförs i oktober".
void dated_present(Words const& words, std::vector<TimePoint> const& points, int period_year, std::vector<ProgressMark>& marks) {
  for (std::size_t index = 0; index < points.size(); ++index) {
    auto const& point = points[index];
    auto const [first, last] = words.clause_of(point.first);
    // "i april och i oktober": two months name a habit
    bool const several = (index + 1 < points.size() && points[index + 1].first < last && points[index + 1].month != 0) ||
                         (index > 0 && points[index - 1].first >= first && points[index - 1].month != 0);
    if (several || habitual(words, point.first) || has_past_verb(words, first, last)) continue;
    if (!present_verb(words, first, last)) continue;
    if (point.year != 0 && period_year != 0 && point.year < period_year) continue;
    auto from = point.first;
    for (auto token = first; token < last; ++token)
      if (present_verb(words, token, token + 1)) { from = std::min(from, token); break; }
    marks.push_back({Progress::planned, from, point.last});
  }
}

/// "har påbörjats och avslutats": the later, finished half counts.
bool finished_later(Words const& words, PhraseHit const& hit) {
  auto const last = words.sentence_of(hit.first).second;
  for (auto token = hit.last + 1; token < last; ++token)
    if (any_of(words, token, token + 1, {"avslutats", "slutförts", "avslutades", "slutfördes", "avslutat", "slutfört",
                                         "genomförts", "klart", "färdigställts", "klar", "klara"}))
      return !any_of(words, hit.last + 1, token, {"inte", "ej", "ännu", "delvis", "men", "kommer", "ska", "återstår", "beräknas", "väntas", "vara", "bli", "blir"});
  return false;
}

}  // namespace

std::vector<ProgressMark> progress_marks(Words const& words, int period_year) {
  std::vector<ProgressMark> marks;
  auto const points = time_points(words);
  auto hits = phrases().find(words);
  std::stable_sort(hits.begin(), hits.end(), [](auto const& left, auto const& right) {
    return left.first != right.first ? left.first < right.first : left.last > right.last;
  });
  auto const longer_negation = [&](PhraseHit const& hit) {
    auto const sentence = words.sentence_of(hit.first).first;
    auto const from = std::max(sentence, hit.first >= 3 ? hit.first - 3 : 0);
    return any_of(words, from, hit.last + 1, {"inte", "ej", "ännu", "aldrig", "delvis"});
  };
  std::size_t taken = 0;  // tokens before this one already gave a mark
  for (auto const& hit : hits) {
    if (hit.first < taken) continue;
    auto const add = [&](Progress progress) {
      marks.push_back({progress, hit.first, hit.last});
      taken = hit.last + 1;
    };
    switch (wordings[hit.pattern].reading) {
      case Reading::done:
        if (!longer_negation(hit) && !told_requirement(words, hit.first)) add(Progress::done);
        break;
      case Reading::ongoing:
        if (conditional(words, hit.first) || finished_later(words, hit)) break;
        if (any_of(words, words.sentence_of(hit.first).first, hit.first, {"inga", "inget", "ingen"})) break;
        add(habitual(words, hit.first) ? Progress::working_on : Progress::ongoing);
        break;
      case Reading::planned:
        add(Progress::planned);
        break;
      case Reading::planned_requirement:
        if (!told_requirement(words, hit.first) && !habitual(words, hit.first)) add(Progress::planned);
        break;
      case Reading::planned_if_dated:
        if (dated(words, points, hit.first) && !told_requirement(words, hit.first) && !habitual(words, hit.first)) add(Progress::planned);
        break;
      case Reading::follow_up:
        if (!told_requirement(words, hit.first) && !habitual(words, hit.first)) add(Progress::follow_up_planned);
        break;
      case Reading::working_on:
        if (!habitual(words, hit.first)) add(Progress::working_on);
        break;
      case Reading::not_done: add(Progress::not_done); break;
      case Reading::effect: taken = hit.last + 1; break;
    }
  }
  dated_present(words, points, period_year, marks);
  std::stable_sort(marks.begin(), marks.end(), [](auto const& left, auto const& right) { return left.first < right.first; });
  return marks;
}

}  // namespace rimlig::lint
