// Finds phrases in cut text from a small pattern language, so that a rule's vocabulary is a table
// and not code. "kommer|kommit _ att *as": alternatives with |, a word part with * at either end,
// _ for up to four words of the same sentence.
#pragma once
#include <array>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lint/words.hpp"

namespace rimlig::lint {

struct PhraseHit {
  std::size_t pattern = 0;  // index in the table given to PhraseSet
  std::size_t first = 0, last = 0;  // tokens, both included
};

class PhraseSet {
public:
  explicit PhraseSet(std::span<std::string_view const> patterns);
  /// All hits, ordered by place. Several patterns may hit at one place.
  [[nodiscard]] std::vector<PhraseHit> find(Words const& words) const;

private:
  struct Element {
    std::vector<std::string_view> alternatives;  // empty: a gap
  };
  [[nodiscard]] bool match(Words const& words, std::vector<Element> const& elements, std::size_t element,
                           std::size_t token, std::size_t& last) const;

  std::vector<std::vector<Element>> patterns_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_word_;
  std::array<std::vector<std::size_t>, 256> by_byte_;  // patterns whose first word is a prefix
};

}  // namespace rimlig::lint
