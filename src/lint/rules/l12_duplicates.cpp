// L12: the same action written several times, word for word or nearly. Near twins are found with
// minhash signatures in bands, so the time grows with the number of rows and not with its square.
#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "lint/catalogue.hpp"
#include "lint/numbers.hpp"

namespace rimlig::lint::rules {
namespace {

constexpr std::size_t bands = 16, rows_per_band = 2;
constexpr std::size_t fewest_words = 3;  // "Stickprov" twice says nothing

std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 33;
  value *= 0xFF51AFD7ED558CCDULL;
  value ^= value >> 33;
  value *= 0xC4CEB9FE1A85EC53ULL;
  return value ^ (value >> 33);
}

std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 1469598103934665603ULL;
  for (char c : text) value = (value ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return mix(value);
}

bool is_filler(std::string_view word) {
  static constexpr std::array<std::string_view, 26> fillers{
      "och", "i", "av", "att", "för", "med", "till", "på", "den", "det", "de", "som", "en", "ett", "är", "vid", "om",
      "samt", "ska", "skall", "har", "inom", "sker", "görs", "enligt", "kring"};
  return std::find(fillers.begin(), fillers.end(), word) != fillers.end();
}

/// Cuts an inflection: "uppföljningar" and "uppföljning" are one word here.
std::string_view stem(std::string_view word) {
  for (auto const ending : {"arnas", "ernas", "ornas", "arna", "erna", "orna", "ande", "ingar", "ens", "ets", "ar", "er", "or", "en", "et", "na", "s", "a"}) {
    std::string_view const end(ending);
    if (word.size() > end.size() + 4 && word.ends_with(end)) return word.substr(0, word.size() - end.size() + (end == "ingar" ? 3 : 0));
  }
  return word;
}

struct Text {
  Item const* item = nullptr;
  Field const* field = nullptr;
  std::vector<std::uint64_t> words;  // sorted, unique
  std::uint64_t exact = 0;
};

Text read(Item const& item, Field const& field) {
  Text text{&item, &field, {}, 0};
  for (std::size_t token = 0; token < field.words.size(); ++token) {
    if (field.words.at(token).kind == TokenKind::mark) continue;
    auto const word = field.words[token];
    text.exact = mix(text.exact ^ hash(word)) + 1;
    if (!is_filler(word)) text.words.push_back(hash(stem(word)));
  }
  std::sort(text.words.begin(), text.words.end());
  text.words.erase(std::unique(text.words.begin(), text.words.end()), text.words.end());
  return text;
}

struct Likeness { double jaccard = 0, containment = 0; };
Likeness likeness(Text const& left, Text const& right) {
  std::size_t common = 0;
  for (auto a = left.words.begin(), b = right.words.begin(); a != left.words.end() && b != right.words.end();) {
    if (*a == *b) { ++common; ++a; ++b; }
    else if (*a < *b) ++a;
    else ++b;
  }
  auto const smaller = std::min(left.words.size(), right.words.size());
  auto const joined = left.words.size() + right.words.size() - common;
  return {static_cast<double>(common) / static_cast<double>(joined), static_cast<double>(common) / static_cast<double>(smaller)};
}

/// Groups of equal things: parents with path halving.
struct Groups {
  std::vector<std::size_t> parent;
  explicit Groups(std::size_t size) : parent(size) { for (std::size_t i = 0; i < size; ++i) parent[i] = i; }
  std::size_t root(std::size_t one) {
    while (parent[one] != one) one = parent[one] = parent[parent[one]];
    return one;
  }
  void join(std::size_t left, std::size_t right) {
    auto const a = root(left), b = root(right);
    parent[std::max(a, b)] = std::min(a, b);
  }
};

void join_near(std::vector<Text const*> const& texts, Groups& groups) {
  std::array<std::vector<std::pair<std::uint64_t, std::size_t>>, bands> buckets;
  for (std::size_t index = 0; index < texts.size(); ++index) {
    for (std::size_t band = 0; band < bands; ++band) {
      std::uint64_t key = band;
      for (std::size_t row = 0; row < rows_per_band; ++row) {
        auto const seed = mix(band * rows_per_band + row + 1);
        auto lowest = ~std::uint64_t{0};
        for (auto const word : texts[index]->words) lowest = std::min(lowest, mix(word ^ seed));
        key = mix(key ^ lowest);
      }
      buckets[band].emplace_back(key, index);
    }
  }
  for (auto& bucket : buckets) {
    std::sort(bucket.begin(), bucket.end());
    for (std::size_t at = 1; at < bucket.size(); ++at) {
      if (bucket[at].first != bucket[at - 1].first) continue;
      auto const left = bucket[at - 1].second, right = bucket[at].second;
      if (groups.root(left) == groups.root(right)) continue;
      auto const [jaccard, containment] = likeness(*texts[left], *texts[right]);
      if (jaccard >= 0.7 || (containment >= 0.99 && jaccard >= 0.5)) groups.join(left, right);
    }
  }
}

/// "50 %", "två socialsekreterare": a resource that may be counted twice.
std::string resource(Words const& words, std::size_t from, std::size_t to) {
  for (auto token = from; token + 1 < to; ++token) {
    if (words.at(token).kind == TokenKind::number && (words.is(token + 1, "%") || words.is(token + 1, "procent")))
      return std::string(words.source(token, token + 1));
    if (words.is_word(token) && read_number_word(words[token]) && words.is_word(token + 1))
      for (auto const person : {"socialsekreterare", "handläggare", "controllers", "tjänster", "medarbetare", "heltidstjänster", "årsarbetare"})
        if (words[token + 1] == person) return std::string(words.source(token, token + 1));
  }
  return {};
}

std::string join_labels(std::vector<Text const*> const& texts, std::size_t from) {
  std::string list;
  for (auto index = from; index < texts.size() && index < from + 6; ++index)
    list += (list.empty() ? "" : index + 1 == texts.size() ? " och " : ", ") + texts[index]->item->label;
  if (texts.size() > from + 6) list += " med flera";
  return list;
}

void tell(std::vector<Text const*> const& group, bool identical, Findings& out) {
  auto const& first = *group.front();
  auto const count = std::to_string(group.size());
  auto const shared = resource(first.field->words, 0, first.field->words.size());
  auto const others = join_labels(group, 1);
  std::string question, suggestion;
  if (!shared.empty() && identical) {
    question = "Samma åtgärd finns även i " + others + " och nämner " + shared + ". Är det samma resurs på alla ställen, eller " + count + " gånger så mycket?";
    suggestion = "Lägg en åtgärd och koppla den till alla punkterna, så räknas resursen en gång.";
  } else if (identical) {
    question = "Samma text står i " + count + " åtgärder (även " + others + "). Är det samma åtgärd?";
    suggestion = "Är det samma: koppla en åtgärd till alla händelserna. Är det ett standardsätt: lägg den i biblioteket.";
  } else {
    question = "Texten är nästan lika i " + count + " åtgärder (även " + others + "). Är det samma åtgärd?";
    suggestion = "Är det samma: använd en formulering och koppla ihop dem.";
  }
  auto const last = first.field->words.size() - 1;
  auto& one = out.add("L12", shared.empty() || !identical ? Severity::info : Severity::warning, *first.item, *first.field, 0, last, question, suggestion);
  one.basis = count;
  for (std::size_t index = 1; index < group.size(); ++index) one.related.push_back(group[index]->item->key);
}

/// The same sentence with a resource in two items whose texts differ otherwise.
void tell_shared_sentences(std::vector<Text> const& texts, Findings& out) {
  struct Place { Text const* text; std::size_t first, last; };
  std::map<std::uint64_t, std::vector<Place>> sentences;
  for (auto const& text : texts) {
    auto const& words = text.field->words;
    for (std::size_t first = 0; first < words.size();) {
      auto const end = words.sentence_of(first).second;
      if (end - first > fewest_words && !resource(words, first, end).empty()) {
        std::uint64_t key = 0;
        for (auto token = first; token < end; ++token)
          if (words.at(token).kind != TokenKind::mark) key = mix(key ^ hash(words[token])) + 1;
        sentences[key].push_back({&text, first, end - 1});
      }
      first = end;
    }
  }
  for (auto const& [key, places] : sentences) {
    auto const& here = places.front();
    for (std::size_t index = 1; index < places.size(); ++index) {
      auto const& other = *places[index].text;
      if (other.item == here.text->item || other.exact == here.text->exact) continue;  // told already as the same text
      auto const shared = resource(here.text->field->words, here.first, here.last + 1);
      auto& one = out.add("L12", Severity::warning, *here.text->item, *here.text->field, here.first, here.last,
                          "Samma mening finns även i " + other.item->label + " och nämner " + shared + ". Är det samma resurs, eller två gånger så mycket?",
                          "Lägg en åtgärd och koppla den till båda, så räknas resursen en gång.");
      one.related.push_back(other.item->key);
      break;
    }
  }
}

/// An older closed action and this year's listed under the same event.
void tell_generations(std::span<Item const> items, Context const& context, Findings& out) {
  if (context.period_from.empty()) return;
  std::map<std::string_view, std::vector<Item const*>> by_event;
  for (auto const& item : items)
    if (item.action != nullptr && !item.action->event.empty()) by_event[item.action->event].push_back(&item);
  for (auto const& [event, rows] : by_event) {
    Item const* current = nullptr;
    for (auto const* row : rows)
      if (row->action->due >= context.period_from) current = row;
    if (current == nullptr) continue;
    for (auto const* row : rows) {
      if (row->action->due.empty() || row->action->due >= context.period_from) continue;
      if (auto const* field = row->field("text"); field != nullptr && field->words.size() > 0) {
        auto& one = out.add("L12", Severity::info, *row, *field, 0, field->words.size() - 1,
                            "Under samma händelse finns en äldre åtgärd (klar " + row->action->due + ") och en nyare (" + current->label +
                                ", klar " + current->action->due + "). Ska båda redovisas?",
                            "Koppla den nyare som fortsättning på den äldre och redovisa bara den nyare.");
        one.related.push_back(current->key);
        one.basis = "older than " + current->key;
      }
    }
  }
}

void check_set(std::span<Item const> items, Item const*, Context const& context, Findings& out) {
  std::vector<Text> texts;
  for (auto const& item : items)
    for (auto const& field : item.fields)
      if ((item.action != nullptr && field.name == "text") || (item.finding != nullptr && field.name.starts_with("actions"))) {
        auto text = read(item, field);
        if (text.words.size() >= fewest_words) texts.push_back(std::move(text));
      }
  std::unordered_map<std::uint64_t, std::vector<Text const*>> exact;
  std::vector<Text const*> different;
  for (auto const& text : texts) {
    auto& group = exact[text.exact];
    if (group.empty()) different.push_back(&text);
    group.push_back(&text);
  }
  for (auto const* first : different)
    if (exact[first->exact].size() > 1) tell(exact[first->exact], true, out);
  Groups groups(different.size());
  join_near(different, groups);
  std::map<std::size_t, std::vector<Text const*>> near;
  for (std::size_t index = 0; index < different.size(); ++index) near[groups.root(index)].push_back(different[index]);
  for (auto const& [root, group] : near)
    if (group.size() > 1) tell(group, false, out);
  tell_shared_sentences(texts, out);
  tell_generations(items, context, out);
}

}  // namespace

Rule const l12_duplicates{"L12", Severity::warning, "Samma åtgärd flera gånger",
                          "Åtgärder med samma eller nästan samma text kan vara en och samma. Nämner texten en resurs, till "
                          "exempel 50 % av en tjänst, riskerar den att räknas flera gånger.",
                          nullptr, nullptr, &check_set};

}  // namespace rimlig::lint::rules
