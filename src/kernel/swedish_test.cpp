#include <doctest/doctest.h>

#include <algorithm>

#include "kernel/swedish.hpp"

using namespace rimlig::kernel;

namespace {

std::vector<std::string> folded(std::string_view text) {
  std::vector<std::string> out;
  for (auto const& word : swedish_words(text)) out.push_back(word.folded);
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("inflections share a stem") {
  for (auto const* word : {"utredning", "utredningen", "utredningar", "utredningarna", "utredningarnas"}) CHECK(stem_swedish(word) == "utredning");
  CHECK(stem_swedish("åtgärder") == stem_swedish("åtgärderna"));
  CHECK(stem_swedish("rutin") == stem_swedish("rutinerna"));
}

TEST_CASE("å, ä and ö are letters of their own; other accents and letter case are not") {
  CHECK(fold_swedish("ÅÄÖ") == "åäö");
  CHECK(fold_swedish("Café") == "cafe");
  CHECK(fold_swedish("MÜLLER") == "muller");
  CHECK(fold_swedish("A\xCC\x8A") == "å");  // A and a combining ring
  CHECK(fold_swedish("ﬁn") == "fin");
  CHECK(fold_swedish("har") != fold_swedish("här"));
}

TEST_CASE("words are runs of letters and digits, with their places in the text") {
  CHECK(folded("Enhetens årshjul (SAM) – §4!") == Texts{"enhetens", "årshjul", "sam", "4"});
  CHECK(folded("ÅT-103, T2 och 2018-03-28") == Texts{"åt103", "t2", "och", "2018", "03", "28"});
  CHECK(folded("a\xFF\xFE b").size() == 2);
  CHECK(folded("").empty());
  auto const words = swedish_words("En åtgärd.");
  REQUIRE(words.size() == 2);
  CHECK(words[1].begin == 3);
  CHECK(words[1].end == 11);
}

TEST_CASE("a word without end is cut at a letter") {
  std::string text;
  for (int n = 0; n < 1000; ++n) text += "å";
  auto const words = swedish_words(text);
  REQUIRE(words.size() == 1);
  CHECK(words[0].folded.size() == 120);
}

TEST_CASE("a half-written ending leads to the stem") {
  for (auto const* word : {"utredninga", "utredningarn", "utredningen"}) {
    auto const stems = stems_ahead(word);
    CHECK(std::find(stems.begin(), stems.end(), "utredning") != stems.end());
  }
}
