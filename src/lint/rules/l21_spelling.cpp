// L21: spelling and grammar as hints. A list of known slips, and a few general signs that need no
// list: a word twice, a space before a full stop, a preposition without its noun.
#include <algorithm>
#include <array>

#include "lint/calendar.hpp"
#include "lint/catalogue.hpp"
#include "lint/data/spelling.hpp"
#include "lint/phrases.hpp"

namespace rimlig::lint::rules {
namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

PhraseSet const& known() {
  static auto const patterns = [] {
    std::vector<std::string_view> all;
    for (auto const& one : data::spellings()) all.push_back(one.written);
    return all;
  }();
  static PhraseSet const set(patterns);
  return set;
}

/// The rest of a word after a pattern's star, so that the ending is kept: "succesiva" → "a".
std::string_view kept_ending(Words const& words, std::size_t token, std::string_view written) {
  if (!written.ends_with('*')) return {};
  auto const last_part = written.substr(written.rfind(' ') == std::string_view::npos ? 0 : written.rfind(' ') + 1);
  return words[token].substr(last_part.size() - 1);
}

void from_list(Item const& item, Field const& field, Findings& out) {
  auto const& words = field.words;
  std::vector<std::string_view> told;  // one hint per spelling and text is enough
  for (auto const& hit : known().find(words)) {
    auto const& one = data::spellings()[hit.pattern];
    std::string meant(one.meant);
    meant += kept_ending(words, hit.last, one.written);
    if (words.at(hit.first).capital && one.meant != "BBIC") meant = capitalised(meant);
    auto const quote = words.source(hit.first, hit.last);
    if (std::find(told.begin(), told.end(), quote) != told.end()) continue;
    told.push_back(quote);
    if (quote == meant) continue;  // right already: the list names a form in lower case
    out.add("L21", Severity::info, item, field, hit.first, hit.last, "”" + std::string(quote) + "”: menas ”" + meant + "”?", meant);
  }
}

bool is_preposition(std::string_view word) {
  return one_of(word, {"inom", "från", "till", "mellan", "avseende", "gällande", "beträffande", "hos", "angående"});
}
bool is_plain_verb(std::string_view word) { return one_of(word, {"är", "har", "ska", "kan", "kommer", "får", "måste", "bör", "saknas"}); }

void general(Item const& item, Field const& field, Findings& out) {
  auto const& words = field.words;
  for (std::size_t token = 0; token + 1 < words.size(); ++token) {
    auto const word = words[token], next = words[token + 1];
    bool const together = words.at(token).sentence == words.at(token + 1).sentence;
    if (words.is_word(token) && word == next && together && letters(word) > 1 && !one_of(word, {"det", "på", "om", "som", "den", "att"}))
      out.add("L21", Severity::info, item, field, token, token + 1, "Ordet ”" + std::string(words.source(token)) + "” står två gånger. Ska det ena bort?", std::string(words.source(token)));
    else if (word == "att" && next == "att" && together)
      out.add("L21", Severity::info, item, field, token, token + 1, "Ordet ”att” står två gånger. Ska det ena bort?", "att");
    if (words.is_word(token) && one_of(next, {".", ","}) && words.at(token + 1).begin == words.at(token).end + 1 &&
        (token + 2 == words.size() || words.at(token + 2).begin > words.at(token + 1).end))
      out.add("L21", Severity::info, item, field, token, token + 1, "Det står ett mellanslag före skiljetecknet. Ska det bort?",
              std::string(words.source(token)) + std::string(next));
    // "biståndsbedömning inom är för lång": a noun is missing
    if (is_preposition(word) && is_plain_verb(next) && together && token > 0 && words.is_word(token - 1) &&
        !one_of(words[token - 1], {"som", "där", "därav"}))
      out.add("L21", Severity::info, item, field, token, token + 1, "Ett ord verkar saknas mellan ”" + std::string(word) + "” och ”" + std::string(next) + "”. Vad ska det stå?", "");
    // "andelen förskollärare stadsdelen idag": a preposition is missing
    if (one_of(word, {"andelen", "antalet"}) && token + 3 < words.size() && words.is_word(token + 1) && words.is_word(token + 2) &&
        words.is_word(token + 3) && letters(words[token + 1]) > 4 && letters(words[token + 2]) > 6 &&
        (words[token + 2].ends_with("en") || words[token + 2].ends_with("et")) && !words[token + 2].ends_with("het"))
      if (one_of(words[token + 3], {"idag", "i", "är", "har", "var", "nu", "under"}))
        out.add("L21", Severity::info, item, field, token, token + 2, "Ett ord verkar saknas före ”" + std::string(words[token + 2]) + "”. Menas ”i " + std::string(words[token + 2]) + "”?",
                std::string(words.source(token, token + 1)) + " i " + std::string(words.source(token + 2)));
    // "ska senast den 1 oktober har lämnat": a finite verb after the auxiliary
    if (one_of(word, {"ska", "skall", "kan", "bör", "måste"})) {
      auto const clause = words.clause_of(token).second;
      for (auto at = token + 1; at < std::min(clause, token + 8); ++at) {
        if (one_of(words[at], {"som", "att", "och", "där", "när", "de", "det", "vi", "enheten", "om"})) break;
        if (words[at] == "har" || words[at] == "är") {
          out.add("L21", Severity::info, item, field, token, at, "Efter ”" + std::string(word) + "” väntas ”" + (words[at] == "har" ? "ha" : "vara") + "”. Ska det stå så?",
                  words[at] == "har" ? "ha" : "vara");
          break;
        }
      }
    }
  }
  // Several sentences, the last without its full stop.
  if (words.sentences() > 1 && words.at(words.size() - 1).kind != TokenKind::mark && field.name != "title") {
    auto const last = words.size() - 1;
    auto const [first, end] = words.sentence_of(last);
    if (end - first > 3)
      out.add("L21", Severity::info, item, field, last, last, "Den sista meningen saknar punkt. Är den hel?", std::string(words.source(last)) + ".");
  }
}

void check_text(Item const& item, Field const& field, Context const&, Findings& out) {
  from_list(item, field, out);
  general(item, field, out);
}

}  // namespace

Rule const l21_spelling{"L21", Severity::info, "Stavning och språk",
                        "Kända felskrivningar och tecken på att ett ord fattas visas som tips. Inget rättas av sig självt.",
                        &check_text, nullptr, nullptr};

}  // namespace rimlig::lint::rules
