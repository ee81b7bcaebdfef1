// L3: "riskerna är åtgärdade i de flesta fallen" is a figure in disguise. Here it is compared with
// what the items themselves say, or with their status when they have one.
#include <algorithm>
#include <array>

#include "lint/catalogue.hpp"
#include "lint/phrases.hpp"
#include "lint/progress.hpp"

namespace rimlig::lint::rules {
namespace {

enum class Claim { all, most, half, some, none };
enum class About { finished, unfinished };

struct Quantity { std::string_view pattern; Claim claim; };
constexpr std::array quantities{
    Quantity{"alla|samtliga", Claim::all},
    Quantity{"de flesta", Claim::most},
    Quantity{"flertalet|merparten|majoriteten|huvuddelen", Claim::most},
    Quantity{"till största delen", Claim::most},
    Quantity{"hälften", Claim::half},
    Quantity{"några|enstaka|vissa", Claim::some},
    Quantity{"ett fåtal", Claim::some},
    Quantity{"i något fall", Claim::some},
    Quantity{"inga|ingen|inget", Claim::none},
};
constexpr std::array<std::string_view, 4> finished_words{
    "åtgärdade|åtgärdad|åtgärdat|åtgärdats", "genomförda|genomförts|genomförd|avslutade|avslutats|avslutad",
    "klara|slutförda|slutförts|färdiga|hanterade", "verkställda|verkställts"};
constexpr std::array<std::string_view, 4> unfinished_words{
    "pågår|kvarstår|återstår", "försenade|försenad|försenats", "inte|ej _ genomförda|genomförts|påbörjade|påbörjats|åtgärdade|klara|slutförda",
    "pågående|påbörjade|påbörjats"};

PhraseSet const& quantity_phrases() {
  static auto const patterns = [] {
    std::array<std::string_view, quantities.size()> all;
    for (std::size_t index = 0; index < all.size(); ++index) all[index] = quantities[index].pattern;
    return all;
  }();
  static PhraseSet const set(patterns);
  return set;
}
PhraseSet const& finished_phrases() { static PhraseSet const set(finished_words); return set; }
PhraseSet const& unfinished_phrases() { static PhraseSet const set(unfinished_words); return set; }

struct Counts { std::size_t all = 0, finished = 0, unfinished = 0; };

enum class Told { finished, unfinished, nothing };

/// What was written afterwards decides; the plan only when nothing was. "har tagits fram" in a plan is
/// an input: there, only a word for the whole item closes it.
Told told(Item const& item) {
  auto const afterwards = [](Field const& field) { return field.name.starts_with("results") || field.name == "analysis"; };
  bool const followed_up = std::any_of(item.fields.begin(), item.fields.end(), afterwards);
  auto result = Told::nothing;
  for (auto const& field : item.fields) {
    if (followed_up ? !afterwards(field) : !field.name.starts_with("actions")) continue;
    for (auto const& mark : progress_marks(field.words)) {
      if (mark.progress != Progress::done) return Told::unfinished;
      if (followed_up || !finished_phrases().find(field.words).empty()) result = Told::finished;
    }
  }
  return result;
}

Counts count(std::span<Item const> items) {
  Counts counts;
  for (auto const& item : items) {
    std::optional<Status> status;
    if (item.action != nullptr) status = item.action->status;
    if (item.finding != nullptr) status = item.finding->status;
    ++counts.all;
    auto const state = !status ? told(item) : *status == Status::done || *status == Status::part_of_routine ? Told::finished : Told::unfinished;
    if (state == Told::finished) ++counts.finished;
    if (state == Told::unfinished) ++counts.unfinished;
  }
  return counts;
}

std::string in_words(Counts const& counts) {
  auto const silent = counts.all - counts.finished - counts.unfinished;
  std::string text = "av " + std::to_string(counts.all) + " punkter beskrivs " + std::to_string(counts.finished) + " som klara och " +
                     std::to_string(counts.unfinished) + " som pågående, planerade eller inte gjorda";
  if (silent > 0) text += "; om " + std::to_string(silent) + " sägs det inte";
  return text;
}

bool holds(Claim claim, std::size_t hits, std::size_t all) {
  switch (claim) {
    case Claim::all: return hits == all;
    case Claim::most: return hits * 2 > all;
    case Claim::half: return hits * 100 >= all * 40 && hits * 100 <= all * 60;
    case Claim::some: return hits * 3 <= all || hits <= 1;
    case Claim::none: return hits == 0;
  }
  return true;
}

void check_set(std::span<Item const> items, Item const* document, Context const&, Findings& out) {
  if (document == nullptr || items.size() < 2) return;
  auto const* summary = document->field("summary");
  if (summary == nullptr) return;
  auto const& words = summary->words;
  auto const counts = count(items);
  for (auto const& hit : quantity_phrases().find(words)) {
    auto const claim = quantities[hit.pattern].claim;
    auto const [first, last] = words.sentence_of(hit.first);
    // Named again because clang 14 does not let a lambda capture a structured binding.
    auto const nearest = [&, first = first, last = last](PhraseSet const& set) {
      std::size_t best = last;
      for (auto const& state : set.find(words))
        if (state.first >= first && state.last < last && state.first != hit.first) best = std::min(best, state.first);
      return best;
    };
    auto const finished_at = nearest(finished_phrases());
    auto const unfinished_at = nearest(unfinished_phrases());
    if (finished_at == last && unfinished_at == last) continue;
    auto const about = unfinished_at < last && unfinished_at <= finished_at ? About::unfinished : About::finished;
    auto const hits = about == About::finished ? counts.finished : counts.unfinished;
    if (holds(claim, hits, counts.all)) continue;
    auto const all = std::to_string(counts.all);
    auto const from = std::min(hit.first, about == About::finished ? finished_at : unfinished_at);
    auto const to = std::max(hit.last, about == About::finished ? finished_at : unfinished_at);
    auto const quote = std::string(words.source(from, to));
    out.add("L3", Severity::warning, *document, *summary, from, to,
            "Sammanfattningen säger ”" + quote + "”, men " + in_words(counts) + ". Stämmer sammanfattningen?",
            about == About::finished ? "Skriv antalet: ”" + std::to_string(counts.finished) + " av " + all + " är åtgärdade”."
                                     : "Skriv antalet: ”" + std::to_string(counts.unfinished) + " av " + all + " är inte klara”.")
        .basis = std::to_string(counts.finished) + "/" + std::to_string(counts.unfinished) + "/" + all;
  }
}

}  // namespace

Rule const l03_summary{"L3", Severity::warning, "Sammanfattningen stämmer inte med punkterna",
                       "Ord som ”de flesta”, ”några” och ”alla” i inledningen jämförs med hur många punkter som faktiskt "
                       "beskrivs som klara.",
                       nullptr, nullptr, &check_set};

}  // namespace rimlig::lint::rules
