// Cuts Swedish text into words, numbers and marks with byte offsets, sentences and clauses. Every
// rule reads the same cut, so a text is walked once however many rules there are.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::lint {

enum class TokenKind : std::uint8_t { word, number, mark };

struct Token {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t sentence = 0;
  std::uint32_t clause = 0;
  TokenKind kind = TokenKind::mark;
  bool capital = false;  // begins with an upper-case letter
};

/// Lower case for ASCII and the Latin letters that Swedish texts hold. Keeps every byte offset.
std::string lower(std::string_view text);
/// First letter in upper case, the rest as it is.
std::string capitalised(std::string_view text);
/// The number of letters, not bytes.
std::size_t letters(std::string_view text);

class Words {
public:
  Words() = default;
  explicit Words(std::string_view text);

  [[nodiscard]] std::size_t size() const { return tokens_.size(); }
  [[nodiscard]] bool empty() const { return tokens_.empty(); }
  [[nodiscard]] Token const& at(std::size_t index) const { return tokens_[index]; }
  /// The token in lower case.
  [[nodiscard]] std::string_view operator[](std::size_t index) const {
    auto const& token = tokens_[index];
    return std::string_view(lower_).substr(token.begin, token.end - token.begin);
  }
  [[nodiscard]] std::string_view source(std::size_t index) const {
    auto const& token = tokens_[index];
    return std::string_view(text_).substr(token.begin, token.end - token.begin);
  }
  /// The source from the first byte of one token to the last byte of another.
  [[nodiscard]] std::string_view source(std::size_t first, std::size_t last) const {
    return std::string_view(text_).substr(tokens_[first].begin, tokens_[last].end - tokens_[first].begin);
  }
  [[nodiscard]] std::string const& text() const { return text_; }
  [[nodiscard]] bool is(std::size_t index, std::string_view word) const {
    return index < size() && (*this)[index] == word;
  }
  [[nodiscard]] bool is_word(std::size_t index) const {
    return index < size() && tokens_[index].kind == TokenKind::word;
  }
  /// First and one-past-last token of the sentence (clause) that the token is in.
  [[nodiscard]] std::pair<std::size_t, std::size_t> sentence_of(std::size_t index) const;
  [[nodiscard]] std::pair<std::size_t, std::size_t> clause_of(std::size_t index) const;
  [[nodiscard]] std::uint32_t sentences() const { return empty() ? 0 : tokens_.back().sentence + 1; }

private:
  std::string text_, lower_;
  std::vector<Token> tokens_;
};

}  // namespace rimlig::lint
