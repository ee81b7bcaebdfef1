#include "lint/rules/l14_statutes.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "lint/calendar.hpp"
#include "lint/catalogue.hpp"

namespace rimlig::lint::rules {
namespace {

bool is_number(Words const& words, std::size_t token) {
  return token < words.size() && words.at(token).kind == TokenKind::number;
}
bool is_letter(Words const& words, std::size_t token) {
  return words.is_word(token) && words[token].size() == 1 && words[token] != "i";
}

/// "2001:453" as three tokens; gives the number and moves past it.
std::optional<std::string> statute_number(Words const& words, std::size_t& token) {
  if (year_at(words, token) == 0 || !words.is(token + 1, ":") || !is_number(words, token + 2)) return std::nullopt;
  auto text = std::string(words.source(token, token + 2));
  token += 3;
  return text;
}

/// "2 §", "2 a §", "§ 3", "1–2 §§": gives the section and moves past it.
bool section(Words const& words, std::size_t& token, Citation& citation) {
  auto at = token;
  if (words.is(at, "§")) {
    if (!is_number(words, at + 1)) return false;
    citation.section_sign_first = true;
    citation.section = std::string(words[at + 1]);
    token = at + 2;
    return true;
  }
  if (!is_number(words, at)) return false;
  auto text = std::string(words[at++]);
  if (is_letter(words, at) && words.is(at + 1, "§")) text += " " + std::string(words[at++]);
  while ((words.is(at, "-") || words.is(at, "–") || words.is(at, "och") || words.is(at, ",")) && is_number(words, at + 1)) at += 2;
  if (!words.is(at, "§")) return false;
  while (words.is(at, "§")) ++at;
  citation.section = text;
  token = at;
  return true;
}

/// "11 kap. 2 §", also without the full stop or with "11 kap".
bool chapter(Words const& words, std::size_t& token, Citation& citation) {
  if (!is_number(words, token) || !(words.is(token + 1, "kap") || words.is(token + 1, "kapitlet"))) return false;
  auto at = token + 2;
  citation.chapter = std::string(words[token]);
  citation.chapter_dot = words.is(at, ".");
  if (citation.chapter_dot) ++at;
  token = at;
  section(words, token, citation);
  return true;
}

struct Name {
  std::string wanted;        // lower case
  std::string_view spelled;  // as the table has it, when capitals matter
};

/// The names by their first word in lower case: most words of a text begin none.
std::unordered_map<std::string, std::vector<Name>> const& names_by_first_word() {
  static auto const table = [] {
    std::unordered_map<std::string, std::vector<Name>> names;
    for (auto const& act : data::acts())
      for (auto const spelled : {act.name, act.short_name})
        if (!spelled.empty()) {
          auto const wanted = lower(spelled);
          Words const cut(wanted);
          // A short name is upper case, so that the word "sol" or "fl" is no law.
          names[std::string(cut[0])].push_back({wanted, spelled == act.short_name ? spelled : std::string_view{}});
        }
    return names;
  }();
  return table;
}

/// A known name at this token: the longest that fits. Returns the number of tokens.
std::size_t law_name(Words const& words, std::size_t token, std::string& name) {
  if (!words.is_word(token)) return 0;
  auto const found = names_by_first_word().find(std::string(words[token]));
  if (found == names_by_first_word().end()) return 0;
  std::size_t longest = 0;
  for (auto const& [wanted, spelled] : found->second) {
    auto const begin = words.at(token).begin;
    if (lower(words.text().substr(begin, wanted.size())) != wanted) continue;
    if (!spelled.empty() && words.source(token) != spelled) continue;
    auto at = token;
    while (at < words.size() && words.at(at).end < begin + wanted.size()) ++at;
    if (at >= words.size() || words.at(at).end != begin + wanted.size()) continue;
    if (at - token + 1 > longest) { longest = at - token + 1; name = wanted; }
  }
  return longest;
}

}  // namespace

std::vector<Citation> citations(Words const& words) {
  std::vector<Citation> found;
  auto const& text = words.text();
  bool const may_cite = text.find("§") != std::string::npos || text.find(':') != std::string::npos ||
                        text.find("kap") != std::string::npos;
  if (!may_cite) return found;
  for (std::size_t token = 0; token < words.size();) {
    Citation citation;
    citation.first = token;
    auto at = token;
    if (words.is(at, "sosfs") || words.is(at, "sfs") || (words.is(at, "hslf") && words.is(at + 1, "-") && words.is(at + 2, "fs"))) {
      auto const wide = words.is(at, "hslf") ? 3u : 1u;
      citation.series = words.is(at, "hslf") ? "HSLF-FS" : words.is(at, "sosfs") ? "SOSFS" : "";
      at += wide;
      if (auto number = statute_number(words, at)) {
        citation.number = *number;
        chapter(words, at, citation);
        citation.last = at - 1;
        found.push_back(citation);
        token = at;
        continue;
      }
    }
    at = token;
    std::string name;
    bool any = false;
    // In any order: name, (number), chapter and section, name again.
    for (int part = 0; part < 4 && at < words.size(); ++part) {
      auto const before = at;
      if (citation.chapter.empty() && chapter(words, at, citation)) { any = true; continue; }
      if (citation.section.empty() && (words.is(at, "§") || is_number(words, at)) && section(words, at, citation)) { any = true; continue; }
      auto number_at = words.is(at, "(") ? at + 1 : at;
      if (citation.number.empty() && (at == token ? words.is(at, "(") : true))
        if (auto number = statute_number(words, number_at); number && (words.is(at, "(") || !citation.name.empty())) {
          if (words.is(number_at, ")")) ++number_at;
          citation.number = *number;
          at = number_at;
          continue;
        }
      if ((words.is(at, "i") || words.is(at, "enligt")) && any) { ++at; if (law_name(words, at, name) == 0) { at = before; break; } }
      if (auto const width = law_name(words, at, name); width > 0) {
        if (citation.name.empty()) citation.name = name;
        at += width;
        continue;
      }
      if (words.is(at, "lag") && words.is(at + 1, "(") && citation.name.empty()) { ++at; citation.name = "lag"; continue; }
      at = before;
      break;
    }
    bool const whole = (any && !citation.name.empty()) || (!citation.number.empty() && (!citation.name.empty() || any));
    if (!whole || at == token) { ++token; continue; }
    citation.last = at - 1;
    found.push_back(citation);
    token = at;
  }
  return found;
}

namespace {

struct Located {
  data::Act const* act = nullptr;        // the act that is meant
  bool by_amendment = false;
};

bool in_force(data::Act const& act, Days const& when) {
  return act.from <= when.last && (act.to.empty() || act.to >= when.first);
}

Located locate(Citation const& citation, std::optional<Days> const& when) {
  if (!citation.number.empty()) {
    for (auto const& act : data::acts())
      if (act.number == citation.number && act.series == citation.series) return {&act, false};
    for (auto const& one : data::amendments())
      if (one.number == citation.number) return {data::act_by_key(one.act), true};
    return {};  // a number that is not known here; the name alone would hide that
  }
  data::Act const* newest = nullptr;
  for (auto const& act : data::acts()) {
    if (lower(act.name) != citation.name && lower(act.short_name) != citation.name) continue;
    if (when && in_force(act, *when)) return {&act, false};
    newest = &act;
  }
  return {when ? nullptr : newest, false};
}

std::string spelled(data::Act const& act) {
  if (!act.series.empty()) return std::string(act.series) + " " + std::string(act.number);
  return std::string(act.name) + " (" + std::string(act.number) + ")";
}

std::string place(Citation const& citation) {
  std::string text;
  if (!citation.chapter.empty()) text = citation.chapter + " kap.";
  if (!citation.section.empty()) text += (text.empty() ? "" : " ") + citation.section + " §";
  return text;
}

data::Act const& current(data::Act const& act) {
  auto const* now = &act;
  while (!now->successor.empty()) now = data::act_by_key(now->successor);
  return *now;
}

data::Section const* known_section(data::Act const& act, std::string const& at) {
  for (auto const& one : data::sections())
    if (one.act == act.key && one.section == at) return &one;
  return nullptr;
}

/// The heading speaks of something that the cited section does not regulate.
std::string other_topic(Item const& item, data::Section const& section) {
  auto const* title = item.field("title");
  if (title == nullptr) return {};
  auto rest = section.other_topics;
  while (!rest.empty()) {
    auto const end = std::min(rest.find('|'), rest.size());
    auto const topic = rest.substr(0, end);
    for (std::size_t token = 0; token < title->words.size(); ++token)
      if (title->words[token].starts_with(topic)) return std::string(title->words.source(token));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

void check_text(Item const& item, Field const& field, Context const& context, Findings& out) {
  auto const when = days(context.document_date);
  auto const today = days(context.today);
  for (auto const& citation : citations(field.words)) {
    auto const quote = std::string(field.words.source(citation.first, citation.last));
    auto const ask = [&](Severity severity, std::string question, std::string suggestion) {
      out.add("L14", severity, item, field, citation.first, citation.last, std::move(question), std::move(suggestion));
    };
    auto const [act, by_amendment] = locate(citation, when);
    auto const at = place(citation);
    if (act == nullptr) {
      if (!citation.number.empty() && !citation.name.empty() && citation.name != "lag")
        ask(Severity::warning, "”" + quote + "”: numret " + citation.number + " är inte känt som " + citation.name + ". Är numret rätt?", "");
      continue;
    }
    auto const full = (at.empty() ? "" : at + " ") + spelled(*act);
    auto const* section = known_section(*act, at);
    bool const replaced = today && !in_force(*act, *today);
    auto const& now = current(*act);
    auto const counterpart = section != nullptr ? std::string(section->today) + " " + spelled(now) : spelled(now);
    if (by_amendment) {
      ask(Severity::error, "”" + quote + "” hänvisar till " + citation.number + ", som är en ändringslag. Menas " + spelled(*act) + "?",
          "Skriv " + full + "." + (replaced ? " I dag gäller " + counterpart + "." : ""));
    } else if (citation.section_sign_first) {
      ask(Severity::info, "”" + quote + "”: paragraftecknet står före siffran. Ska det vara " + at + "?", "Skriv " + full + ".");
    }
    if (when && !by_amendment && !in_force(*act, *when)) {
      bool const late = act->from > when->last;
      ask(Severity::warning, "”" + quote + "”: " + spelled(*act) + (late ? " gällde inte ännu " : " gällde inte längre ") + context.document_date + ". Vilken lag avses?",
          late ? "" : "Skriv hänvisningen till " + spelled(current(*act)) + ".");
    }
    if (section != nullptr)
      if (auto const topic = other_topic(item, *section); !topic.empty())
        ask(Severity::warning, "Rubriken handlar om ”" + topic + "”, men " + at + " gäller " + std::string(section->topic) + ". Vilket är rätt?",
            "Rätta rubriken eller hänvisa till den bestämmelse som gäller för " + topic + ".");
    if (replaced && !by_amendment)
      ask(Severity::info, "”" + quote + "” gällde till och med " + std::string(act->to) + ". Motsvarigheten i dag är " + counterpart + ". Ska texten användas igen?",
          counterpart);
  }
}

}  // namespace

Rule const l14_statutes{"L14", Severity::error, "Hänvisning till lag",
                        "En hänvisning ska gå till lagen själv och inte till en ändringslag, ha rätt form och gälla den dag "
                        "dokumentet skrevs. Rimlig visar vad som motsvarar den i dag.",
                        &check_text, nullptr, nullptr};

}  // namespace rimlig::lint::rules
