#include "lint/phrases.hpp"

#include <algorithm>

namespace rimlig::lint {
namespace {

constexpr std::size_t widest_gap = 4;

bool fits(std::string_view word, std::string_view pattern) {
  if (pattern.ends_with('*')) {
    pattern.remove_suffix(1);
    return word.starts_with(pattern);
  }
  if (pattern.starts_with('*')) {
    pattern.remove_prefix(1);
    return word.size() > pattern.size() && word.ends_with(pattern);
  }
  return word == pattern;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    auto const end = std::min(text.find(at), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

PhraseSet::PhraseSet(std::span<std::string_view const> patterns) {
  for (auto const pattern : patterns) {
    std::vector<Element> elements;
    for (auto const part : split(pattern, ' '))
      elements.push_back(part == "_" ? Element{} : Element{split(part, '|')});
    auto const index = patterns_.size();
    for (auto const first : elements.front().alternatives) {
      auto& bucket = first.ends_with('*') ? by_byte_[static_cast<unsigned char>(first.front())] : by_word_[first];
      if (bucket.empty() || bucket.back() != index) bucket.push_back(index);
    }
    patterns_.push_back(std::move(elements));
  }
}

bool PhraseSet::match(Words const& words, std::vector<Element> const& elements, std::size_t element,
                      std::size_t token, std::size_t& last) const {
  if (element == elements.size()) return true;
  auto const& alternatives = elements[element].alternatives;
  if (!alternatives.empty()) {
    if (token >= words.size()) return false;
    if (element > 0 && words.at(token).sentence != words.at(last).sentence) return false;
    auto const word = words[token];
    if (std::none_of(alternatives.begin(), alternatives.end(), [&](auto one) { return fits(word, one); })) return false;
    last = token;
    return match(words, elements, element + 1, token + 1, last);
  }
  auto const before = last;
  for (std::size_t skipped = 0; skipped <= widest_gap; ++skipped) {
    last = before;
    if (match(words, elements, element + 1, token + skipped, last)) return true;
    if (token + skipped >= words.size() || words.at(token + skipped).kind == TokenKind::mark) break;
  }
  last = before;
  return false;
}

std::vector<PhraseHit> PhraseSet::find(Words const& words) const {
  std::vector<PhraseHit> hits;
  for (std::size_t token = 0; token < words.size(); ++token) {
    auto const word = words[token];
    auto const attempt = [&](std::vector<std::size_t> const& candidates) {
      for (auto const pattern : candidates) {
        auto last = token;
        if (match(words, patterns_[pattern], 0, token, last)) hits.push_back({pattern, token, last});
      }
    };
    if (auto const found = by_word_.find(word); found != by_word_.end()) attempt(found->second);
    attempt(by_byte_[static_cast<unsigned char>(word.front())]);
  }
  return hits;
}

}  // namespace rimlig::lint
