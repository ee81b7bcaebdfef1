#include "reader/csv.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "kernel/formula.hpp"

namespace rimlig::reader::csv {

namespace {

constexpr std::array<char, 4> delimiters = {';', ',', '\t', '|'};

/// Walks over the records; `text` may lack the last line end.
class Splitter {
public:
  Splitter(std::string_view text, char delimiter, Limits const& limits)
      : text_(text), delimiter_(delimiter), limits_(limits) {}

  /// The fields of the next record; false at the end.
  bool next(std::vector<std::string>& fields) {
    if (at_ >= text_.size()) return false;
    record_line_ = line_;
    std::size_t count = 0;
    auto const begin_field = [&]() -> std::string& {
      if (count >= limits_.columns)
        throw Refusal("too_many_columns", "Rad " + std::to_string(record_line_) + " har fler än " +
                                              std::to_string(limits_.columns) +
                                              " kolumner. Kontrollera att rätt skiljetecken används.");
      if (fields.size() <= count) fields.emplace_back();
      fields[count].clear();
      return fields[count++];
    };
    for (;;) {
      std::string& field = begin_field();
      bool const quoted = at_ < text_.size() && text_[at_] == '"';
      if (quoted) read_quoted(field);
      std::size_t const begin = at_;
      while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
      if (at_ - begin > limits_.cell_bytes) refuse_length(record_line_);
      field.append(text_.substr(begin, at_ - begin));
      if (at_ >= text_.size()) break;
      if (text_[at_] == delimiter_) {
        ++at_;
        continue;
      }
      skip_line_end();
      break;
    }
    fields.resize(count);
    return true;
  }

  [[nodiscard]] std::uint32_t record_line() const { return record_line_; }

private:
  void read_quoted(std::string& field) {
    auto const opened_on = line_;
    ++at_;
    for (;;) {
      std::size_t const begin = at_;
      while (at_ < text_.size() && text_[at_] != '"') {
        if (text_[at_] == '\n' || (text_[at_] == '\r' && !(at_ + 1 < text_.size() && text_[at_ + 1] == '\n'))) ++line_;
        ++at_;
        if (at_ - begin > limits_.cell_bytes) break;
      }
      field.append(text_.substr(begin, at_ - begin));
      if (at_ >= text_.size() || field.size() > limits_.cell_bytes)
        throw Refusal("quote_never_closed", "Ett citattecken öppnas på rad " + std::to_string(opened_on) +
                                                " men stängs aldrig. Rätta raden i filen och läs in den igen.");
      ++at_;
      if (at_ < text_.size() && text_[at_] == '"') {
        field.push_back('"');
        ++at_;
        continue;
      }
      return;
    }
  }

  void skip_line_end() {
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
  }

  [[noreturn]] static void refuse_length(std::uint32_t line) {
    throw Refusal("text_too_long", "Ett fält på rad " + std::to_string(line) +
                                       " är längre än en miljon tecken. Kontrollera att filen är en tabell.");
  }

  std::string_view text_;
  char delimiter_;
  Limits const& limits_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t record_line_ = 1;
};

// Excel's hint to itself: "sep=;" alone on the first line.
char sep_line(std::string_view& text) {
  if (text.size() < 5 || (text.substr(0, 4) != "sep=" && text.substr(0, 4) != "SEP=")) return 0;
  char const delimiter = text[4];
  std::size_t at = 5;
  if (at < text.size() && text[at] == '\r') ++at;
  if (at < text.size() && text[at] == '\n') ++at;
  else if (at == 5 && at < text.size()) return 0;
  text.remove_prefix(at);
  return delimiter;
}

bool all_blank(std::vector<std::string> const& fields) {
  return std::all_of(fields.begin(), fields.end(), [](std::string const& field) { return field.empty(); });
}

struct Widths {
  double evenness = 0;      // share of the rows that have the commonest width
  std::size_t common = 0;
};

Widths widths(std::string_view text, char delimiter) {
  Limits const limits;
  std::map<std::size_t, int> counts;
  int rows = 0;
  try {
    Splitter splitter(text, delimiter, limits);
    std::vector<std::string> fields;
    while (rows < 50 && splitter.next(fields)) {
      if (all_blank(fields)) continue;
      ++rows;
      ++counts[fields.size()];
    }
  } catch (Refusal const&) {
    return {};
  }
  if (rows < 2) return {};
  auto const common = std::max_element(counts.begin(), counts.end(), [](auto const& a, auto const& b) { return a.second < b.second; });
  return {static_cast<double>(common->second) / rows, common->first};
}

}  // namespace

char guess_delimiter(std::string_view text) {
  char best = 0;
  double best_score = 0;
  for (char const delimiter : delimiters) {
    if (text.find(delimiter) == std::string_view::npos) continue;
    auto const [evenness, width] = widths(text, delimiter);
    if (width < 2) continue;
    // Evenness first; among equally even ones the one that gives more columns.
    double const score = evenness + static_cast<double>(std::min<std::size_t>(width, 50)) / 1000;
    if (score > best_score) {
      best_score = score;
      best = delimiter;
    }
  }
  return best;
}

bool is_even(std::string_view text, char delimiter) {
  auto const [evenness, width] = widths(text, delimiter);
  return width >= 2 && evenness >= 0.8;
}

void parse(std::string_view text, Sink& sink, Limits const& limits) {
  std::uint32_t line_offset = 0;
  char delimiter = 0;
  if (auto const whole = text.size(); (delimiter = sep_line(text)) != 0 && text.size() != whole) line_offset = 1;
  if (!delimiter) delimiter = guess_delimiter(text);
  if (!delimiter) delimiter = ';';

  sink.table("", false);
  Splitter splitter(text, delimiter, limits);
  std::vector<std::string> fields;
  std::size_t expected = 0;
  std::uint32_t rows = 0, marks = 0;
  while (splitter.next(fields)) {
    if (all_blank(fields)) continue;
    auto const line = splitter.record_line() + line_offset;
    if (++rows > limits.rows)
      throw Refusal("too_many_rows", "Filen har fler än " + std::to_string(limits.rows) + " rader. Dela upp den.");
    if (rows == 1) {
      expected = fields.size();
    } else if (fields.size() != expected) {
      sink.warning({fields.size() < expected ? "short_row" : "long_row",
                    "Raden har " + std::to_string(fields.size()) + " fält där rubriken har " + std::to_string(expected) + ".",
                    line, 0});
    }
    Row row;
    row.number = line;
    row.fields = static_cast<std::uint32_t>(fields.size());
    for (std::size_t column = 0; column < fields.size(); ++column) {
      if (fields[column].empty()) continue;
      Cell cell;
      cell.column = static_cast<std::uint32_t>(column);
      cell.text = std::move(fields[column]);
      if (cell.text.starts_with('\'') && kernel::reads_as_formula(cell.text)) {
        cell.text.erase(0, 1);
        ++marks;
      }
      row.cells.push_back(std::move(cell));
    }
    sink.row(std::move(row));
  }
  if (marks > 0)
    sink.warning({"text_mark", "Apostrofen först i " + std::to_string(marks) + (marks == 1 ? " cell" : " celler") +
                                   " är borttagen: den skrivs vid export så att ett kalkylprogram inte räknar ut texten.", 0, 0});
}

}  // namespace rimlig::reader::csv
