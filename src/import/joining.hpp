// Putting together a text that layout has cut in two: with a blank, without the hyphen that only the
// layout put there, or with nothing between when a word was cut. "Drop the hyphen at a break" is wrong
// once in two ("avdelnings- respektive enhetschef"), so the words themselves decide.
#pragma once
#include <set>
#include <string>
#include <string_view>

#include "import/reading.hpp"

namespace rimlig::import {

/// Every word of the document: a joined word that stands whole elsewhere was one word here too.
class Vocabulary {
public:
  void add(std::string_view text);
  [[nodiscard]] bool has(std::string const& word) const { return words_.contains(word); }

private:
  std::set<std::string> words_;
};

struct Joined {
  std::string text;
  JoinKind how = JoinKind::space;
};

Joined join_halves(std::string_view first, std::string_view next, Vocabulary const& vocabulary);

/// Joins the lines of a text in which every line break is layout; "" between two breaks is a paragraph.
std::string join_lines(std::string_view text, Vocabulary const& vocabulary);

}  // namespace rimlig::import
