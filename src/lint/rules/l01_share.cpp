#include "lint/rules/l01_share.hpp"

#include <algorithm>

#include "lint/calendar.hpp"
#include "lint/catalogue.hpp"

namespace rimlig::lint::rules {
namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_percent_sign(Words const& words, std::size_t token) {
  return token < words.size() && one_of(words[token], {"%", "procent"});
}

/// The counted thing after a number: "73 klienter", "åtta granskade enheter"; the word's beginning,
/// so that "enhet", "enheter" and "enheterna" are one thing.
std::string_view counted(Words const& words, std::size_t number) {
  for (auto token = number + 1; token < words.size() && token <= number + 3; ++token) {
    if (!words.is_word(token) || words.at(token).sentence != words.at(number).sentence) return {};
    auto const word = words[token];
    if (one_of(word, {"av", "som", "och", "inte", "har", "hade", "var", "är", "ska", "i", "på", "för", "med", "ingen", "inga", "inget", "saknade", "saknar"})) return {};
    bool const adjective = word.ends_with("ade") || word.ends_with("iga") || word.ends_with("nya") || word == "olika";
    if (!adjective) return word;
  }
  return {};
}

bool same_thing(std::string_view left, std::string_view right) {
  if (left.empty() || right.empty()) return false;
  auto const length = std::min({left.size(), right.size(), std::size_t{7}});
  return left.substr(0, length) == right.substr(0, length);
}

struct Count {
  std::size_t token = 0;
  std::int64_t value = 0;
  std::string_view thing;
  bool is_whole = false;
};

bool not_a_count(Words const& words, std::size_t token) {
  if (is_percent_sign(words, token + 1)) return true;
  if (year_at(words, token) != 0 && counted(words, token).empty()) return true;
  if (token + 1 < words.size() && one_of(words[token + 1], {"kap", "§", "kr", "kronor", "tkr", "mkr", "/", ":", "%", "–"})) return true;
  if (token > 0 && one_of(words[token - 1], {"§", "-", "/", ":", "–", "dnr", "nr", "t"})) return true;
  return month_of(token + 1 < words.size() ? words[token + 1] : std::string_view{}) != 0;
}

/// "urval på 73 klienter", "av totalt åtta enheter": the number is what the shares are taken of.
bool introduces_whole(Words const& words, std::size_t token) {
  auto const from = std::max(words.sentence_of(token).first, token >= 4 ? token - 4 : 0);
  for (auto at = token; at-- > from;) {
    if (one_of(words[at], {"av", "bland", "totalt", "urval", "urvalet", "stickprov", "stickprovet", "granskades", "granskats", "sammanlagt"})) return true;
    if (words.at(at).kind != TokenKind::word) return false;
    if (!one_of(words[at], {"på", "om", "de", "dessa", "totalt", "sammanlagt", "samtliga", "alla", "ett", "granskade", "undersökta", "cirka", "ca", "med"})) return false;
  }
  return false;
}

/// "Av dem …", "Av dessa …" in the sentence of the percent.
bool refers_back(Words const& words, std::size_t token) {
  auto const [first, last] = words.sentence_of(token);
  for (auto at = first; at + 1 < last; ++at)
    if (words[at] == "av" && one_of(words[at + 1], {"dem", "dessa"}) && !whole_number(words, at + 2)) return true;
  return false;
}

bool approximated(Words const& words, std::size_t token) {
  for (auto at = token; at-- > 0 && token - at <= 2;)
    if (one_of(words[at], {"ca", "cirka", "omkring", "ungefär", "runt", "drygt", "knappt", "nästan", "närmare", "över",
                           "uppskattningsvis", "runt"})) return true;
  return false;
}

}  // namespace

std::vector<Share> shares(Words const& words) {
  std::vector<Share> found;
  std::vector<Count> counts;
  for (std::size_t token = 0; token < words.size(); ++token)
    if (auto const value = whole_number(words, token, words.is(token + 1, "av")); value && !not_a_count(words, token))
      counts.push_back({token, *value, counted(words, token), false});

  // Explicit: "två av åtta enheter", "2 (av 8)".
  for (std::size_t index = 0; index + 1 < counts.size(); ++index) {
    auto& part = counts[index];
    auto& whole = counts[index + 1];
    if (words.at(part.token).sentence != words.at(whole.token).sentence) continue;
    auto at = part.token + 1;
    if (words.is_word(at) && !words.is(at, "av") && words.is(at + 1, "av")) ++at;  // "två enheter av åtta"
    if (words.is(at, "(")) ++at;
    if (!words.is(at, "av")) continue;
    ++at;
    while (at < whole.token && one_of(words[at], {"de", "dessa", "totalt", "sammanlagt", "samtliga", "alla", "våra", "cirka", "ca"})) ++at;
    if (at != whole.token || whole.value <= 0 || part.value > whole.value) continue;
    found.push_back({part.value, whole.value, part.token, whole.token, std::nullopt, 0, false});
    part.is_whole = whole.is_whole = true;
  }
  for (auto& count : counts)
    if (!count.is_whole && introduces_whole(words, count.token)) count.is_whole = true;

  // A percent belongs to the nearest explicit share of its sentence, or to the nearest count of the
  // same thing as the whole that was named last.
  for (std::size_t token = 0; token + 1 < words.size(); ++token) {
    if (words.at(token).kind != TokenKind::number || !is_percent_sign(words, token + 1)) continue;
    auto const stated = read_digits(words[token]);
    if (!stated) continue;
    // "50-55 %" is a span
    if (token > 0 && one_of(words[token - 1], {"-", "–"})) continue;
    auto const sentence = words.at(token).sentence;
    Share* nearest = nullptr;
    for (auto& share : found) {
      if (words.at(share.part_token).sentence != sentence || share.stated) continue;
      if (share.part_token < token) nearest = &share;                 // the last one before
      else if (nearest == nullptr) { nearest = &share; break; }      // or the first one after
    }
    bool const approximate = approximated(words, token);
    if (nearest != nullptr) {
      nearest->stated = stated;
      nearest->stated_token = token;
      nearest->approximate = approximate;
      continue;
    }
    Count const* whole = nullptr;
    Count const* part = nullptr;
    for (auto const& count : counts) {
      if (count.is_whole && count.token < token) whole = &count;
      if (count.is_whole && whole == nullptr && words.at(count.token).sentence == sentence) whole = &count;
    }
    // "Av dem hade 12 …": the whole is the part that was told before.
    Count of_them;
    if (refers_back(words, token) && !found.empty() && words.at(found.back().part_token).sentence + 1 == sentence) {
      of_them = {found.back().part_token, found.back().part, counted(words, found.back().part_token), true};
      whole = &of_them;
    }
    if (whole == nullptr || whole->value <= 0) continue;
    bool const of_whole = whole->token == token + 3 || whole->token == token + 4;  // "27 % av 73 klienter (20 st)"
    for (auto const& count : counts) {
      if (count.is_whole || words.at(count.token).sentence != sentence || count.value > whole->value) continue;
      bool const unit = one_of(count.thing, {"st", "stycken"}) || words.is(count.token - (count.token > 0), "(");
      if (!same_thing(count.thing, whole->thing) && !unit && !count.thing.empty()) continue;
      bool const bare = words.is(count.token + 1, "inte") || words.is(count.token + 1, "hade") || words.is(count.token + 1, "har") || words.is(count.token + 1, "ingen");
      if (count.thing.empty() && !unit && !bare) continue;
      if (count.token < token) part = &count;
      else if (part == nullptr || of_whole) { part = &count; break; }
    }
    if (part == nullptr) continue;
    found.push_back({part->value, whole->value, part->token, whole->token, stated, token, approximate});
  }
  return found;
}

namespace {

void check_text(Item const& item, Field const& field, Context const&, Findings& out) {
  auto const& words = field.words;
  if (words.text().find('%') == std::string::npos && words.text().find("procent") == std::string::npos) return;
  for (auto const& share : shares(words)) {
    if (!share.stated) continue;
    bool right = percent_fits(share.part, share.whole, *share.stated);
    if (!right && share.approximate) {  // "drygt 25 %" may be three percentage points off
      auto const scale = share.stated->decimals == 0 ? 1 : share.stated->decimals == 1 ? 10 : 100;
      auto const off = share.part * 100 * scale - share.stated->digits * share.whole;
      right = (off < 0 ? -off : off) <= 3 * scale * share.whole;
    }
    if (right) continue;
    auto const stated = std::string(words.source(share.stated_token));
    auto const computed = percent_text(share.part, share.whole, share.stated->decimals);
    auto const figures = std::to_string(share.part) + " av " + std::to_string(share.whole);
    std::string suggestion = "Skriv " + computed;
    if (auto const fits = part_that_fits(share.whole, *share.stated))
      suggestion += ", eller ändra antalet till " + std::to_string(*fits) + " (" + std::to_string(*fits) + " av " +
                    std::to_string(share.whole) + " är " + percent_text(*fits, share.whole, share.stated->decimals) + ")";
    suggestion += ".";
    auto const first = std::min(share.part_token, share.stated_token);
    auto const last = std::max(share.part_token, share.stated_token);
    out.add("L1", Severity::error, item, field, first, std::min(last + 1, words.size() - 1),
            figures + " är " + computed + ", men texten säger " + stated + " %. Är det antalet eller procenttalet som ska ändras?",
            suggestion)
        .basis = figures;
  }
}

}  // namespace

Rule const l01_share{"L1", Severity::error, "Andelen stämmer inte med antalen",
                     "Ett procenttal ska vara delen delad med det hela, inom avrundningen. Rimlig räknar om varje andel som "
                     "texten anger och föreslår det antal som skulle passa.",
                     &check_text, nullptr, nullptr};

}  // namespace rimlig::lint::rules
