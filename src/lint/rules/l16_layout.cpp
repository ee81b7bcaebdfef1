// L16: what the layout broke. Repairs that the reader made come in as facts and are told; damage that
// is still in a text is looked for here.
#include <algorithm>
#include <array>
#include <map>

#include "lint/catalogue.hpp"

namespace rimlig::lint::rules {
namespace {

struct RepairText { Severity severity; std::string_view question; };

RepairText words_for(RepairKind kind) {
  switch (kind) {
    case RepairKind::hard_wrap: return {Severity::info, "Raderna var brutna mitt i meningen och har satts ihop. Läses texten rätt?"};
    case RepairKind::page_break: return {Severity::info, "Texten fortsatte på nästa sida och har satts ihop. Hör delarna ihop?"};
    case RepairKind::repeated_header: return {Severity::info, "Tabellhuvudet upprepades på varje sida och har tagits bort. Stämmer det att det inte är en rad?"};
    case RepairKind::hyphen_split: return {Severity::info, "Ett ord var avstavat vid sidans eller cellens slut och har satts ihop. Är ordet rätt?"};
    case RepairKind::html_residue: return {Severity::info, "Formateringskod fanns kvar i texten och har tagits bort. Är texten hel?"};
    case RepairKind::orphan_fragment: return {Severity::warning, "En lös textbit hör inte till någon mening. Vad ska det stå?"};
    case RepairKind::inherited_cell: return {Severity::warning, "Cellen är tom. Gäller kontrollen på raden ovanför även här?"};
    case RepairKind::ambiguous_row: return {Severity::warning, "Raden kan läsas på två sätt. Är det en fortsättning på händelsen ovanför eller en ny händelse?"};
  }
  return {Severity::info, {}};
}

std::string place(Repair const& repair) {
  std::string text;
  if (repair.page > 0) text += "sida " + std::to_string(repair.page);
  if (repair.line > 0) text += (text.empty() ? "rad " : ", rad ") + std::to_string(repair.line);
  return text.empty() ? text : " (" + text + ")";
}

void tell_repairs(Item const& item, Findings& out) {
  // The same repair on every line is one fact about the file.
  std::map<RepairKind, std::size_t> counts;
  for (auto const& repair : item.document->repairs) ++counts[repair.kind];
  for (auto const kind : {RepairKind::hard_wrap, RepairKind::repeated_header, RepairKind::html_residue}) {
    if (counts[kind] == 0) continue;
    auto const words = words_for(kind);
    out.add("L16", words.severity, item, "", std::string(words.question) + " Det gäller " + std::to_string(counts[kind]) +
                                                 (counts[kind] == 1 ? " ställe." : " ställen."));
  }
  for (auto const& repair : item.document->repairs) {
    switch (repair.kind) {
      case RepairKind::hard_wrap: case RepairKind::repeated_header: case RepairKind::html_residue: continue;
      case RepairKind::page_break: case RepairKind::hyphen_split: case RepairKind::orphan_fragment:
      case RepairKind::inherited_cell: case RepairKind::ambiguous_row: break;
    }
    auto const words = words_for(repair.kind);
    auto& one = out.add("L16", words.severity, item, repair.field, std::string(words.question) + place(repair), repair.after);
    if (!repair.subject.empty()) one.subject = repair.subject;
    one.quote = repair.before;
  }
}

/// Short sentences of one word that do stand by themselves.
bool stands_alone(Words const& words, std::size_t token) {
  static constexpr std::array<std::string_view, 22> known{
      "klart", "klar", "klara", "genomfört", "genomförd", "genomförda", "avslutat", "avslutad", "pågår", "pågående", "ja", "nej",
      "gjort", "uppföljning", "utbildning", "stickprov", "löpande", "oförändrat", "information", "inget", "saknas", "färdigt"};
  auto const word = words[token];
  return std::find(known.begin(), known.end(), word) != known.end() || word.ends_with("era") || word.ends_with("ning") ||
         letters(word) > 9;
}

void check_fragments(Item const& item, Field const& field, Findings& out) {
  auto const& words = field.words;
  for (std::size_t token = 0; token < words.size(); ++token) {
    // "<p>" that no reader took away
    if (words.is(token, "<") && token + 1 < words.size()) {
      auto last = token + 1;
      while (last < words.size() && last < token + 4 && !words.is(last, ">")) ++last;
      if (last < words.size() && words.is(last, ">"))
        out.add("L16", Severity::info, item, field, token, last, "Formateringskod står kvar i texten. Ska den tas bort?", "Ta bort koden.");
    }
    // "revisions- anmärkning", "genomförande-plan": a hyphen from the end of a line
    if (words.is(token, "-") && token > 0 && token + 1 < words.size() && words.is_word(token - 1) && words.is_word(token + 1) &&
        !words.at(token + 1).capital && words.at(token).begin == words.at(token - 1).end && words[token + 1] != "och" &&
        words[token + 1] != "eller" && words[token + 1] != "respektive" && words[token + 1] != "samt") {
      bool const spaced = words.at(token + 1).begin > words.at(token).end;
      bool const long_parts = letters(words[token - 1]) >= 5 && letters(words[token + 1]) >= 4;
      if ((spaced || long_parts) && letters(words[token - 1]) >= 4) {
        // "BBIC- utredningar": after an abbreviation the hyphen belongs to the word
        auto const before = words.source(token - 1);
        bool const abbreviation = before.size() > 1 && before[1] >= 'A' && before[1] <= 'Z';
        auto const joined = std::string(before) + (abbreviation ? "-" : "") + std::string(words.source(token + 1));
        out.add("L16", Severity::info, item, field, token - 1, token + 1,
                "”" + std::string(words.source(token - 1, token + 1)) + "” ser ut som ett avstavat ord. Är det ett ord?", joined);
      }
    }
  }
  // A last sentence of one word without sense: "Ieras."
  if (words.sentences() > 1 && !words.empty()) {
    auto const end = words.size() - 1;
    auto const [first, last] = words.sentence_of(end);
    bool const one_word = words.is_word(first) && words.at(first).capital && (last - first == 1 || (last - first == 2 && !words.is_word(first + 1)));
    if (one_word && letters(words[first]) <= 9 && !stands_alone(words, first))
      out.add("L16", Severity::warning, item, field, first, last - 1,
              "”" + std::string(words.source(first, last - 1)) + "” står ensamt i slutet av texten. Är det en rest av en mening?", "Ta bort biten eller fyll i det som fattas.");
  }
}

void check_text(Item const& item, Field const& field, Context const&, Findings& out) {
  if (field.name != "title") check_fragments(item, field, out);
}

void check_item(Item const& item, Context const&, Findings& out) {
  if (item.document != nullptr) tell_repairs(item, out);
  if (item.action != nullptr && item.action->control_inherited)
    out.add("L16", Severity::warning, item, "control",
            "Cellen för kontroll är tom. Gäller kontrollen på raden ovanför (”" + item.action->control + "”) även här?",
            "Bekräfta kontrollen, välj en annan eller lämna tomt.");
}

}  // namespace

Rule const l16_layout{"L16", Severity::warning, "Layout som brutit sönder texten",
                      "Sidbrytningar, brutna rader, upprepade tabellhuvuden, avstavningar och formateringskod lagas vid "
                      "inläsningen. Varje lagning visas, och det som inte gick att laga blir en fråga.",
                      &check_text, &check_item, nullptr};

}  // namespace rimlig::lint::rules
