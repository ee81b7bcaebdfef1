// Reading JSON with every field error at once. Boost.JSON parses (json.cpp alone sees it); the
// mapping to structs is the field table's, so that JSON, OpenAPI and SQL cannot differ.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/json_text.hpp"
#include "kernel/problem.hpp"

namespace rimlig::kernel {

/// A value in a parsed document. Valid as long as its document.
class JsonNode {
public:
  enum class Kind { null, boolean, integer, real, text, array, object };
  explicit JsonNode(void const* value) : value_(value) {}

  [[nodiscard]] Kind kind() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] double real() const;  // of integer or real
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] std::size_t size() const;  // of array or object
  [[nodiscard]] JsonNode at(std::size_t index) const;
  [[nodiscard]] std::string_view key(std::size_t index) const;  // of object
  [[nodiscard]] JsonNode value(std::size_t index) const;        // of object
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] JsonNode get(std::string_view key) const;  // must be there
  [[nodiscard]] bool is_null() const { return kind() == Kind::null; }
  [[nodiscard]] std::string serialize() const;

private:
  void const* value_;
};

class JsonDocument {
public:
  /// Throws Problem 400 in Swedish with the place of the fault. At most 64 levels deep.
  explicit JsonDocument(std::string_view text);
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) = delete;
  [[nodiscard]] JsonNode root() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Collects errors while values are read; `pointer` is where the reader stands.
class JsonReader {
public:
  void error(std::string code, std::string detail);
  void enter(std::string_view key);
  void enter(std::size_t index);
  void leave();
  [[nodiscard]] std::vector<FieldError>& errors() { return errors_; }

private:
  std::string pointer_;
  std::vector<std::size_t> marks_;
  std::vector<FieldError> errors_;
};

}  // namespace rimlig::kernel
