#include "import/narrative_clues.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "import/text_tools.hpp"

namespace rimlig::import {

namespace {

using namespace std::string_view_literals;

struct Clue {
  std::string_view words, means;
};

std::string_view first_of(std::string_view text, auto const& clues) {
  for (auto const clue : clues)
    if (contains(text, clue)) return clue;
  return {};
}

std::optional<double> word_number(std::string const& word) {
  constexpr std::array words = {"noll"sv, "en"sv, "två"sv, "tre"sv, "fyra"sv, "fem"sv, "sex"sv, "sju"sv, "åtta"sv, "nio"sv, "tio"sv, "elva"sv, "tolv"sv};
  if (word == "ett") return 1;
  for (std::size_t k = 0; k < words.size(); ++k)
    if (word == words[k]) return static_cast<double>(k);
  return {};
}

struct Token {
  std::string_view text;  // as written
  std::string word;       // lower case, without punctuation around
  std::size_t begin = 0, end = 0;
  std::optional<double> number;
  bool digits = false;
};

std::optional<double> parsed(std::string_view text) {
  std::string plain = replaced(std::string(text), ",", ".");
  double value = 0;
  auto const [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (error != std::errc() || end != plain.data() + plain.size()) return {};
  return value;
}

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ' || text[at] == '\n') {
      ++at;
      continue;
    }
    auto end = text.find_first_of(" \n", at);
    if (end == std::string_view::npos) end = text.size();
    Token token;
    token.begin = at;
    token.end = end;
    auto core = text.substr(at, end - at);
    while (!core.empty() && ("(\"”"sv).find(core.front()) != std::string_view::npos) core.remove_prefix(1), ++token.begin;
    while (!core.empty() && (".,;:)\"”"sv).find(core.back()) != std::string_view::npos) core.remove_suffix(1), --token.end;
    token.text = core;
    token.word = lower(core);
    auto const figure = ends_with(core, "%") ? core.substr(0, core.size() - 1) : core;
    token.number = parsed(figure);
    token.digits = token.number.has_value();
    if (!token.number) token.number = word_number(token.word);
    out.push_back(std::move(token));
    at = end;
  }
  return out;
}

}  // namespace

std::vector<std::string> bases_in(std::string_view text) {
  constexpr std::array clues = {Clue{"ändamålsenlig", "efficiency"}, Clue{"kostnadseffektiv", "efficiency"}, Clue{"sårbar", "efficiency"}, Clue{"tillförlitlig rapportering", "reporting"},
                                Clue{"registrering", "reporting"}, Clue{"måluppfyllelse", "goal_fulfilment"}, Clue{"nämndmål", "goal_fulfilment"}, Clue{"målen", "goal_fulfilment"},
                                Clue{"budget", "budget"}, Clue{"skulder", "budget"}, Clue{"lagar", "compliance"}, Clue{"lagen", "compliance"}, Clue{"föreskrift", "compliance"},
                                Clue{"riktlinje", "compliance"}, Clue{"rutin", "compliance"}, Clue{"ramavtal", "compliance"}, Clue{"styrdokument", "compliance"}, Clue{"efterlev", "compliance"},
                                Clue{"kraven gällande", "compliance"}, Clue{" avtal", "compliance"}, Clue{"kvalitetsledningssystem", "compliance"}, Clue{"arbetsplan", "compliance"}};
  auto const key = lower(text);
  std::vector<std::string> out;
  for (auto const& clue : clues)
    if (contains(key, clue.words) && std::find(out.begin(), out.end(), clue.means) == out.end()) out.emplace_back(clue.means);
  return out;
}

std::vector<NumberReading> numbers_in_text(std::string_view text) {
  auto const tokens = tokens_of(text);
  std::vector<NumberReading> out;
  std::optional<double> whole;  // "ett urval på 73 klienter"
  auto const from_to = [&](std::size_t first, std::size_t last) { return std::string(text.substr(tokens[first].begin, tokens[last].end - tokens[first].begin)); };
  for (std::size_t k = 0; k < tokens.size(); ++k) {
    auto const& token = tokens[k];
    bool const sign_after = k + 1 < tokens.size() && tokens[k + 1].text == "%";
    bool const percent = sign_after || (token.text.size() > 1 && token.text.back() == '%');
    bool const about = k > 0 && (tokens[k - 1].word == "ca" || tokens[k - 1].word == "cirka" || tokens[k - 1].word == "omkring" || tokens[k - 1].word == "drygt" || tokens[k - 1].word == "knappt");
    auto const last = sign_after ? k + 1 : k;
    auto const dash = token.text.find('-');
    NumberReading number;
    number.approximate = about;
    if (percent && dash != std::string_view::npos) {
      number.low = parsed(token.text.substr(0, dash));
      number.high = parsed(token.text.substr(dash + 1));
      if (!number.low || !number.high) continue;
      number.unit = "%";
      number.text = from_to(about ? k - 1 : k, last);
      out.push_back(std::move(number));
      continue;
    }
    if (percent && token.number) {
      // In brackets it is the share of the last thing counted (a time is not a count).
      bool const bracket = token.begin > 0 && text[token.begin - 1] == '(';
      auto const count = std::find_if(out.rbegin(), out.rend(), [](NumberReading const& one) { return one.value && one.unit.empty(); });
      if (bracket && count != out.rend()) {
        auto& counted = *count;
        counted.stated_percent = token.number;
        if (!counted.of) counted.of = whole;
        if (counted.of && *counted.of > 0) counted.computed_percent = std::round(*counted.value / *counted.of * 1000) / 10;
        continue;
      }
      number.value = token.number;
      number.unit = "%";
      number.text = from_to(about ? k - 1 : k, last);
      out.push_back(std::move(number));
      continue;
    }
    if (token.word == "hälften") {
      number.value = 0.5;
      number.text = from_to(k, std::min(k + 2, tokens.size() - 1));
      out.push_back(std::move(number));
      continue;
    }
    if (!token.number || token.word == "en" || token.word == "ett") continue;
    // A year, a section of law or a date is no count.
    bool const year = token.digits && *token.number >= 1900 && *token.number < 2100;
    auto const next = k + 1 < tokens.size() ? tokens[k + 1].word : std::string();
    constexpr std::array calendar = {"kap"sv, "§"sv, "januari"sv, "februari"sv, "mars"sv, "april"sv, "maj"sv, "juni"sv, "juli"sv, "augusti"sv, "september"sv, "oktober"sv, "november"sv, "december"sv};
    if (year || next.empty() || std::find(calendar.begin(), calendar.end(), next) != calendar.end() || !starts_with_lower(next)) continue;
    number.value = token.number;
    if (next == "av" && k + 2 < tokens.size() && tokens[k + 2].number) {
      number.of = tokens[k + 2].number;
      number.text = from_to(k, std::min(k + 3, tokens.size() - 1));
      if (*number.of > 0) number.computed_percent = std::round(*number.value / *number.of * 1000) / 10;
      k += 2;
    } else {
      bool const preposition = next == "i" || next == "på" || next == "inom";
      number.text = from_to(k, std::min(k + (preposition ? 2 : 1), tokens.size() - 1));
      constexpr std::array times = {"månader"sv, "månad"sv, "år"sv, "dagar"sv, "veckor"sv, "timmar"sv, "ggr"sv, "gånger"sv};
      if (std::find(times.begin(), times.end(), next) != times.end()) number.unit = next;
      if (k >= 2 && tokens[k - 1].word == "på" && tokens[k - 2].word == "urval") whole = number.value;
    }
    out.push_back(std::move(number));
  }
  return out;
}

bool NumberReading::agrees() const {
  return !stated_percent || !computed_percent || std::abs(*stated_percent - *computed_percent) < 0.0501;
}

AssessmentClue assess(std::vector<std::string> const& review_result) {
  AssessmentClue clue;
  std::string text;
  for (auto const& paragraph : review_result) text += lower(paragraph) + "\n";
  if (text.empty()) return clue;
  constexpr std::array failed = {"inte har genomfört"sv, "har inte genomfört"sv, "inte genomförts"sv, "inte hade fått"sv, "inte fått sin"sv, "hade inte fått"sv, "saknar fortfarande"sv, "efterlevs inte"sv, "följs inte"sv, "har inte vidtagit"sv};
  constexpr std::array remains = {"skiftande"sv, "inte hunnit"sv, "fortsatt"sv, "fortsätta"sv, "behöver"sv, "håller på"sv, "pågår"sv, "fortgår"sv, "delvis"sv, "till viss del"sv, "påbörjat"sv, "kommer att"sv};
  constexpr std::array achieved = {"rutinerna följs"sv, "följs."sv, "har gjorts"sv, "gjorts under"sv, "har uppdaterats"sv, "har lärts"sv, "har implementerat"sv, "har genomförts"sv, "är genomför"sv, "har tagits fram"sv, "finns rutiner"sv, "är på plats"sv, "har åtgärdats"sv, "uppfyller"sv};
  auto const bad = first_of(text, failed), left = first_of(text, remains), good = first_of(text, achieved);
  if (!bad.empty()) {
    clue.assessment = "does_not_meet";
    clue.quote = bad;
  } else if (!good.empty() && !left.empty()) {
    clue.assessment = "partly";
    clue.quote = left;
  } else if (!good.empty()) {
    clue.assessment = "meets";
    clue.quote = good;
  } else if (!left.empty()) {
    clue.ongoing = true;
    clue.quote = left;
  }
  return clue;
}

}  // namespace rimlig::import
