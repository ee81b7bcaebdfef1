// What a person typed, as a question to the index: every word must be there, the last one may be
// half-written, and all of it in one of the person's units.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rimlig::search {

/// How a database's own word index writes a question.
struct Notation {
  std::string_view open, close;    // around a token
  std::string_view prefix;         // after a token that may go on
  std::string_view all, any;       // between operands
};

/// FTS5 of SQLite and tsquery of PostgreSQL.
inline constexpr Notation fts5{"\"", "\"", " *", " AND ", " OR "};
inline constexpr Notation tsquery{"'", "'", ":*", " & ", " | "};

/// What a half-written last word begins with; empty when the last word stands as it is.
std::string half_written(std::string_view words);

/// Empty when there is no word. Without units the words are looked for everywhere. `ahead` are the stems
/// that the last word may go on to; when they are not told, the index is left to gather them.
std::string expression(Notation const& notation, std::span<std::int64_t const> units, std::string_view words,
                       std::optional<std::vector<std::string>> const& ahead = std::nullopt);

/// Some 160 characters of the text around the first word that was asked for.
std::string excerpt(std::string_view text, std::string_view words);

}  // namespace rimlig::search
