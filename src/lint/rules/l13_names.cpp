// L13: one thing under several names: a unit, a document, a term. Suggests that the forms become
// aliases of one name. Words are compared by their neighbours one letter away, in linear time.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>

#include "lint/catalogue.hpp"

namespace rimlig::lint::rules {
namespace {

struct Place {
  Item const* item = nullptr;
  Field const* field = nullptr;
  std::size_t first = 0, last = 0;
};

struct Form {
  std::string text;   // as written
  std::size_t count = 0;
  Place place;
};

bool one_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

void ask(Form const& rare, Form const& usual, std::string_view what, Findings& out) {
  auto const question = std::string(what) + " skrivs både ”" + usual.text + "” och ”" + rare.text + "”. Är det samma?";
  auto const suggestion = "Använd ”" + usual.text + "” och lägg ”" + rare.text + "” som alias.";
  if (rare.place.field != nullptr)
    out.add("L13", Severity::info, *rare.place.item, *rare.place.field, rare.place.first, rare.place.last, question, suggestion)
        .related.push_back(usual.place.item->key);
  else
    out.add("L13", Severity::info, *rare.place.item, "names", question, suggestion).quote = rare.text;
}

// --- words -----------------------------------------------------------------------------------

constexpr std::size_t shortest_word = 10;  // letters; short words are neighbours by chance
constexpr std::size_t ending = 4;          // bytes at the end where inflection lives

/// Forms of a word with one letter left out before its ending: two words that share one are one
/// letter apart there, by a missing, an extra or a changed letter.
std::vector<std::string> neighbours(std::string const& word) {
  std::vector<std::string> forms{word};
  for (std::size_t at = 1; at + ending < word.size(); ++at) {
    if ((word[at] & 0xC0) == 0x80) continue;
    auto const length = static_cast<unsigned char>(word[at]) >= 0xC0 ? 2u : 1u;
    forms.push_back(word.substr(0, at) + word.substr(at + length));
  }
  return forms;
}

/// One letter apart is a spelling, unless it is another word: "inskrivning" and "utskrivning" differ
/// in their beginning, and a doubled start is a prefix.
bool may_be_same(std::string const& left, std::string const& right) {
  auto const sizes = left.size() > right.size() ? left.size() - right.size() : right.size() - left.size();
  if (sizes > 2) return false;
  return left.compare(0, 4, right, 0, 4) == 0;
}

void check_words(std::map<std::string, Form> const& forms, Findings& out) {
  std::unordered_map<std::string, Form const*> seen;
  std::set<std::pair<std::string, std::string>> asked;
  for (auto const& [word, form] : forms) {
    if (letters(word) < shortest_word) continue;
    for (auto& neighbour : neighbours(word)) {
      auto const [at, fresh] = seen.try_emplace(std::move(neighbour), &form);
      if (fresh || at->second == &form) continue;
      auto const* other = at->second;
      if (!may_be_same(word, lower(other->text))) continue;
      // The more common form is the name; of two equally common ones a letter was more likely lost than added.
      bool const usual_is_other = other->count != form.count ? other->count > form.count : other->text.size() >= form.text.size();
      auto const& rare = usual_is_other ? form : *other;
      auto const& usual = usual_is_other ? *other : form;
      if (asked.emplace(rare.text, usual.text).second) ask(rare, usual, "Ordet", out);
    }
  }
}

/// "BBiC" and "BBIC": same letters, different capitals, where capitals carry the name.
void check_capitals(std::map<std::string, std::map<std::string, Form>> const& abbreviations, Findings& out) {
  for (auto const& [key, forms] : abbreviations) {
    if (forms.size() < 2) continue;
    auto const usual = std::max_element(forms.begin(), forms.end(), [](auto const& a, auto const& b) { return a.second.count < b.second.count; });
    for (auto const& [text, form] : forms)
      if (&form != &usual->second) ask(form, usual->second, "Namnet", out);
  }
}

// --- names of units -----------------------------------------------------------------------------

bool is_head(std::string_view word) {
  return one_of(word, {"avdelningen", "avdelning", "enheten", "enhet", "förvaltningen", "nämnden", "gruppen", "teamet", "utredningsgruppen",
                       "sektionen", "kontoret", "mottagningen"});
}

/// A compound that is a name by itself: "Resursteamerna barn och unga", "Socialjouren".
bool is_named_group(Words const& words, std::size_t token) {
  auto const word = words[token];
  if (!words.at(token).capital || letters(word) < 8) return false;
  for (auto const kind : {"teamet", "teamen", "teamerna", "jouren", "mottagningen", "mottagningarna"})
    if (word.ends_with(kind) && word.size() > std::string_view(kind).size() + 2) return true;
  return false;
}

struct Name {
  std::vector<std::string> parts;  // lower case, without "och", "för"
  Form form;
};

std::vector<std::string> parts_of(Words const& words, std::size_t first, std::size_t last) {
  std::vector<std::string> parts;
  for (auto token = first; token <= last; ++token)
    if (words.at(token).kind == TokenKind::word && !one_of(words[token], {"och", "för", "i", "inom", "av"})) parts.emplace_back(words[token]);
  std::sort(parts.begin(), parts.end());
  return parts;
}

bool alike(std::string const& left, std::string const& right) {
  std::size_t common = 0;
  while (common < left.size() && common < right.size() && left[common] == right[common]) ++common;
  auto const shorter = std::min(left.size(), right.size());
  return common >= 3 && common * 10 >= shorter * 6;
}

void collect_names(Item const& item, Field const& field, std::vector<Name>& names) {
  auto const& words = field.words;
  for (std::size_t token = 0; token + 1 < words.size(); ++token) {
    if (is_named_group(words, token)) {
      auto last = token;
      if (token + 3 < words.size() && words.is_word(token + 1) && words.is(token + 2, "och") && words.is_word(token + 3) &&
          words.at(token + 3).sentence == words.at(token).sentence) last = token + 3;
      names.push_back({parts_of(words, token, last), {std::string(words.source(token, last)), 1, {&item, &field, token, last}}});
      continue;
    }
    if (!is_head(words[token])) continue;
    auto first = token + 1;
    if (one_of(words[first], {"för", "inom"})) ++first;
    if (first >= words.size() || !words.at(first).capital || words.at(first).sentence != words.at(token).sentence) continue;
    auto last = first;
    while (last + 1 < words.size() && words.is_word(last + 1) && words.at(last + 1).capital) ++last;
    if (last + 2 < words.size() && one_of(words[last + 1], {"och"}) && words.is_word(last + 2)) last += 2;
    names.push_back({parts_of(words, first, last), {std::string(words.source(first, last)), 1, {&item, &field, first, last}}});
  }
}

void check_names(std::vector<Name>& names, Findings& out) {
  std::map<std::vector<std::string>, Name> different;
  for (auto& name : names) {
    if (name.parts.empty()) continue;
    auto const [at, fresh] = different.try_emplace(name.parts, name);
    if (!fresh) ++at->second.form.count;
  }
  // Names that may be one share the beginning of their first part, so only neighbours are compared.
  std::map<std::string, std::vector<Name const*>> by_start;
  for (auto const& [parts, name] : different) by_start[parts.front().substr(0, 3)].push_back(&name);
  for (auto const& [start, group] : by_start)
    for (std::size_t right = 1; right < group.size(); ++right)
      for (std::size_t left = right; left-- > 0 && right - left < 8;) {
        auto const& a = *group[left];
        auto const& b = *group[right];
        if (a.parts.size() != b.parts.size() || a.parts == b.parts) continue;
        if (!std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), alike)) continue;
        if (a.parts.size() < 2 && letters(a.parts.front()) < 6) continue;
        bool const usual_is_a = a.form.count >= b.form.count;
        ask(usual_is_a ? b.form : a.form, usual_is_a ? a.form : b.form, "Namnet", out);
        break;
      }
}

bool is_abbreviation(std::string_view source) {
  return source.size() >= 3 && source.size() <= 8 &&
         std::count_if(source.begin(), source.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) >= 2;
}

void check_set(std::span<Item const> items, Item const* document, Context const&, Findings& out) {
  std::map<std::string, Form> forms;
  std::map<std::string, std::map<std::string, Form>> abbreviations;
  std::vector<Name> names;
  std::vector<Words> given;
  auto const collect = [&](Item const& item) {
    for (auto const& field : item.fields) {
      for (std::size_t token = 0; token < field.words.size(); ++token) {
        if (!field.words.is_word(token)) continue;
        auto const source = field.words.source(token);
        Place const place{&item, &field, token, token};
        if (is_abbreviation(source)) {
          auto& form = abbreviations[std::string(field.words[token])].try_emplace(std::string(source), Form{std::string(source), 0, place}).first->second;
          ++form.count;
        }
        auto word = field.words[token];
        if (word.size() >= shortest_word) {
          auto& form = forms.try_emplace(std::string(word), Form{std::string(word), 0, place}).first->second;
          ++form.count;
        }
      }
      collect_names(item, field, names);
    }
  };
  if (document != nullptr) collect(*document);
  for (auto const& item : items) collect(item);
  if (document != nullptr && document->document != nullptr) {
    given.reserve(document->document->names.size());
    for (auto const& name : document->document->names) {
      auto const& words = given.emplace_back(name);
      if (!words.empty()) names.push_back({parts_of(words, 0, words.size() - 1), {name, 1, {document, nullptr, 0, 0}}});
    }
  }
  check_words(forms, out);
  check_capitals(abbreviations, out);
  check_names(names, out);
}

}  // namespace

Rule const l13_names{"L13", Severity::info, "Ett namn skrivet på flera sätt",
                     "Samma enhet, dokument eller begrepp under flera namn gör att uppgifter inte hittas. Rimlig föreslår vilket "
                     "namn som ska gälla och lägger de andra som alias.",
                     nullptr, nullptr, &check_set};

}  // namespace rimlig::lint::rules
